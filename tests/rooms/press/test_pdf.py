"""PDFs: made once from the page, from nothing but the outlet's own files, and gone when the page is another."""

from __future__ import annotations

import os
import re
import signal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_httpserver import HTTPServer
from tests import factories as make

from masthead.article.lines import lines
from masthead.article.models import Article, Edition
from masthead.desk import actions as desk
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.press.pdf import keeping, maker, making, ready
from masthead.press.server import Pages
from masthead.record.models import Entry

pytestmark = pytest.mark.pango

# A headline and a paragraph longer than a line, by us.
SCRIPTS = {
    "ar": (
        "النهر",
        "يجري النهر في ست دول ولا يسأل أين تقع الحدود بينها، وماؤه واحد من المنبع إلى البحر. " * 2,
    ),
    "hi": ("नदी", "नदी छह देशों से होकर बहती है और नहीं पूछती कि उनके बीच की सीमा कहाँ स्थित है। " * 2),
    "ja": (
        "川",
        "川は六つの国を流れ、国境がどこにあるのかを尋ねることはない。水は源から海まで一つである。" * 2,
    ),
    "th": ("แม่น้ำ", "แม่น้ำไหลผ่านหกประเทศและไม่เคยถามว่าพรมแดนอยู่ที่ใด น้ำเป็นสายเดียวกันจากต้นน้ำถึงทะเล " * 2),
}


