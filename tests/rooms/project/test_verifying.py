"""A page is accepted as it was pressed, and refused with any one character changed, wherever it stands."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.desk import actions as desk
from masthead.press import actions as press
from masthead.press import addresses, files
from masthead.project.verifying import NotThere, look
from masthead.record.errors import BadPage, RecordError
from masthead.record.page import lines_of
from masthead.record.text import sentences_of
from masthead.translation import actions as translation

pytestmark = pytest.mark.django_db
LANGUAGES = ("de", "ar", "ja", "fr")
PLACES = 40  # for each page


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet(tagline="Von Fluss zu Fluss")
    make.languages_on(*LANGUAGES)
    picture = make.picture()
    blocks, notes = make.every_kind(picture.pk)
    article = make.published(
        blocks=blocks,
        footnotes=notes,
        standfirst="Ein Strom.",
        lead_picture=picture,
        lead_alt="Ein Fluss",
        authors=[make.person(biography="Schreibt.")],
        themes=[make.theme()],
        disclaimer="Eine Probe.",
    )
    translation.translate(article.pk)
    make.published("النيل", "النيل نهر طويل. يجري إلى البحر.", language="ar", slug="nil")
    make.published("Über uns", standing=Article.Standing.ABOUT)
    press.press_all()
    return article


def _file(path: str) -> Path:
    return files.root() / addresses.file_of(path)


def _pages() -> list[Path]:
    return sorted(file for file in files.root().rglob("*.html"))


def test_every_pressed_page_is_accepted(article: Article) -> None:
    pages = _pages()

    verdicts = {page: look(str(page)) for page in pages}

    assert len(pages) > 40
    assert {page: verdict.faults for page, (verdict, _) in verdicts.items() if not verdict.holds} == {}


def test_a_page_that_was_saved_elsewhere_is_known_by_what_it_says_of_itself(
    article: Article, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.html"
    copy.write_bytes(_file("/ar/articles/der-rhein/").read_bytes())

    verdict, _ = look(str(copy))

    assert verdict.holds
    assert verdict.subject == f"article/{article.pk}/ar"
    assert verdict.says["engines"] == [["pseudo", "1"]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a page something stands that a reader, or a program, takes for what we said."""

    start: int
    end: int
    what: str


