"""RSS 2.0 for each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.feedgenerator import Rss201rev2Feed

from masthead.article.models import Article, Byline, Edition
from masthead.lib import interface, languages
from masthead.lib.html import plain
from masthead.press import addresses, lists
from masthead.press.addresses import ListKey
from masthead.press.cards import authors_of
from masthead.press.outlet import Press
from masthead.press.pages.lists import Printed

ITEMS = 30


class Feed(Rss201rev2Feed):
    """An empty feed is of no particular day: pressed again, it is the same file."""

    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items if item["pubdate"]]
        return max(dates, default=datetime.fromtimestamp(0, UTC))


def feeds(press: Press) -> Iterator[Printed]:
    """The newest articles of every language; five queries for any number of languages."""
    pages = lists.newest(ListKey("front"), press.languages)
    keys = [key for page in pages.values() for key in page.editions[:ITEMS]]
    editions = {edition.pk: edition for edition in Edition.objects.filter(pk__in=keys).defer("content")}
    slugs = dict(
        Article.objects.filter(pk__in={edition.article_id for edition in editions.values()}).values_list(
            "pk", "slug"
        )
    )
    authors = authors_of(slugs)
    for code in press.languages:
        rows = [editions[key] for key in pages[code].editions[:ITEMS]]
        yield Printed(addresses.feed(code), code, _feed(press, code, rows, slugs, authors))


def _feed(
    press: Press, code: str, editions: list[Edition], slugs: dict[int, str], authors: dict[int, list[Byline]]
) -> str:
    words = interface.of(code)
    feed = Feed(
        title=press.outlet.name,
        link=press.url(addresses.front(code)),
        description=press.outlet.said("tagline", code).text or press.outlet.name,
        language=languages.get(code).tag,
        feed_url=press.url(addresses.feed(code)),
    )
    for edition in editions:
        link = press.url(addresses.article(code, slugs[edition.article_id]))
        machine = edition.by_machine and not edition.reviewed_by
        label = f" [{words.text('machine_translation')}]" if machine else ""
        feed.add_item(
            title=plain(edition.headline),
            link=link,
            description=f"{plain(edition.standfirst)}{label}",
            unique_id=link,
            unique_id_is_permalink=True,
            pubdate=edition.published_at,
            author_name=", ".join(
                byline.person.said("name", code).text
                for byline in authors.get(edition.article_id, ())
                if byline.role == "author"
            )
            or None,
        )
    return str(feed.writeString("utf-8"))
