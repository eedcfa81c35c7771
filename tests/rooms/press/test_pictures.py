"""Pictures on pages: in the size and form that a reader's screen wants, and telling nobody where they were made."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from PIL import Image
from tests import factories as make
from wagtail.images.rect import Rect
from wagtail.models import Collection

from masthead.article.content import PictureBlock
from masthead.article.models import Article, Picture, Rendition
from masthead.press import actions as press
from masthead.press import files, pictures, sizes
from masthead.project import worker

pytestmark = pytest.mark.django_db
FILES = {".avif": "AVIF", ".webp": "WEBP", ".jpg": "JPEG", ".png": "PNG", ".gif": "GIF"}


def _picture(image: Image.Image, form: str = "PNG", name: str = "fluss", **said: Any) -> Picture:
    out = BytesIO()
    image.save(out, form, **said)
    return make.picture(name, file=ContentFile(out.getvalue(), name=f"{name}.{form.lower()}"))


def _plain(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "#336699")


def _shown(picture: Picture) -> dict[str, Any]:
    sizes.make(picture)
    return pictures.sized([picture.pk])[picture.pk]


def _card(picture: Picture) -> dict[str, Any]:
    sizes.make(picture)
    return pictures.cut([picture.pk])[picture.pk]


def _widths(srcset: str) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", srcset)]


def _urls(shown: dict[str, Any]) -> list[str]:
    return [
        shown["src"],
        *(part.split()[0] for one in shown["sources"] for part in one["srcset"].split(", ")),
    ]


def _open(url: str) -> Image.Image:
    with default_storage.open(url.removeprefix("/media/")) as file:
        image = Image.open(BytesIO(file.read()))
    image.load()
    assert image.format == FILES[Path(url).suffix]
    return image


def _told() -> Image.Exif:
    """Held sideways, in Greenwich."""
    exif = Image.Exif()
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (51.0, 29.0, 30.12), "1999:12:31"
    return exif


def test_a_picture_is_shown_in_avif_and_webp_with_a_jpeg_for_the_rest() -> None:
    shown = _shown(_picture(_plain(1800, 1200)))

    assert [source["type"] for source in shown["sources"]] == ["image/avif", "image/webp"]
    for source in shown["sources"]:
        assert _widths(source["srcset"]) == [480, 800, 1200, 1600]
    assert (shown["width"], shown["height"]) == (1200, 800)
    for url in _urls(shown):
        image = _open(url)
        assert abs(image.width * 2 - image.height * 3) < 3


def test_no_size_is_larger_than_the_picture_and_none_comes_twice() -> None:
    shown, card = _shown(small := _picture(_plain(600, 300))), _card(small)

    assert [_widths(source["srcset"]) for source in shown["sources"]] == [[480, 600]] * 2
    assert (shown["width"], shown["height"]) == (600, 300)
    assert [_widths(source["srcset"]) for source in card["sources"]] == [[360, 450]] * 2


@pytest.mark.parametrize(
    ("focus", "colour"), [(None, "green"), (Rect(0, 0, 100, 200), "red"), (Rect(800, 0, 900, 200), "blue")]
)
def test_a_card_is_cut_around_the_focal_point(focus: Rect | None, colour: str) -> None:
    image = Image.new("RGB", (900, 200), "green")
    image.paste("red", (0, 0, 300, 200))
    image.paste("blue", (600, 0, 900, 200))
    picture = _picture(image)
    picture.set_focal_point(focus)
    picture.save()

    card = _card(picture)

    wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    assert isinstance(wanted, tuple)
    for url in _urls(card):
        cut = _open(url).convert("RGB")
        assert cut.size == (300, 200)
        seen = cut.getpixel((150, 100))
        assert isinstance(seen, tuple)
        assert all(abs(one - other) < 24 for one, other in zip(wanted, seen, strict=True))


def test_an_address_changes_with_the_focal_point_and_with_the_file() -> None:
    """Whoever has a picture keeps it for a year."""
    picture = _picture(_plain(900, 600))
    first = _card(picture)["src"]
    picture.set_focal_point(Rect(0, 0, 100, 100))
    picture.save()
    second = _card(picture)["src"]
    other = _picture(Image.new("RGB", (900, 600), "red"))

    assert len({first, second, _card(other)["src"]}) == 3


def test_what_moves_is_shown_as_it_is_and_stands_still_in_lists() -> None:
    frames = [Image.new("RGB", (90, 60), colour) for colour in ("red", "green", "blue")]
    picture = _picture(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)

    shown, card = _shown(picture), _card(picture)

    assert (shown["sources"], shown["src"][-4:]) == ([], ".gif")
    assert getattr(_open(shown["src"]), "n_frames", 1) == 3
    assert card["src"].endswith(".jpg")


def test_what_shows_through_goes_on_doing_so_and_lists_have_it_on_white() -> None:
    image = Image.new("RGBA", (90, 60), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 45, 60))
    picture = _picture(image)

    shown, card = _shown(picture), _card(picture)

    assert shown["see_through"]
    assert shown["src"].endswith(".png")
    for url in _urls(shown):
        assert _open(url).convert("RGBA").getpixel((80, 30))[3] == 0  # type: ignore[index]
    for url in [*_urls(card), shown["share"]["url"]]:
        assert min(_open(url).convert("RGB").getpixel((80, 30))) > 245  # type: ignore[arg-type,type-var]


def test_a_picture_for_printing_is_shown_in_colours_of_screens() -> None:
    shown = _shown(_picture(Image.new("CMYK", (90, 60), (0, 200, 200, 0)), "JPEG"))

    for url in _urls(shown):
        image = _open(url)
        assert image.mode == "RGB"
        assert "icc_profile" not in image.info
        red, _, blue = image.getpixel((10, 10))  # type: ignore[misc]
        assert red > blue + 80


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_neither_the_file_nor_any_size_tells_where_it_was_made(form: str, home: Path) -> None:
    picture = _picture(_plain(90, 60), form, exif=_told())
    sizes.make(picture)
    picture.get_rendition("max-165x165")  # as the desk shows it
    picture.get_rendition("original")

    kept = [file for file in (home / "media").rglob("*") if file.is_file()]

    assert len(kept) == Rendition.objects.count() + 1
    assert (picture.width, picture.height) == (60, 90)
    for file in kept:
        assert b"1999:12:31" not in file.read_bytes(), file
        with Image.open(file) as image:
            assert not image.getexif(), file
            if (
                "fill" not in file.name
                and "1200x630" not in file.name
                and "x" not in file.name.split("-")[-1]
            ):
                assert image.width < image.height, file


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")
def test_what_is_uploaded_at_the_desk_is_made_bare_before_it_is_kept(home: Path) -> None:
    Collection.objects.exists() or Collection.add_root(name="Root")
    out = BytesIO()
    _plain(90, 60).save(out, "JPEG", exif=_told())
    client = Client()
    client.force_login(make.chief())

    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Fluss", "files[]": SimpleUploadedFile("fluss.jpg", out.getvalue(), "image/jpeg")},
    )

    assert answer.json()["success"], answer.content
    picture = Picture.objects.get()
    body = Path(picture.file.path).read_bytes()
    assert b"1999:12:31" not in body
    assert (picture.width, picture.height, picture.file_size) == (60, 90, len(body))
    assert picture.file_hash == picture.get_file_hash() != ""


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")
def test_what_cannot_be_kept_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from masthead.lib import pictures as bounds

    Collection.objects.exists() or Collection.add_root(name="Root")
    monkeypatch.setattr(bounds, "PIXELS", 100)
    client = Client()
    client.force_login(make.chief())

    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Fluss", "files[]": SimpleUploadedFile("fluss.png", make.png(), "image/png")},
    )

    assert "It has too many pixels." in answer.json()["error_message"]
    assert not Picture.objects.exists()


def test_the_file_itself_is_for_the_desk() -> None:
    picture = make.picture()
    address = picture.file.url

    assert Client().get(address)["Location"].startswith("/desk/login/")
    client = Client()
    client.force_login(make.chief())
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"".join(answer).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert client.get(f"{address}.bak").status_code == 404


def test_any_number_of_pictures_is_read_with_two_queries() -> None:
    keys = [_picture(_plain(60, 40), name=f"fluss-{number}").pk for number in range(4)]
    pictures.sized(keys)  # what no page can do without is made now

    for wanted in (keys[:1], keys):
        for read in (pictures.sized, pictures.cut):
            with CaptureQueriesContext(connection) as captured:
                assert read(wanted).keys() == set(wanted)
            assert len(captured) == 2


def _pressed(article: Article) -> html.HtmlElement:
    return html.fromstring((files.root() / f"de/articles/{article.slug}/index.html").read_bytes())


def _parts(file: str) -> list[list[str]]:
    """The elements in each ``picture`` of a pressed page."""
    text = (files.root() / file).read_text(encoding="utf-8")
    return [re.findall(r"<(\w+)", inside) for inside in re.findall(r"<picture>(.*?)</picture>", text)]


def _published() -> Article:
    make.outlet()
    make.languages_on("de")
    lead, other = _picture(_plain(1300, 900)), _picture(_plain(700, 500), name="ufer")
    return make.published(
        blocks=[PictureBlock(make.block_id("ufer"), other.pk, "Ein Ufer", "", "")],
        lead_picture=lead,
        lead_alt="Ein <Fluss>",
    )


def test_a_page_goes_with_what_there_is_and_is_pressed_again_when_there_is_more() -> None:
    article = _published()
    press.press_article(article.pk)
    page = f"de/articles/{article.slug}/index.html"
    assert _parts(page) == [["img"], ["img"]]

    worker.drain()

    assert _parts(page) == [["source", "source", "img"]] * 2
    assert _parts("de/index.html") == [["source", "source", "img"]]


def test_the_lead_comes_at_once_and_the_others_when_they_are_near() -> None:
    article = _published()
    worker.drain()

    lead, other = _pressed(article).iter("img")

    assert (lead.get("loading"), lead.get("fetchpriority"), lead.get("alt")) == (None, "high", "Ein <Fluss>")
    assert (other.get("loading"), other.get("fetchpriority"), other.get("alt")) == ("lazy", None, "Ein Ufer")
    for image, size in ((lead, ("1200", "830")), (other, ("700", "500"))):
        assert (image.get("width"), image.get("height"), image.get("decoding")) == (*size, "async")


def test_others_show_it_with_a_link_in_their_own_shape() -> None:
    article = _published()
    worker.drain()

    told = {tag.get("property"): tag.get("content") for tag in _pressed(article).iter("meta")}

    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "Ein <Fluss>"
    assert _open(told["og:image"].removeprefix(make.BASE)).size == (1200, 630)


def test_a_picture_that_is_all_there_makes_no_work() -> None:
    article = _published()
    worker.drain()
    before = (files.root() / ".generation").read_bytes()
    picture = Picture.objects.get(pk=article.lead_picture_id)
    picture.title = "Fluss"
    picture.save()

    worker.drain()

    assert (files.root() / ".generation").read_bytes() == before


def test_a_page_is_printed_without_a_picture_whose_file_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    article = _published()
    picture = Picture.objects.get(pk=article.lead_picture_id)
    Path(picture.file.path).unlink()

    press.press_article(article.pk)

    assert [image.get("alt") for image in _pressed(article).iter("img")] == ["Ein Ufer"]
    assert "cannot be read" in caplog.text
