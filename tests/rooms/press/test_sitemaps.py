from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from lxml import etree
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.press import actions as press
from masthead.press import files, outlet
from masthead.press.pages import sitemaps

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _editions(number: int, language: str, **fields: object) -> list[Article]:
    articles = Article.objects.bulk_create(
        Article(headline=f"{n}", slug=f"{language}-{n}", live=True) for n in range(number)
    )
    Edition.objects.bulk_create(
        Edition(
            **{
                "article": article,
                "language": language,
                "is_original": True,
                "state": Edition.State.LIVE,
                "headline": article.headline,
                "content": {"headline": article.headline},
                "published_at": timezone.now(),
                "updated_at": timezone.now(),
                **fields,
            }
        )
        for article in articles
    )
    return articles


def _addresses(printed: bytes) -> list[str]:
    return [str(found.text) for found in etree.fromstring(printed).iter(LOC)]


def _maps() -> dict[str, list[str]]:
    """{file: the addresses in it} of all that are pressed."""
    return {
        file.relative_to(files.root()).as_posix(): _addresses(file.read_bytes())
        for file in [*files.root().glob("sitemaps/*.xml"), *files.root().glob("sitemap.xml")]
    }


def test_every_article_stands_in_the_file_of_its_stretch_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "KEYS", 3)
    make.outlet()
    articles = _editions(7, "de")
    press.press_all()

    maps = _maps()

    for article in articles:
        assert f"{make.BASE}/de/articles/{article.slug}/" in maps[f"sitemaps/de-{article.pk // 3}.xml"]
    assert sorted(maps["sitemap.xml"]) == sorted(
        f"{make.BASE}/{name}" for name in maps if name != "sitemap.xml"
    )


def test_a_new_article_changes_its_own_file_and_the_index_only_where_that_file_is_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemaps, "KEYS", 1_000_000)
    make.outlet()
    _editions(2, "de")
    press.press_all()
    before = _maps()

    [article] = _editions(1, "fr")
    make.languages_on("fr")
    press.press_article(article.pk)
    once = _maps()
    [other] = Article.objects.bulk_create([Article(headline="x", slug="x", live=True)])
    Edition.objects.filter(article=article).update(article=other)
    press.press_article(other.pk)

    assert once["sitemap.xml"] == sorted(
        {*before["sitemap.xml"], f"{make.BASE}/sitemaps/fr-0.xml", f"{make.BASE}/sitemaps/news-fr.xml"}
    )
    assert once["sitemaps/de-0.xml"] == before["sitemaps/de-0.xml"]
    assert _maps()["sitemaps/fr-0.xml"] == [f"{make.BASE}/fr/articles/x/"]


def test_a_file_that_names_nothing_any_longer_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "KEYS", 1)
    make.outlet()
    gone, _ = _editions(2, "de")
    press.press_all()

    Edition.objects.filter(article=gone).update(state=Edition.State.WITHDRAWN)
    press.press_article(gone.pk)

    maps = _maps()
    assert f"sitemaps/de-{gone.pk}.xml" not in maps
    assert f"{make.BASE}/sitemaps/de-{gone.pk}.xml" not in maps["sitemap.xml"]


def test_what_search_engines_shall_not_list_is_not_there() -> None:
    make.outlet()
    _editions(1, "de", index=False)
    _editions(1, "fr", state=Edition.State.HELD)

    press.press_all()

    named = {address for addresses in _maps().values() for address in addresses}
    assert not any("/articles/" in address for address in named)
    assert f"{make.BASE}/de/" in named


def test_the_news_are_of_the_last_two_days() -> None:
    make.outlet()
    [new] = _editions(1, "de")
    old = timezone.now() - dt.timedelta(days=3)
    Article.objects.filter(pk=new.pk).update(slug="new")
    _editions(1, "de", published_at=old)

    press.press_all()

    assert _maps()["sitemaps/news-de.xml"] == [f"{make.BASE}/de/articles/new/"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what stands in its tables")
def test_the_news_are_found_by_their_days() -> None:
    make.outlet()

    plan = sitemaps.newest(outlet.read()).values_list("headline", "article__slug").explain()

    assert "language=? AND state=? AND listed=? AND published_at>?" in plan
