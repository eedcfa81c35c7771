"""Feeds that are watched, against a real server on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from tests import factories as make
from tests.rooms.intake.feeds import WORDS, item, rss
from tests.rooms.intake.pages import linked, page
from werkzeug import Request, Response

from masthead.article.models import Article
from masthead.intake import originals
from masthead.intake.errors import AlreadyWatched, NotFetched
from masthead.intake.models import Arrival, FeedItem, WatchedFeed
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.watching import looking, schedule, verbs

HERE = frozenset({"localhost"})
LONG = WORDS * 8
NOW = datetime(2024, 5, 2, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class Site:
    """A site whose feed can be changed, and which remembers what it was asked."""

    def __init__(self, server: HTTPServer) -> None:
        self.server, self.top = server, "<language>en</language>"
        self.items = [self.item(1)]
        self.status, self.headers = 200, {"ETag": '"one"', "Last-Modified": "Thu, 02 May 2024 05:30:00 GMT"}
        self.asked: list[dict[str, str]] = []
        server.expect_request("/feed").respond_with_handler(self._feed)

    def item(self, number: int, *, guid: str = "", words: str = LONG) -> str:
        text = item(number, words=words).replace(
            "https://gazette.example", self.server.url_for("").rstrip("/")
        )
        return text.replace(f">river-{number}<", f">{guid}<") if guid else text

    def _feed(self, request: Request) -> Response:
        self.asked.append(dict(request.headers))
        if self.status == 200 and request.headers.get("If-None-Match") == self.headers.get("ETag"):
            return Response(status=304)
        body = rss(*self.items, top=self.top) if self.status == 200 else ""
        return Response(body, self.status, self.headers, content_type="application/rss+xml")

    @property
    def url(self) -> str:
        return self.server.url_for("/feed")


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    return Site(httpserver)


def watch(site: Site, **options: Any) -> WatchedFeed:
    return verbs.watch(site.url, by="edith", allow=HERE, **options)


def look(row: WatchedFeed) -> looking.Seen:
    seen = looking.look(row.pk, allow=HERE)
    row.refresh_from_db()
    return seen


def changed(site: Site) -> None:
    site.headers = {"ETag": f'"{len(site.asked)}"'}


def test_new_items_become_drafts_the_oldest_first(site: Site) -> None:
    site.items = [site.item(2), site.item(1)]
    row = watch(site)

    seen = look(row)

    assert (seen.taken, seen.failed, row.title, row.trouble) == (2, 0, "The Gazette", "")
    assert [article.headline[-1] for article in Article.objects.order_by("pk")] == ["1", "2"]
    assert not Article.objects.filter(live=True).exists()
    assert Arrival.objects.order_by("pk")[0].by == "feed The Gazette"


def test_what_did_not_change_is_asked_for_with_a_condition(site: Site) -> None:
    row = watch(site)
    look(row)

    seen = look(row)

    assert seen.unchanged
    assert site.asked[-1]["If-None-Match"] == '"one"'
    assert site.asked[-1]["If-Modified-Since"] == "Thu, 02 May 2024 05:30:00 GMT"
    assert row.next_at > timezone.now() + timedelta(minutes=30)


def test_an_item_is_never_taken_in_twice(site: Site) -> None:
    row = watch(site)
    look(row)
    changed(site)
    site.items = [site.item(1, guid="another-name"), site.item(1)]

    seen = look(row)

    assert (seen.taken, Article.objects.count()) == (0, 1)
    assert sorted(FeedItem.objects.values_list("state", flat=True)) == ["known", "taken"]


def test_only_what_comes_later_is_taken_where_that_is_wanted(site: Site) -> None:
    row = watch(site, only_new=True)
    look(row)
    changed(site)
    site.items.insert(0, site.item(2))

    seen = look(row)

    assert seen.taken == 1
    assert [article.headline[-1] for article in Article.objects.all()] == ["2"]


def test_a_change_at_the_source_is_noted_and_nothing_is_overwritten(site: Site) -> None:
    row = watch(site)
    look(row)
    before = Article.objects.get().body.raw_data
    changed(site)
    site.items = [site.item(1, words=LONG + "<p>A correction was added.</p>")]

    seen = look(row)
    arrival = Arrival.objects.get()

    assert (seen.taken, seen.changed) == (0, 1)
    assert [note["headline"] for note in arrival.changes] == ["River floods the lower town 1"]
    assert list(Article.objects.get().body.raw_data) == list(before)


def test_the_page_is_fetched_where_the_feed_has_only_a_summary(site: Site, httpserver: HTTPServer) -> None:
    head = linked(author={"name": "Jana Dorn"}, datePublished="2024-05-02")
    httpserver.expect_request("/2024/05/river-1").respond_with_data(page(head=head), content_type="text/html")
    site.items = [site.item(1, words="<p>A flood, in short. Read more…</p>")]
    row = watch(site)

    look(row)
    article = Article.objects.get()

    assert "old sluice" in str(article.body.raw_data[0])
    assert Arrival.objects.get().found["identifier"] == "river-1"
    assert originals.read(Arrival.objects.get().original) == page(head=head).encode()


def test_what_the_feed_says_is_kept_to_stand_beside_the_draft(site: Site) -> None:
    make.outlet()
    short = "<description>In &lt;b&gt;short&lt;/b&gt; of it.</description>"
    site.items = [site.item(1).replace("<pubDate>", f"{short}<pubDate>")]
    look(watch(site))
    desk = Client()
    desk.force_login(make.chief())

    shown = desk.get(reverse("intake_source", args=[Arrival.objects.get().pk])).content.decode()

    for words in ('<h1 id="headline">River floods the lower town 1</h1>', "Jana Dorn", "2024-05-02", "In <b>short</b> of it.", "old sluice"):  # fmt: skip
        assert words in shown


def test_an_item_without_a_text_is_tried_three_times(site: Site) -> None:
    site.server.expect_request("/2024/05/river-1").respond_with_data("not here", status=404)
    site.items = [site.item(1, words="<p>In short…</p>")]
    row = watch(site)

    for _ in range(4):
        changed(site)
        look(row)
    found = FeedItem.objects.get()

    assert (found.state, found.tries) == (FeedItem.State.FAILED, looking.TRIES)
    assert "404" in found.trouble
    assert not Article.objects.exists()


def test_a_feed_that_is_gone_is_given_up(site: Site) -> None:
    row = watch(site)
    site.status = 410

    seen = look(row)

    assert row.state == WatchedFeed.State.STOPPED
    assert "gone for good" in seen.trouble == row.trouble


def test_a_failing_server_is_left_alone_longer_each_time(site: Site) -> None:
    row = watch(site)
    site.status, waits = 500, []

    for _ in range(3):
        look(row)
        waits.append(row.next_at - timezone.now())

    assert waits[0] < waits[1] < waits[2]
    assert row.failures == 3
    assert "500" in row.trouble


def test_a_server_that_names_a_time_is_obeyed(site: Site) -> None:
    row = watch(site)
    site.status, site.headers = 503, {"Retry-After": str(3 * 86_400)}

    look(row)

    assert row.next_at > timezone.now() + timedelta(days=2.9)


def test_trouble_is_forgotten_when_it_is_over(site: Site) -> None:
    row = watch(site)
    site.status = 500
    look(row)
    site.status = 200

    look(row)

    assert (row.failures, row.trouble) == (0, "")


def test_a_feed_that_moved_for_good_is_kept_under_its_new_address(site: Site, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data(status=301, headers={"Location": "/feed"})
    row = verbs.watch(httpserver.url_for("/old"), by="edith", allow=HERE)

    look(row)

    assert row.address == site.url


def test_a_feed_that_moved_to_a_watched_one_is_given_up(site: Site, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data(status=301, headers={"Location": "/feed"})
    watch(site)
    row = verbs.watch(httpserver.url_for("/old"), by="edith", allow=HERE)

    look(row)

    assert row.state == WatchedFeed.State.STOPPED
    assert "watched already" in row.trouble


def test_how_often_the_feed_asks_to_be_looked_at_is_obeyed(site: Site) -> None:
    site.top += "<ttl>240</ttl>"
    row = watch(site)

    look(row)

    assert timedelta(hours=3.9) < row.next_at - timezone.now() < timedelta(hours=4.5)


def test_a_look_that_takes_long_goes_on_a_minute_later(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SECONDS", -1)
    row = watch(site)

    seen = look(row)
    first = (seen.more, Article.objects.count(), row.etag)
    monkeypatch.setattr(looking, "SECONDS", 60)
    look(row)

    assert first == (True, 0, "")
    assert Article.objects.count() == 1


def test_the_feed_of_a_site_is_found(site: Site, httpserver: HTTPServer) -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" title="Articles" href="/feed">'
    )
    httpserver.expect_request("/").respond_with_data(
        f"<html><head>{links}</head></html>", content_type="text/html"
    )

    row = verbs.watch(httpserver.url_for("/"), by="edith", allow=HERE)

    assert row.address == site.url


def test_a_site_without_a_feed_is_refused_in_a_sentence(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("<html><body>no</body></html>", content_type="text/html")

    with pytest.raises(NotAFeed, match="names none"):
        verbs.watch(httpserver.url_for("/"), by="edith", allow=HERE)


def test_a_private_address_is_not_watched(site: Site) -> None:
    with pytest.raises(NotFetched):
        verbs.watch(site.url, by="edith")


def test_a_feed_is_watched_once(site: Site) -> None:
    watch(site)

    with pytest.raises(AlreadyWatched):
        watch(site)


def test_the_clock_sends_for_what_is_due_and_for_it_once(site: Site) -> None:
    row = watch(site)

    first, second = verbs.send_for_due(), verbs.send_for_due()

    assert (first, second) == (1, 0)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]


def test_a_paused_feed_is_left_alone_until_it_is_told(site: Site) -> None:
    row = watch(site)
    verbs.pause(row)
    asked = len(site.asked)

    assert verbs.send_for_due() == 0
    assert look(row).taken == 0
    assert len(site.asked) == asked

    verbs.resume(row)
    assert look(row).taken == 1


def _run(verb: str, *names: str, **options: Any) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(verb, *names, stdout=out, stderr=err, **options)
    except SystemExit as left:
        code = int(str(left.code))
    return out.getvalue(), err.getvalue(), code


def test_the_verbs_work_from_the_command_line(site: Site) -> None:
    here = {"allow": ["localhost"]}

    assert "The Gazette" in _run("watch", site.url, **here)[0]
    assert _run("look", **here)[0] == "The Gazette: 1 taken in.\n"
    assert _run("look", site.url, **here)[0] == "The Gazette: nothing new.\n"
    assert _run("watch", site.url, pause=True)[0] == "Paused: The Gazette\n"
    assert "paused" in _run("watch")[0]
    assert _run("watch", site.url, forget=True)[0] == "Not watched any more: The Gazette\n"
    assert Article.objects.count() == 1


def test_the_command_refuses_in_a_sentence(site: Site) -> None:
    assert _run("look", "https://nowhere.example/feed")[2] == 1
    out, err, code = _run("watch", site.url)
    assert (out, code) == ("", 1)
    assert "localhost" in err


@given(
    st.integers(0, 10**7), st.booleans(), st.integers(0, 10**4),
    st.one_of(st.text(max_size=20), st.integers(0, 10**9).map(str)), st.floats(0, 1),
)  # fmt: skip
def test_a_feed_is_asked_neither_too_often_nor_forgotten(
    asked: int, has_hub: bool, failures: int, retry_after: str, spread: float
) -> None:
    minutes = schedule.interval(asked, has_hub=has_hub)

    wait = schedule.next_look(NOW, minutes, failures=failures, retry_after=retry_after, spread=spread) - NOW

    assert timedelta(minutes=schedule.LEAST) <= wait <= schedule.LONGEST


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("7200", timedelta(hours=2)),
        ("Thu, 02 May 2024 15:00:00 GMT", timedelta(hours=3)),
        ("soon", timedelta(hours=1)),
    ],
)
def test_a_time_to_come_again_is_read_in_both_forms(said: str, wait: timedelta) -> None:
    assert schedule.next_look(NOW, 60, retry_after=said) - NOW == wait
