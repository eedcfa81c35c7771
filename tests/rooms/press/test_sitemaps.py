from __future__ import annotations

import pytest
from django.utils import timezone
from lxml import etree
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.press import outlet
from masthead.press.pages import sitemaps

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _editions(number: int, language: str, **fields: object) -> None:
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
                "content": {},
                "updated_at": timezone.now(),
                **fields,
            }
        )
        for article in articles
    )


def _addresses(printed: str) -> list[str]:
    return [str(found.text) for found in etree.fromstring(printed.encode()).iter(LOC)]


def test_a_full_file_stays_and_the_next_begins() -> None:
    make.outlet()
    _editions(sitemaps.LIMIT + 1, "de")

    newest = {page.path: _addresses(page.html) for page in sitemaps.sitemaps(outlet.read())}
    everything = {page.path: _addresses(page.html) for page in sitemaps.sitemaps(outlet.read(), older=True)}

    assert newest["/sitemaps/de-2.xml"] == [f"{make.BASE}/de/articles/de-{sitemaps.LIMIT}/"]
    assert "/sitemaps/de-1.xml" not in newest
    assert newest["/sitemap.xml"] == [f"{make.BASE}/sitemaps/de-{number}.xml" for number in (1, 2)]
    assert len(everything["/sitemaps/de-1.xml"]) == sitemaps.LIMIT + 1  # the front page stands first


def test_what_search_engines_shall_not_list_is_not_there() -> None:
    make.outlet()
    _editions(1, "de", index=False)
    _editions(1, "fr", state=Edition.State.HELD)

    listed = [address for page in sitemaps.sitemaps(outlet.read()) for address in _addresses(page.html)]

    assert listed == [f"{make.BASE}/de/", f"{make.BASE}/sitemaps/de-1.xml"]


def test_robots_are_told_where_the_map_is_and_kept_from_the_desk() -> None:
    make.outlet()

    body = sitemaps.robots(outlet.read()).html.splitlines()

    assert "Disallow: /desk/" in body
    assert f"Sitemap: {make.BASE}/sitemap.xml" in body
