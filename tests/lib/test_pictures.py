"""Picture files from outside are opened within bounds and tell nothing of place and camera."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from masthead.lib import pictures
from masthead.lib.pictures import NoPicture, kept


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint lets Pillow read what is broken, in the process that imports it."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


def _made(form: str, size: tuple[int, int] = (40, 20), **said: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#336699").save(out, form, **said)
    return out.getvalue()


def _told(*, turned: bool = False) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Example"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (51.0, 29.0, 30.12)
    place[29] = "1999:12:31"  # as text, to be looked for in the bytes
    if turned:
        exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    ("form", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_a_picture_that_tells_nothing_is_kept_as_it_is(form: str, extension: str) -> None:
    body = _made(form)

    assert kept(body) == pictures.Kept(body, extension, 40, 20)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_and_camera_are_taken_out(form: str) -> None:
    body = _made(form, exif=_told())
    assert b"Camera of Example" in body
    assert b"1999:12:31" in body

    made = kept(body)

    assert b"Camera of Example" not in made.body
    assert b"1999:12:31" not in made.body
    with Image.open(BytesIO(made.body)) as image:
        assert len(image.getexif()) == 0
        assert not image.getexif().get_ifd(0x8825)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_is_said_in_xmp_is_taken_out(form: str) -> None:
    said = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="51,29.5N"/></x:xmpmeta>'
    if form == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", said.decode())
        body = _made(form, pnginfo=info)
    else:
        body = _made(form, xmp=said)
    assert b"GPSLatitude" in body

    assert b"GPSLatitude" not in kept(body).body


def test_what_newspapers_say_in_a_jpeg_is_taken_out() -> None:
    """IPTC's fields stand in a segment of Photoshop's: the city is one of them."""
    said = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0b\x1c\x02\x5a\x00\x06Zurich\x00"
    plain = _made("JPEG")
    body = plain[:2] + b"\xff\xed" + (len(said) + 2).to_bytes(2, "big") + said + plain[2:]

    assert kept(body).body == plain


def test_a_jpeg_loses_nothing_but_what_it_tells() -> None:
    plain = _made("JPEG", quality=83, progressive=True, restart_marker_rows=1)
    told = _made(
        "JPEG", quality=83, progressive=True, restart_marker_rows=1, exif=_told(), comment=b"at home"
    )

    assert kept(told).body == plain


def test_what_a_telephone_hides_behind_a_photograph_is_taken_out() -> None:
    """A film of the moment, with the place in it."""
    plain = _made("JPEG")

    assert kept(plain + b"\x00\x00\x00\x18ftypmp42+51.4916/").body == plain
    assert b"51.49" not in kept(_made("PNG") + b"+51.4916/").body


def test_of_several_photographs_in_one_file_the_first_is_kept() -> None:
    out = BytesIO()
    first, second = Image.new("RGB", (40, 20), "#336699"), Image.new("RGB", (20, 10), "#ffffff")
    first.save(out, "MPO", save_all=True, append_images=[second], exif=_told())

    made = kept(out.getvalue())

    assert (made.extension, made.width, made.moving) == ("jpg", 40, False)
    with Image.open(BytesIO(made.body)) as image:
        assert (image.format, image.size) == ("JPEG", (40, 20))
        assert len(image.getexif()) == 0


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_was_made_bare_stays_as_it_is(form: str) -> None:
    made = kept(_made(form, exif=_told(turned=True)))

    assert kept(made.body) == made


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_held_sideways_stands_upright(form: str) -> None:
    made = kept(_made(form, exif=_told(turned=True)))

    assert (made.width, made.height) == (20, 40)
    with Image.open(BytesIO(made.body)) as image:
        assert image.size == (20, 40)
        assert len(image.getexif()) == 0


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_goes_on_moving(form: str) -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)

    made = kept(out.getvalue())

    assert made.moving
    with Image.open(BytesIO(made.body)) as image:
        assert getattr(image, "n_frames", 1) == 3


def test_what_shows_through_is_seen_and_not_guessed() -> None:
    through, full = BytesIO(), BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 90)).save(through, "PNG")
    Image.new("RGBA", (4, 4), (0, 0, 0, 255)).save(full, "PNG")

    assert kept(through.getvalue()).see_through
    assert not kept(full.getvalue()).see_through
    assert not kept(_made("JPEG")).see_through


def test_colour_profiles_stay() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = kept(_made("JPEG", exif=_told(), icc_profile=profile))

    with Image.open(BytesIO(made.body)) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        _made("BMP"),
        _made("PNG")[:60],
        _made("JPEG")[:200],
    ],
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(NoPicture):
        kept(body)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "PIXELS", 100)

    with pytest.raises(NoPicture, match="pixels"):
        kept(_made("PNG"))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(NoPicture, match="pixels"):
        kept(_made("PNG"))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "BYTES", 10)

    with pytest.raises(NoPicture, match="MB"):
        kept(_made("PNG"))
