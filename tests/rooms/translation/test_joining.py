"""A translation with paragraphs of its own is put beside its original without losing a word."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import factories as make

from masthead.article.content import (
    Content,
    Footnote,
    Heading,
    Quotation,
    References,
    Table,
    Text,
    texts,
    with_texts,
)
from masthead.article.models import Edition
from masthead.desk.errors import CannotJoin
from masthead.desk.events import TranslationMovedIn
from masthead.lib.html import plain
from masthead.translation import actions, joining
from masthead.translation.segments import Maker

RIVER = ("The river is long and it runs to the north.", "It rises in the mountains. Nobody knows its age.")
FLUSS = ("Der Fluss ist lang und fließt nach Norden.", "Er entspringt im Gebirge. Niemand kennt sein Alter.")


def content(
    *blocks: object, headline: str = "A river", standfirst: str = "", notes: tuple[Footnote, ...] = ()
) -> Content:
    return Content(headline, standfirst, None, blocks, notes)  # type: ignore[arg-type]


def text(*paragraphs: str, name: str = "a") -> Text:
    return Text(name, "".join(f"<p>{each}</p>" for each in paragraphs))


def words(content: Content) -> str:
    return re.sub(r"\s+", " ", " ".join(plain(html) for _, html in texts(content)))


def joined(original: Content, translated: Content) -> Content:
    found = joining.align(original, "en", translated, "de")
    assert set(found) == {path for path, _ in texts(original)}
    return with_texts(original, found)


def test_paragraphs_of_the_same_number_stand_beside_each_other() -> None:
    made = joined(content(text(*RIVER)), content(text(*FLUSS), headline="Ein Fluss"))

    assert made == content(text(*FLUSS), headline="Ein Fluss")


def test_two_paragraphs_take_the_place_of_one() -> None:
    made = joined(content(text(" ".join(RIVER))), content(text(*FLUSS), headline="Ein Fluss"))

    assert made.blocks == (text("<br>".join(FLUSS)),)


def test_one_paragraph_is_cut_between_sentences_for_two() -> None:
    made = joined(content(text(*RIVER)), content(text(" ".join(FLUSS)), headline="Ein Fluss"))

    assert made.blocks == (text(*FLUSS),)


def test_a_cut_keeps_links_whole() -> None:
    linked = f'Der <a href="https://fluss.example/">Fluss</a> ist lang und fließt nach Norden. {FLUSS[1]}'

    made = joined(content(text(*RIVER)), content(text(linked)))

    assert made.blocks[0].html.startswith('<p>Der <a href="https://fluss.example/">Fluss</a> ist lang')  # type: ignore[union-attr]


def test_headings_stand_beside_headings() -> None:
    original = content(text(RIVER[0]), Heading("h", "Source"), text(RIVER[1], name="b"))
    translated = content(
        text(FLUSS[0]),
        Heading("x", "Quelle"),
        text(*FLUSS[1].split(" Niemand"), name="y"),
        headline="Ein Fluss",
    )

    made = joined(original, translated)

    assert made.blocks[1] == Heading("h", "Quelle")


def test_tables_of_the_same_shape_go_cell_by_cell() -> None:
    rows = (("Country", "Length"), ("Austria", "1 km"))
    reihen = (("Land", "Länge"), ("Österreich", "1 km"))

    made = joined(content(text(RIVER[0]), Table("t", rows)), content(text(FLUSS[0]), Table("u", reihen)))

    assert made.blocks[1] == Table("t", reihen)


@pytest.mark.parametrize(
    ("original", "translated"),
    [
        (content(text(*RIVER)), content(text("Kurz."))),  # one sentence for two paragraphs
        (content(Table("t", (("a", "b"),))), content(Table("t", (("a", "b"), ("c", "d"))))),
        (content(text(RIVER[0])), content()),
        (content(text(RIVER[0])), content(text(FLUSS[0]), References("r", ("Strabon",)))),
        (content(text(RIVER[0])), content(text(FLUSS[0]), notes=(Footnote("1", "<p>Neu.</p>"),))),
        (
            content(text(*RIVER, *RIVER, "x" * 900)),
            content(text("x" * 900, "Kurz.", *FLUSS), Quotation("q", "<p>Nein.</p>")),
        ),
    ],
)
def test_what_does_not_follow_is_not_joined(original: Content, translated: Content) -> None:
    with pytest.raises(CannotJoin):
        joining.align(original, "en", translated, "de")


SENTENCE = st.sampled_from(
    ["Er fließt.", "Der Fluss ist lang.", "Niemand kennt das Alter dieses Flusses genau."]
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
BODY = st.lists(PARAGRAPH, min_size=1, max_size=7)


@given(BODY, BODY)
@settings(max_examples=60, deadline=None)
def test_no_word_of_a_translation_is_lost(one: list[str], other: list[str]) -> None:
    translated = content(text(*other), headline="Ein Fluss")
    try:
        made = joined(content(text(*one)), translated)
    except CannotJoin:
        return
    assert words(made) == words(translated)


def _moved(article: int, *paragraphs: str) -> TranslationMovedIn:
    return TranslationMovedIn(
        article,
        "en",
        content(text(*paragraphs)),
        "Tariq Translator",
        datetime(2015, 5, 1, tzinfo=UTC),
        datetime(2015, 5, 2, tzinfo=UTC),
    )


@pytest.mark.django_db
def test_a_joined_edition_is_a_persons_and_keeps_its_date_and_links() -> None:
    make.outlet()
    article = make.published("Ein Fluss", *FLUSS)
    linked = RIVER[0].replace("river", '<a href="https://river.example/">river</a>')

    joining.join(_moved(article.pk, linked, RIVER[1]))

    edition = Edition.objects.live().get(language="en")
    assert (edition.by_engine, edition.by_nobody, edition.reviewed_by) == (0, 0, "")
    assert edition.by_person > 0
    assert (edition.published_at, edition.updated_at) == (
        datetime(2015, 5, 1, tzinfo=UTC), datetime(2015, 5, 2, tzinfo=UTC),
    )  # fmt: skip
    assert 'The <a href="https://river.example/">river</a> is long' in str(edition.content)


@pytest.mark.django_db
def test_a_joined_edition_stays_when_the_languages_are_translated_later(settings: object) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]  # type: ignore[attr-defined]
    make.outlet()
    make.languages_on("en", "fr")
    article = make.published("Ein Fluss", *FLUSS)
    joining.join(_moved(article.pk, f"<em>{RIVER[0]}</em>", RIVER[1]))
    before = Edition.objects.get(language="en").content

    actions.translate(article.pk)

    assert Edition.objects.get(language="en").content == before
    assert Edition.objects.get(language="en").by_engine == 0


@pytest.mark.django_db
def test_what_somebody_has_translated_here_is_not_replaced() -> None:
    make.outlet()
    article = make.published("Ein Fluss", *FLUSS)
    own = dict(texts(Edition.objects.get().words))
    actions.enter(article.pk, "en", own, maker=Maker("person", "Thea"))

    with pytest.raises(CannotJoin, match="already"):
        joining.join(_moved(article.pk, *RIVER))
