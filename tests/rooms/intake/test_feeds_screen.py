"""The editors' screen of feeds, and lists of feeds."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from tests import factories as make

from masthead.desk import roles
from masthead.intake.models import FeedItem, WatchedFeed
from masthead.intake.readers.feed.errors import HostileFeed
from masthead.intake.watching import opml, verbs

pytestmark = pytest.mark.django_db
OPML = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
<outline type="rss" text="The Gazette" xmlUrl="https://gazette.example/feed" htmlUrl="https://gazette.example/"/>
<outline xmlUrl="https://blatt.example/atom"/><outline xmlUrl="javascript:x()"/></outline></body></opml>"""


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor())
    return client


def watched(**fields: object) -> WatchedFeed:
    return WatchedFeed.objects.create(
        **{
            "address": "https://gazette.example/feed", "address_key": "a" * 64, "title": "The Gazette", "by": "edith",
            "next_at": timezone.now(), "token": "t", "secret": "s", **fields,
        }
    )  # fmt: skip


def said(client: Client) -> str:
    return client.get(reverse("feeds")).content.decode()


def do(client: Client, row: WatchedFeed, verb: str) -> int:
    return client.post(reverse("feeds_change", args=[row.pk, verb])).status_code


def test_an_empty_screen_says_what_to_do(desk: Client) -> None:
    assert "No feed is watched yet." in said(desk)


def test_a_feed_is_listed_with_its_trouble_and_what_to_do(desk: Client) -> None:
    row = watched(trouble="gazette.example did not answer in time.", looked_at=timezone.now())
    FeedItem.objects.create(
        feed=row, identifier_key="k", title="A flood", digest="d", state=FeedItem.State.PASSED
    )

    shown = said(desk)
    one = desk.get(reverse("feeds_items", args=[row.pk])).content.decode()

    assert "The Gazette" in shown
    assert "did not answer in time. It is tried again by itself." in " ".join(shown.split())
    assert "A flood" in one
    assert "Was there before we watched" in one


def test_an_address_that_may_not_be_asked_is_refused_in_a_sentence(
    desk: Client, httpserver: HTTPServer, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        desk.post(reverse("feeds_add"), {"address": httpserver.url_for("/feed")})

    assert not WatchedFeed.objects.exists()


def test_a_feed_is_paused_watched_again_and_forgotten(desk: Client) -> None:
    row = watched()

    assert do(desk, row, "pause") == 302
    row.refresh_from_db()
    assert row.state == WatchedFeed.State.PAUSED
    assert do(desk, row, "resume") == 302
    row.refresh_from_db()
    assert row.state == WatchedFeed.State.WATCHED
    assert do(desk, row, "look") == 302
    assert do(desk, row, "forget") == 302
    assert not WatchedFeed.objects.exists()


def test_what_was_taken_leads_to_its_article_at_the_same_cost_for_many(desk: Client) -> None:
    row = watched()
    address, costs = reverse("feeds_items", args=[row.pk]), []
    articles = [make.draft(f"Flood {number}") for number in range(9)]
    for some in (articles[:1], articles[1:]):
        for article in some:
            FeedItem.objects.create(
                feed=row,
                identifier_key=f"{article.pk}",
                article=article,
                digest="d",
                state=FeedItem.State.TAKEN,
            )
        with CaptureQueriesContext(connection) as asked:
            shown = desk.get(address).content.decode()
        costs.append(len(asked))

    assert costs[0] == costs[1]
    for article in articles:
        link = f'<a href="{reverse("articles:edit", args=[article.pk])}">{article.headline}</a>'
        assert link in shown


@pytest.mark.parametrize("group", [roles.TRANSLATORS, roles.MODERATORS])
def test_others_have_no_business_there(client: Client, group: str) -> None:
    client.force_login(make.user("toni", group))
    row = watched()

    for answer in (
        client.get(reverse("feeds")),
        client.get(reverse("feeds_items", args=[row.pk])),
        client.post(reverse("feeds_add"), {"address": "https://x.example"}),
        client.post(reverse("feeds_change", args=[row.pk, "forget"])),
        client.get(reverse("feeds_take_along")),
    ):
        assert answer.status_code in {302, 403}
    assert WatchedFeed.objects.exists()


def test_a_list_is_brought_and_taken_along(desk: Client) -> None:
    desk.post(reverse("feeds_bring"), {"list": SimpleUploadedFile("feeds.opml", OPML)})

    rows = WatchedFeed.objects.order_by("pk")
    assert [(row.address, row.title, row.only_new) for row in rows] == [
        ("https://gazette.example/feed", "The Gazette", True),
        ("https://blatt.example/atom", "", True),
    ]
    along = opml.read(desk.get(reverse("feeds_take_along")).content)
    assert {outline.address for outline in along} == {row.address for row in rows}


def test_a_file_that_is_no_list_is_refused(desk: Client) -> None:
    answer = desk.post(reverse("feeds_bring"), {"list": SimpleUploadedFile("x.opml", b"<a/>")}, follow=True)

    assert "no list of feeds" in answer.content.decode()


def test_a_list_that_declares_entities_is_refused() -> None:
    with pytest.raises(HostileFeed):
        opml.read(b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body/></opml>')


def test_a_list_brings_each_feed_once() -> None:
    outlines = opml.read(OPML)

    assert (verbs.watch_all(outlines, by="edith"), verbs.watch_all(outlines, by="edith")) == (2, 0)


@given(
    st.lists(st.tuples(st.integers(0, 999), st.text(max_size=20)), unique_by=lambda row: row[0], max_size=5)
)
def test_a_list_is_read_as_it_was_written(rows: list[tuple[int, str]]) -> None:
    outlines = [opml.Outline(f"https://x.example/{number}", text) for number, text in rows]

    found = opml.read(opml.write("Feeds", outlines))

    assert [outline.address for outline in found] == [outline.address for outline in outlines]
