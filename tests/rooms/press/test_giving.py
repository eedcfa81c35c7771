"""A published article as a news item."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from lxml import etree
from tests import factories

from masthead.article.content import with_texts
from masthead.article.models import Article, Byline, Edition
from masthead.intake.draft import Appearance, Picture, Term
from masthead.intake.readers import registry
from masthead.intake.readers.ninjs import schema
from masthead.intake.sources.delivery import Delivery
from masthead.press.giving import draft_of

pytestmark = pytest.mark.django_db
MACHINE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@pytest.fixture
def article() -> Article:
    factories.outlet()
    blocks, notes = factories.every_kind(factories.picture().pk)
    return factories.published(
        "Der Rhein & die Länder",
        blocks=blocks,
        footnotes=notes,
        authors=[factories.person("Ada Autorin")],
        themes=[factories.theme("Gewässer")],
        regions=[factories.region("Mitteleuropa")],
        standfirst="Ein Fluss, sechs Staaten.",
        rights="© Die Warte",
    )


def translated(article: Article, code: str, **fields: int) -> Edition:
    """A live edition that an engine made."""
    original = Edition.objects.get(article=article, is_original=True)
    content = with_texts(original.words, {"headline": "The Rhine"})
    return Edition.objects.create(
        article=article,
        language=code,
        state=Edition.State.LIVE,
        headline="The Rhine",
        content=content.to_json(),
        published_at=original.published_at,
        **{"by_engine": 3, **fields},
    )


def given(article: Article, form: str, language: str = "") -> str:
    out = StringIO()
    call_command("give", article.pk, form=form, language=language, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_an_edition_says_all_that_its_page_says(article: Article) -> None:
    draft = draft_of(article.pk)

    assert draft.headline is not None
    assert draft.outlet is not None
    assert draft.canonical is not None
    assert draft.licence is not None
    assert draft.identifier is not None
    assert draft.headline.value == "Der Rhein & die Länder"
    assert draft.outlet.value == "Die Warte"
    assert draft.canonical.value == f"{factories.BASE}/de/articles/{article.slug}/"
    assert draft.licence.value == "CC-BY-4.0"
    assert draft.identifier.value.endswith(f":article/{article.pk}/de")
    assert draft.digital_source is None
    assert [found.value for found in draft.terms] == [
        Term("Gewässer", "theme", "gewasser"),
        Term("Mitteleuropa", "region", "mitteleuropa"),
    ]
    assert draft.footnotes == (("1", "Am Tomasee."), ("zwei", "Aus dem Jahr 1832."))
    (picture,) = draft.pictures
    assert picture == Picture(picture.url, "Ein blaues Rechteck", "Der Fluss im Winter", "Paula")
    assert picture.url.startswith(f"{factories.BASE}/")


def test_every_kind_of_block_is_in_the_body(article: Article) -> None:
    html = draft_of(article.pk).body_html

    for piece in (
        "durch <em>sechs</em> Staaten",
        "<h2>Von der Quelle</h2>",
        "<li>Vorderrhein<ol><li>Tujetsch</li><li>Disentis</li></ol></li>",
        '<blockquote><p>Alles fließt.</p><p>Nichts bleibt.</p><p>— Heraklit, <a href="https://quelle.example/heraklit">Fragmente</a></p></blockquote>',
        "<th>Schweiz</th><td>376 km</td>",
        '<a href="https://video.example/rhein">Ein Film vom Rhein</a>',
        "<li>Heraklit: <em>Fragmente</em>.</li>",
    ):
        assert piece in html


def test_a_reprint_names_where_it_first_appeared() -> None:
    factories.outlet()
    article = factories.published(
        "Der Rhein",
        origin_outlet="Der Bote",
        origin_url="https://bote.example/rhein",
        origin_date="2024-05-02",
        licence="CC-BY-4.0",
    )
    draft = draft_of(article.pk)

    assert [found.value for found in draft.chain] == [
        Appearance("Der Bote", "https://bote.example/rhein", "2024-05-02")
    ]
    assert draft.source_note is not None
    assert "Der Bote" in draft.source_note.value


@pytest.mark.parametrize("form", ["ninjs", "newsml"])
def test_what_is_given_is_read_again_as_the_same_draft(article: Article, form: str) -> None:
    again = registry.read(Delivery(given(article, form).encode(), "again"))
    draft = draft_of(article.pk)

    names = ("found", "source")
    assert {k: v for k, v in again.to_json().items() if k not in names} == {
        k: v for k, v in draft.to_json().items() if k not in names
    }
    assert again.footnotes == draft.footnotes


def test_a_machine_edition_is_marked(article: Article) -> None:
    translated(article, "en")
    item = json.loads(given(article, "ninjs", "en"))
    root = etree.fromstring(given(article, "newsml", "en").encode())

    assert schema.problem(item, "3.1") == ""
    assert item["digitalSourceType"] == {"uri": MACHINE}
    assert item["language"] == "en"
    assert root.find(".//{*}digitalSourceType").get("uri") == MACHINE  # type: ignore[union-attr]


def test_a_person_beside_the_machine_is_told(article: Article) -> None:
    translated(article, "en", by_person=1)

    assert json.loads(given(article, "ninjs", "en"))["digitalSourceType"]["uri"].endswith(
        "/compositeWithTrainedAlgorithmicMedia"
    )


def test_a_translator_stands_in_the_edition_that_is_theirs(article: Article) -> None:
    translated(article, "en")
    Byline.objects.create(
        article=article, person=factories.person("Tim"), role="translator", language="en", sort_order=1
    )

    assert len(draft_of(article.pk).bylines) == 1
    assert [found.value.role for found in draft_of(article.pk, "en").bylines] == ["author", "translator"]


def test_right_to_left_editions_say_so(article: Article) -> None:
    translated(article, "ar")

    assert 'dir="rtl"' in given(article, "newsml", "ar")


def test_an_article_that_is_not_there_is_refused(article: Article) -> None:
    with pytest.raises(CommandError, match="no published article 999"):
        call_command("give", 999, form="ninjs")
    with pytest.raises(CommandError, match="not live in “fr”, but in de"):
        call_command("give", article.pk, form="ninjs", language="fr")
    with pytest.raises(CommandError, match="no language Masthead knows"):
        call_command("give", article.pk, form="ninjs", language="tlh")


def test_an_item_without_a_licence_comes_with_a_word_of_warning() -> None:
    factories.outlet(licence="all-rights-reserved")
    article = factories.published()
    err = StringIO()
    call_command("give", article.pk, form="ninjs", stdout=StringIO(), stderr=err)

    assert "All rights are reserved" in err.getvalue()