@pytest.fixture
def article(db: None) -> Article:
    make.outlet()
    blocks, notes = make.every_kind(make.picture().pk)
    article = make.published(blocks=blocks, footnotes=notes, authors=[make.person()])
    press.press_all()
    return article


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses of the pages that PDFs were made from; the making itself is cut short."""
    made: list[str] = []

    def make_quickly(page: str, url: str) -> bytes:
        made.append(url)
        return b"%PDF-1.7 " + page.encode()

    monkeypatch.setattr(making, "make", make_quickly)
    monkeypatch.setattr(keeping, "_refused", type(keeping._refused)())
    return made


def _file(article: Article, code: str = "de") -> Path:
    return files.root() / addresses.file_of(addresses.pdf(code, article.slug))


def _words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return _bare("".join(page.get_textpage().get_text_range() for page in document))


def _bare(text: str) -> str:
    """Without what lines and hyphenation add, and what only steers directions."""
    return re.sub(r"[\s\-\u00ad\u2010\u200b-\u200f\u202a-\u202e\u2066-\u2069\x02\ufffe]", "", text)


def test_every_line_of_an_edition_is_in_its_pdf(article: Article) -> None:
    words = _words(keeping.keep("de", article.slug))
    for added in (r"\(https?://[^)]*\)", r"\d"):  # addresses of links, numbers of footnotes
        words = re.sub(added, "", words)

    edition = Edition.objects.get(article=article, language="de")
    assert [line for line in lines(edition.words) if re.sub(r"\d", "", _bare(line)) not in words] == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", SCRIPTS)
def test_a_text_can_be_read_back_in_every_script(code: str) -> None:
    make.outlet()
    headline, text = SCRIPTS[code]
    article = make.published(headline, text.strip(), language=code)
    press.press_article(article.pk)

    words = _words(keeping.keep(code, article.slug))

    assert _bare(headline) in words
    assert _bare(text) in words


@pytest.mark.django_db
def test_arabic_begins_at_the_right() -> None:
    make.outlet()
    article = make.published("النهر", "يجري النهر.", language="ar")
    press.press_article(article.pk)

    with pypdfium2.PdfDocument(keeping.keep("ar", article.slug)) as document:
        text = document[0].get_textpage()
        *_, right, _ = text.get_charbox(text.get_text_range().index("يجري"))
        width = document[0].get_width()

    assert width - right < 100  # points; the margin has 85


def test_it_says_who_wrote_it_when_and_where_it_stands(article: Article) -> None:
    pdf = keeping.keep("de", article.slug)

    with pypdfium2.PdfDocument(pdf) as document:
        said = document.get_metadata_dict(skip_empty=True)
        tagged = document.is_tagged()
    assert tagged
    assert (said["Title"], said["Author"], said["Creator"]) == ("Der Rhein", "Ada Autorin", "Masthead")
    assert said["CreationDate"].startswith("D:20")
    assert _bare(f"{make.BASE}/de/articles/{article.slug}/") in _words(pdf)


@pytest.mark.django_db
def test_the_label_of_a_machine_translation_is_on_the_first_page(settings: Any) -> None:
    from masthead.lib import interface
    from masthead.translation import actions as translation

    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("fr")
    article = make.published()
    translation.translate(article.pk, languages=["fr"])
    press.press_article(article.pk)

    with pypdfium2.PdfDocument(keeping.keep("fr", article.slug)) as document:
        first = _bare(document[0].get_textpage().get_text_range())

    label = interface.of("fr").text("machine_unreviewed", engine="|").split("|")[0]
    assert _bare(label) in first


def test_nothing_is_fetched_while_it_is_made(article: Article, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("")
    elsewhere = httpserver.url_for("/x.png")
    page = (
        f'<html lang="de"><title>x</title><link rel="stylesheet" href="{elsewhere}.css">'
        f'<link rel="attachment" href="{elsewhere}"><style>@import "{elsewhere}"; p {{ background: url({elsewhere}) }}'
        f'</style><p>Ein Bild <img alt="x" src="{elsewhere}"><object data="{elsewhere}"></object>'
        '<img alt="y" src="file:///etc/hostname"><a href="https://x.example/">dort</a>'
    )

    for origin in (make.BASE, httpserver.url_for("").rstrip("/")):
        assert making.make(page, f"{origin}/de/articles/x/").startswith(b"%PDF-")
    assert httpserver.log == []


def test_only_pictures_and_the_style_sheet_of_the_outlet_are_read(tmp_path: Path) -> None:
    for name in ("media/images/a.png", "media/secret.txt", "outlet.png", "assets/site.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "media/link.png").symlink_to(tmp_path / "outlet.png")
    folders = {"media": tmp_path / "media", "assets": tmp_path / "assets"}

    def found(url: str) -> bool:
        return maker.own_file(url, make.BASE, folders) is not None

    assert found(f"{make.BASE}/media/images/a.png")
    assert found(f"{make.BASE}/assets/site.css?x=1")
    for url in (
        f"{make.BASE}/media/../outlet.png",
        f"{make.BASE}/media/%2e%2e/outlet.png",
        f"{make.BASE}/media/link.png",
        f"{make.BASE}/media/secret.txt",
        f"{make.BASE}/outlet.png",
        f"{make.BASE}/media/%00.png",
        "https://elsewhere.example/media/images/a.png",
        "file:///media/images/a.png",
        "//media/images/a.png",
    ):
        assert not found(url), url


def test_a_maker_that_is_killed_leaves_nothing(
    article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "half.py"
    script.write_text(
        "import os, sys\nsys.stdout.write('%PDF-1.7 half')\nsys.stdout.flush()\n"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
    )
    monkeypatch.setattr(maker, "__file__", str(script))

    with pytest.raises(making.NotMade) as refused:
        keeping.keep("de", article.slug)

    assert refused.value.code == "failed"
    assert list(files.root().rglob("*.pdf")) == []
    assert not any((files.root() / ".staging").iterdir())


def test_letters_that_no_font_has_are_refused_by_name(db: None) -> None:
    make.outlet()
    article = make.published("Der Rhein", "Ein Zeichen \U000f0123 ohne Schrift.")
    press.press_article(article.pk)

    with pytest.raises(making.NotMade, match=r"U\+F0123"):
        keeping.keep("de", article.slug)
    assert not _file(article).exists()


def test_it_is_made_once_and_stands_in_the_record(article: Article, counted: list[str]) -> None:
    first = keeping.keep("de", article.slug)

    assert keeping.keep("de", article.slug) == first == _file(article).read_bytes()
    assert len(counted) == 1
    path = addresses.pdf("de", article.slug)
    assert Entry.objects.order_by("-number")[0].body["pages"] == {path: sha256(first).hexdigest()}


def test_what_could_not_be_made_is_not_tried_again(
    article: Article, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: str, url: str) -> bytes:
        counted.append(url)
        raise making.NotMade("failed", "Nein.")

    monkeypatch.setattr(making, "make", fail)
    for _ in range(3):
        with pytest.raises(making.NotMade):
            keeping.keep("de", article.slug)

    assert len(counted) == 1


def test_a_changed_article_has_another_pdf(article: Article, counted: list[str]) -> None:
    before = keeping.keep("de", article.slug)

    make.rewrite(article, "entspringt", "beginnt")
    press.press_article(article.pk)

    assert not _file(article).exists()
    assert b"beginnt" not in before
    assert b"beginnt" in keeping.keep("de", article.slug)


def test_pressing_again_leaves_it_where_it_is(article: Article, counted: list[str]) -> None:
    keeping.keep("de", article.slug)

    press.press_all()
    press.press_article(article.pk)

    assert _file(article).exists()


def test_a_page_that_changes_meanwhile_is_printed_as_it_is_then(
    article: Article, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly = making.make

    def meanwhile(page: str, url: str) -> bytes:
        pdf = quickly(page, url)
        if len(counted) == 1:
            make.rewrite(article, "entspringt", "beginnt")
            press.press_article(article.pk)
        return pdf

    monkeypatch.setattr(making, "make", meanwhile)

    assert b"beginnt" in keeping.keep("de", article.slug) == _file(article).read_bytes()


def test_a_withdrawn_article_has_no_pdf(article: Article, counted: list[str], client: Client) -> None:
    path = addresses.pdf("de", article.slug)
    assert client.get(path).content == _file(article).read_bytes()

    desk.withdraw(article, by=None)
    press.press_article(article.pk)

    assert not _file(article).exists()
    assert client.get(path).status_code == 410


def test_a_moved_article_takes_its_pdf_away_from_where_it_was(
    article: Article, counted: list[str], client: Client
) -> None:
    keeping.keep("de", article.slug)
    old = addresses.pdf("de", article.slug)

    article.slug = "rheinstrom"
    desk.save_draft(article, by=None)
    desk.publish(article, by=None)
    press.press_article(article.pk)

    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, addresses.article("de", "rheinstrom"))
    assert client.get(addresses.pdf("de", "rheinstrom")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/de/articles/nichts/nichts.pdf",
        "/de/articles/{slug}/anders.pdf",
        "/xx/articles/{slug}/{slug}.pdf",
    ],
)
def test_other_addresses_make_nothing(
    article: Article, counted: list[str], client: Client, path: str
) -> None:
    assert client.get(path.format(slug=article.slug)).status_code == 404
    assert counted == []


def test_what_has_no_pdf_leads_to_its_page(
    article: Article, counted: list[str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.languages_on("fr")
    press.press_all()
    dressed = client.get(addresses.pdf("fr", article.slug))
    monkeypatch.setattr(ready, "_written", lambda: frozenset({"en"}))
    refused = client.get(addresses.pdf("de", article.slug))

    assert (dressed.status_code, dressed["Location"]) == (302, addresses.article("fr", article.slug))
    assert (refused.status_code, refused["Location"]) == (302, addresses.article("de", article.slug))
    assert counted == []


def test_a_reader_who_comes_while_others_wait_is_asked_to_come_again(
    article: Article, counted: list[str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masthead.press.views.PATIENCE", 0.0)

    with making.alone(0.0):
        answer = client.get(addresses.pdf("de", article.slug))

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert counted == []


def test_search_engines_are_led_to_the_page(article: Article, counted: list[str], client: Client) -> None:
    path = addresses.pdf("de", article.slug)
    made = client.get(path)
    headers: dict[str, str] = {}
    pages = Pages(files.root(), files.root(), lambda *_: [])
    pages(
        {"REQUEST_METHOD": "GET", "PATH_INFO": path},
        lambda status, given: headers.update(given, status=status),
    )

    assert headers["status"] == "200 OK"
    for told in (made.headers, headers):
        assert told["Content-Type"] == "application/pdf"
        assert told["X-Robots-Tag"] == "noindex"
        assert told["Link"] == f'<{addresses.article("de", article.slug)}>; rel="canonical"'
    assert "Disallow: /*/articles/*.pdf$" in (files.root() / "robots.txt").read_text()


def test_a_page_offers_it_only_where_it_can_be_made(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page() -> str:
        return (files.root() / addresses.file_of(addresses.article("de", article.slug))).read_text()

    link = f'<a href="{addresses.pdf("de", article.slug)}" rel="nofollow" type="application/pdf">PDF</a>'
    assert link in page()

    monkeypatch.setattr(ready, "_written", lambda: frozenset({"en"}))
    press.press_article(article.pk)

    assert link not in page()
    with pytest.raises(making.NotMade, match="apt install"):
        keeping.keep("de", article.slug)


def test_the_command_writes_a_copy(article: Article, counted: list[str], tmp_path: Path) -> None:
    out = StringIO()

    call_command("pdf", str(article.pk), "--out", str(tmp_path / "rhein.pdf"), stdout=out)

    assert (tmp_path / "rhein.pdf").read_bytes() == _file(article).read_bytes()
    assert "rhein.pdf" in out.getvalue()


def test_the_command_says_what_the_machine_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    call_command("pdf", stdout=out)
    assert "all 52 editions" in out.getvalue()

    monkeypatch.setattr(ready, "_written", lambda: frozenset({"en"}))
    with pytest.raises(CommandError, match="Arabic"):
        call_command("pdf")


def test_the_maker_is_given_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MASTHEAD_SMTP_PASSWORD", "geheim")
    script = tmp_path / "show.py"
    script.write_text("import os, sys\nsys.stdout.write('%PDF-' + ' '.join(os.environ))\n")
    monkeypatch.setattr(maker, "__file__", str(script))

    shown = making.make("", f"{make.BASE}/")

    assert b"PATH" in shown
    assert b"MASTHEAD" not in shown
    assert "MASTHEAD_SMTP_PASSWORD" in os.environ


@pytest.mark.parametrize(("code", "sign", "end", "least"), [("hi", "नद ", "।", 3), ("ja", "川", "。", 4)])
def test_no_paragraph_ends_with_a_line_of_next_to_nothing(code: str, sign: str, end: str, least: int) -> None:
    lines = "".join(f"<p data-line>{sign * count}{end}</p>" for count in range(30, 90))
    page = (
        f'<!doctype html><html lang="{code}"><title>x</title><body style="width: 8cm">{lines}</body></html>'
    )

    made, _ = maker.make(page, "http://localhost/x/", {})

    with pypdfium2.PdfDocument(made) as document:
        rows = [row for part in document for row in part.get_textpage().get_text_range().splitlines()]
    assert len(rows) > 60  # they are cut to lines
    assert [row for row in rows if len(row.strip()) < least] == []
