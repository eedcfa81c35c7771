"""From a draft to an article that nobody can read yet."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests import factories as make
from tests.rooms.intake.newsitems import PICTURE_ITEM, XHTML, item, message
from tests.rooms.intake.pages import PARAGRAPHS, TEXT, linked, page, read

from masthead.article.content import Heading, Quotation, Text
from masthead.article.models import Article, Person
from masthead.article.snapshot import content_of
from masthead.intake.actions import take_in
from masthead.intake.draft import Draft, Found
from masthead.intake.errors import AlreadyTakenIn, DoesNotFit, NoArticle, UnknownLanguage
from masthead.intake.models import Arrival
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db

HEAD = linked(
    author=[{"name": "Jana Dorn"}, {"name": "Max Moor"}],
    datePublished="2024-05-02T07:30:00+02:00",
    publisher={"name": "The Gazette"},
    license="https://creativecommons.org/licenses/by/4.0/",
    copyrightNotice="© 2024 The Gazette",
)
PAGE = page(
    head=f'<link rel="canonical" href="https://gazette.example/river">{HEAD}',
    body=f"{TEXT}<h2>After the flood</h2><blockquote>“Nobody slept that night in the lower town.”</blockquote>{TEXT}",
)


@pytest.fixture
def draft() -> Draft:
    return read(PAGE)


def test_a_reprint_is_kept_with_its_origin_and_terms(draft: Draft) -> None:
    article = take_in(draft, by="Edith")

    kept = Article.objects.get()
    assert kept == article
    assert (kept.headline, kept.language) == ("River floods the lower town", "en")
    assert (kept.origin_outlet, kept.origin_url) == ("The Gazette", "https://gazette.example/river")
    assert str(kept.origin_date) == "2024-05-02"
    assert (kept.licence, kept.rights) == ("CC-BY-4.0", "© 2024 The Gazette")
    assert [(byline.person.name, byline.role) for byline in kept.bylines.order_by("sort_order")] == [
        ("Jana Dorn", "author"),
        ("Max Moor", "author"),
    ]


def test_the_words_become_blocks(draft: Draft) -> None:
    content = content_of(take_in(draft, by="Edith"))

    assert [type(block) for block in content.blocks] == [Text, Heading, Quotation, Text]
    assert content.blocks[0].html.startswith(f"<p>{PARAGRAPHS[0]}</p>")  # type: ignore[union-attr]


def test_it_is_a_draft_with_a_revision_and_no_edition(draft: Draft) -> None:
    article = take_in(draft, by="Edith")

    assert not article.live
    assert article.get_latest_revision_as_object().headline == article.headline
    assert not article.editions.exists()


def test_the_record_says_who_took_in_what_from_where(draft: Draft) -> None:
    article = take_in(draft, by="Edith")

    entry = Entry.objects.get()
    assert (entry.kind, entry.subject) == ("article.taken-in", f"article/{article.pk}")
    assert entry.body["by"] == "Edith"
    assert entry.body["canonical"] == "https://gazette.example/river"
    assert entry.body["found"]["published"] == {"where": "json-ld:datePublished", "sure": 0.95}
    assert len(entry.body["text_sha256"]) == 64


def test_the_same_address_is_refused_and_the_first_is_named(draft: Draft) -> None:
    first = take_in(draft, by="Edith")

    with pytest.raises(AlreadyTakenIn) as caught:
        take_in(replace(draft, source="other-copy.html"), by="Clara")

    assert caught.value.code == "already-taken-in"
    assert f"article {first.pk}, “River floods the lower town”" in str(caught.value)
    assert (Article.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_same_file_is_refused(draft: Draft) -> None:
    bare = replace(draft, canonical=None)
    take_in(bare, by="Edith")

    with pytest.raises(AlreadyTakenIn):
        take_in(replace(bare, source=f"./{bare.source}"), by="Edith")


def test_again_takes_it_in_once_more(draft: Draft) -> None:
    take_in(draft, by="Edith")

    second = take_in(draft, by="Edith", again=True)

    assert Article.objects.count() == 2
    assert second.slug == "river-floods-the-lower-town-2"
    assert [arrival.again for arrival in Arrival.objects.order_by("pk")] == [False, True]


def test_what_was_thrown_away_may_come_in_anew(draft: Draft) -> None:
    take_in(draft, by="Edith").delete()

    take_in(draft, by="Edith")

    assert Article.objects.count() == 1


def test_people_who_are_known_are_not_made_twice(draft: Draft) -> None:
    known = make.person("Jana Dorn")

    take_in(draft, by="Edith")

    assert Person.objects.filter(name="Jana Dorn").get() == known
    assert Person.objects.count() == 2


def test_a_page_of_our_own_is_no_reprint(draft: Draft) -> None:
    make.outlet(name="The Gazette")

    assert not take_in(draft, by="Edith").is_reprint


def test_an_unknown_language_is_asked_for(draft: Draft) -> None:
    latin = replace(draft, language=Found("la", "html:lang", 0.8))

    with pytest.raises(UnknownLanguage) as caught:
        take_in(latin, by="Edith")

    assert "--language" in str(caught.value)
    assert take_in(latin, by="Edith", language="it").language == "it"


@pytest.mark.parametrize("lacking", [{"body_html": "", "body_text": ""}, {"kind": "video"}])
def test_what_is_not_the_text_of_an_article_is_refused(draft: Draft, lacking: dict[str, str]) -> None:
    with pytest.raises(NoArticle, match="holds no article text: it is a"):
        take_in(replace(draft, **lacking), by="Edith")  # type: ignore[arg-type]

    assert not Article.objects.exists()
    assert not Arrival.objects.exists()


def test_a_picture_beside_an_article_fails_nothing(tmp_path: Path) -> None:
    wire, alone = tmp_path / "wire.xml", tmp_path / "alone.xml"
    wire.write_text(message(item(XHTML), PICTURE_ITEM))
    alone.write_text(PICTURE_ITEM)
    out, err = StringIO(), StringIO()

    call_command("take-in", str(wire), by="Edith", stdout=out, stderr=err)
    with pytest.raises(SystemExit):
        call_command("take-in", str(alone), by="Edith", stdout=out, stderr=err)

    assert Article.objects.count() == 1
    assert err.getvalue().splitlines() == [
        f"{wire} [2] holds no article text: it is a picture.",
        f"{alone} holds no article text: it is a picture.",
    ]


def test_what_does_not_fit_leaves_nothing_half_written(draft: Draft) -> None:
    odd = replace(draft, canonical=Found("https://not a host/", "link:rel=canonical", 0.9))

    with pytest.raises(DoesNotFit):
        take_in(odd, by="Edith")

    assert (
        Article.objects.count(),
        Person.objects.count(),
        Arrival.objects.count(),
        Entry.objects.count(),
    ) == (0,) * 4


def test_long_values_are_cut_to_what_an_article_holds(draft: Draft) -> None:
    long = replace(
        draft,
        headline=Found("Long " * 100, "html:h1", 0.9),
        outlet=Found("Gazette " * 60, "meta:og:site_name", 0.8),
        rights=Found("All " * 300, "text:rights", 0.5),
        licence=Found("the licence of the house", "json-ld:license", 0.9),
    )

    article = take_in(long, by="Edith" * 60)

    assert len(article.headline) <= 300
    assert article.headline.endswith("…")
    assert (article.licence, len(article.rights) <= 500) == ("", True)


def test_the_command_takes_in_what_it_can(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(PAGE)
    bad.write_text("")
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("take-in", str(good), str(bad), str(good), by="Edith", stdout=out, stderr=err)

    article = Article.objects.get()
    assert left.value.code == 1
    assert out.getvalue() == f"Article {article.pk}: River floods the lower town\n"
    assert [line.partition(" ")[2][:8] for line in err.getvalue().splitlines()] == ["is empty", "came in "]
