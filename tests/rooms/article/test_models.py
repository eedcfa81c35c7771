from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests import factories as make

from masthead.article import licences
from masthead.article.facts import facts_of, licence_of
from masthead.article.models import Article, Byline, Edition, Outlet

pytestmark = pytest.mark.django_db


def test_an_address_is_made_from_the_headline_and_never_twice() -> None:
    first, second = make.draft("Der Rhein"), make.draft("Der Rhein")

    assert (first.slug, second.slug) == ("der-rhein", "der-rhein-2")


def test_a_lead_picture_must_be_described() -> None:
    with pytest.raises(ValidationError, match="readers who cannot see it"):
        make.draft(lead_picture=make.picture())


def test_a_standing_page_is_known_by_its_place() -> None:
    page = make.draft("Über uns", standing=Article.Standing.ABOUT)

    assert page.kind == Article.Kind.PAGE


@pytest.mark.parametrize("slug", ["a/b", "../x", "a b", "a.b"])
def test_an_address_holds_only_letters_digits_and_hyphens(slug: str) -> None:
    with pytest.raises(ValidationError):
        make.draft(slug=slug)


def test_there_is_one_outlet() -> None:
    make.outlet()

    with pytest.raises(IntegrityError), transaction.atomic():
        make.outlet()


def test_an_article_has_one_original_and_one_edition_a_language() -> None:
    make.outlet()
    article = make.published()
    fields = {"article": article, "state": Edition.State.LIVE, "headline": "x", "content": {}}

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(language="de", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(language="fr", is_original=True, **fields)


@pytest.mark.parametrize(
    ("article", "code"),
    [
        (Article(), "CC-BY-4.0"),
        (Article(licence="CC0-1.0"), "CC0-1.0"),
        (Article(origin_outlet="Andere"), "all-rights-reserved"),
        (Article(origin_outlet="Andere", licence="CC-BY-SA-4.0"), "CC-BY-SA-4.0"),
    ],
)
def test_the_licence_in_force_is_the_outlets_only_for_its_own_work(article: Article, code: str) -> None:
    assert licence_of(article, Outlet(licence="CC-BY-4.0")) == code


def test_only_licences_that_allow_it_let_an_article_be_changed() -> None:
    assert not licences.ALL["CC-BY-ND-4.0"].derivatives
    assert not licences.ALL["all-rights-reserved"].derivatives
    assert licences.ALL["CC-BY-NC-SA-4.0"].derivatives


def test_facts_name_who_wrote_where_and_under_which_licence() -> None:
    article = make.draft(authors=[make.person()], origin_outlet="Andere", origin_url="https://a.example/1")
    translator = make.person("Tom Übersetzer")
    Byline.objects.create(article=article, person=translator, role="translator", language="fr", sort_order=1)

    facts = facts_of(article, None)

    assert facts["bylines"] == [
        {"name": "Ada Autorin", "role": "author", "language": ""},
        {"name": "Tom Übersetzer", "role": "translator", "language": "fr"},
    ]
    assert facts["origin"] == {"outlet": "Andere", "url": "https://a.example/1", "date": ""}
    assert facts["licence"] == "all-rights-reserved"


def test_a_draft_that_names_somebody_deleted_since_is_read_without_them() -> None:
    gone, there = make.person("Gerda Gegangen"), make.person("Ada Autorin")
    article = make.draft(authors=[gone, there])
    Byline.objects.filter(person=gone).delete()
    gone.delete()

    kept = article.get_latest_revision_as_object()

    assert [byline.person.name for byline in kept.bylines.all()] == ["Ada Autorin"]