class _Places(HTMLParser):
    """Finds the text between tags and the values of attributes, by position in the source."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Place] = []
        self._page = page
        self._starts = [0]
        for line in page.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self.feed(page)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(Place(self._here(), self._here() + len(data), "text"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, source = self._here(), self.get_starttag_text() or ""
        at = 0
        while (opening := source.find('="', at)) >= 0:
            closing = source.index('"', opening + 2)
            self.found.append(Place(start + opening + 2, start + closing, "attribute"))
            at = closing + 1


def _changed(page: str, place: int) -> str:
    """The page with the character at this place replaced by one that leaves the markup as it was."""
    other = "7" if page[place] != "7" else "4"
    return page[:place] + other + page[place + 1 :]


def _letters(page: str, places: list[Place]) -> list[int]:
    """Every place of a letter or digit. (Within an entity it is its name, which is a change all the same.)"""
    return [at for place in places for at in range(place.start, place.end) if page[at].isalnum()]


@pytest.mark.parametrize(
    "path",
    [
        "/de/articles/der-rhein/",
        "/ar/articles/der-rhein/",
        "/ja/articles/der-rhein/",
        "/fr/articles/nil/",
        "/de/",
        "/ar/themes/gewasser/",
        "/fr/404.html",
        "/ja/about/",
    ],
)
def test_one_changed_character_is_refused_wherever_it_stands(
    article: Article, tmp_path: Path, path: str
) -> None:
    page = _file(path).read_text("utf-8")
    places = _Places(page).found
    random = Random(path)
    chosen = [
        *random.sample(_letters(page, [place for place in places if place.what == "text"]), PLACES // 2),
        *random.sample(_letters(page, [place for place in places if place.what == "attribute"]), PLACES // 2),
    ]
    copy = tmp_path / "copy.html"

    accepted = []
    for at in chosen:
        copy.write_text(_changed(page, at), "utf-8")
        if _holds(copy):
            accepted.append(page[max(0, at - 40) : at + 40])

    assert accepted == []


def _holds(file: Path) -> bool:
    try:
        return look(str(file))[0].holds
    except RecordError:
        return False


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_sentence_of_the_article_is_named(article: Article, tmp_path: Path, language: str) -> None:
    """One character in every line of the article."""
    page = _file(f"/{language}/articles/der-rhein/").read_text("utf-8")
    pressed = sentences_of(lines_of(page.encode()).lines)
    random = Random(language)
    copy = tmp_path / "copy.html"
    named = 0

    for place in _Places(page).found:
        letters = _letters(page, [place] if place.what == "text" else [])
        if not letters:
            continue
        changed = _changed(page, random.choice(letters))
        strange = [s for s in sentences_of(lines_of(changed.encode()).lines) if s not in pressed]
        if not strange:
            continue  # in the frame
        copy.write_text(changed, "utf-8")
        verdict, _ = look(str(copy))
        assert not verdict.holds
        assert f"A sentence is not as it was recorded: “{strange[0]}”." in verdict.faults
        named += 1

    assert named >= 30


def test_a_changed_frame_is_named_too(article: Article, tmp_path: Path) -> None:
    page = _file("/fr/articles/der-rhein/").read_text("utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(page.replace("Ada Autorin", "Eva Autorin"), "utf-8")

    verdict, named = look(str(copy))

    assert not verdict.holds
    assert "“Eva Autorin” does not stand on the page that was pressed." in named


@pytest.mark.parametrize("change", ["added", "missing", "moved"])
def test_sentences_added_missing_or_moved_are_told_apart(
    article: Article, tmp_path: Path, change: str
) -> None:
    page = _file("/de/articles/der-rhein/").read_text("utf-8")
    first, second = "<p data-line>Alles fließt.</p>", "<p data-line>Nichts bleibt.</p>"
    assert first + second in page
    wanted = {
        "added": first + second + "<p data-line>Niemals.</p>",
        "missing": first,
        "moved": second + first,
    }
    copy = tmp_path / "copy.html"
    copy.write_text(page.replace(first + second, wanted[change]), "utf-8")

    verdict, _ = look(str(copy), text_only=True)

    said = {
        "added": "A sentence was added that is not in the record: “Niemals.”.",
        "missing": "is missing from the page.",
        "moved": "A sentence was added that is not in the record: “",
    }
    assert not verdict.holds
    assert any(said[change] in fault for fault in verdict.faults), verdict.faults


def test_a_page_that_hides_its_address_is_not_taken_at_its_words(article: Article, tmp_path: Path) -> None:
    page = _file("/de/articles/der-rhein/").read_text("utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(page.replace("masthead:path", "masthead:p"), "utf-8")

    verdict, _ = look(str(copy))
    words, _ = look(str(copy), text_only=True)

    assert not verdict.holds
    assert "use --text-only" in verdict.faults[-1]
    assert words.holds


def test_a_page_of_another_language_at_this_address_is_refused(article: Article, tmp_path: Path) -> None:
    page = _file("/de/articles/der-rhein/").read_text("utf-8")
    copy = tmp_path / "copy.html"
    copy.write_text(page.replace("/de/articles/", "/fr/articles/"), "utf-8")

    verdict, _ = look(str(copy))

    assert copy.read_text("utf-8") != page
    assert not verdict.holds


def test_an_older_state_holds_no_longer_once_there_is_a_newer_one(article: Article, tmp_path: Path) -> None:
    """Its words were ours: they are checked alone, and said to be an earlier state."""
    copy = tmp_path / "copy.html"
    copy.write_bytes(_file("/de/articles/der-rhein/").read_bytes())
    make.rewrite(article, "entspringt", "beginnt")
    press.press_article(article.pk)

    verdict, _ = look(str(copy))
    words, _ = look(str(copy), text_only=True)

    assert not verdict.holds
    assert words.holds
    assert not words.newest


def test_a_withdrawn_article_is_no_longer_vouched_for(article: Article, tmp_path: Path) -> None:
    copy = tmp_path / "copy.html"
    copy.write_bytes(_file("/de/articles/der-rhein/").read_bytes())
    desk.withdraw(article, by=None)
    press.press_article(article.pk)

    verdict, _ = look(str(copy))

    assert not verdict.holds
    assert Edition.objects.live().filter(article=article).count() == 0


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"{}", b"<html><body>Nichts", b"<" * 10_000])
def test_what_is_no_page_of_ours_is_said_in_a_sentence(article: Article, tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(body)

    with pytest.raises(RecordError):
        look(str(file))


def test_a_file_that_is_not_there_is_said_in_a_sentence(db: None, tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="cannot be read: No such file"):
        look(str(tmp_path / "none.html"))


def test_a_folder_is_no_page(db: None, tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        look(str(tmp_path))


def test_the_command_answers_with_its_exit_code(
    article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = _file("/ar/articles/der-rhein/")
    copy = tmp_path / "copy.html"
    copy.write_text(page.read_text("utf-8").replace("[Åļļéş", "[Åļļéş7"), "utf-8")

    call_command("verify", str(page))
    with pytest.raises(CommandError, match="1 of 2 do not hold"):
        call_command("verify", str(page), str(copy))

    said = capsys.readouterr().out
    assert "holds" in said
    assert "translated by pseudo 1" in said
    assert "“[Åļļéş7 fļíéßţ.]”" in said


def test_a_page_without_an_entry_is_accepted_by_its_file_alone(article: Article) -> None:
    verdict, _ = look(str(_file("/de/")))

    assert verdict.holds
    assert verdict.subject == "press"
    with pytest.raises(BadPage, match="names no entry"):
        look(str(_file("/de/")), text_only=True)
