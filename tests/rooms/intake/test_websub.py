"""Hubs that knock: what they are asked, what they are answered, and whose knock is heard."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_httpserver import HTTPServer
from tests import factories as make
from werkzeug import Request, Response

from masthead.intake.models import WatchedFeed
from masthead.intake.watching import hubs, verbs, websub

HERE = frozenset({"localhost"})
TOPIC = "https://gazette.example/feed.xml"

pytestmark = pytest.mark.django_db
Hub = WatchedFeed.Hub


@pytest.fixture
def asked(httpserver: HTTPServer) -> list[dict[str, list[str]]]:
    """What the hub was asked."""
    forms: list[dict[str, list[str]]] = []

    def hub(request: Request) -> Response:
        forms.append(parse_qs(request.get_data(as_text=True)))
        return Response(status=202)

    httpserver.expect_request("/hub", method="POST").respond_with_handler(hub)
    return forms


@pytest.fixture
def row(httpserver: HTTPServer) -> WatchedFeed:
    make.outlet()
    return WatchedFeed.objects.create(
        address=TOPIC, address_key="a" * 64, title="The Gazette", by="edith", next_at=timezone.now(), topic=TOPIC,
        hub=httpserver.url_for("/hub"), token="token-of-the-feed", secret="a secret",
    )  # fmt: skip


def state(row: WatchedFeed) -> str:
    row.refresh_from_db()
    return row.hub_state


def answered(row: WatchedFeed, mode: str, **said: str) -> Any:
    query = {"hub.mode": mode, "hub.topic": TOPIC, "hub.challenge": "a-challenge"}
    return Client().get(
        f"/websub/{row.token}/", {**query, **{f"hub.{name}": value for name, value in said.items()}}
    )


def knocked(row: WatchedFeed, body: bytes, signature: str) -> int:
    return Client().post(
        f"/websub/{row.token}/", body, content_type="application/rss+xml", headers={"X-Hub-Signature": signature}
    ).status_code  # fmt: skip


def signed(body: bytes, secret: str = "a secret", method: str = "sha256") -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


def looks() -> list[list[int]]:
    """What the worker is sent to look at."""
    return [
        task.args_kwargs["args"]
        for task in DBTaskResult.objects.filter(task_path="masthead.intake.watching.tasks.look")
    ]


def test_a_hub_is_asked_for_the_topic_with_our_address_and_a_secret(
    row: WatchedFeed, asked: list[dict[str, list[str]]]
) -> None:
    hubs.ask(row.pk, allow=HERE)

    assert asked == [
        {
            "hub.mode": ["subscribe"], "hub.topic": [TOPIC], "hub.secret": ["a secret"], "hub.lease_seconds": ["864000"],
            "hub.callback": [f"{make.BASE}/websub/token-of-the-feed/"],
        }
    ]  # fmt: skip
    assert state(row) == Hub.ASKED


def test_an_outlet_that_no_hub_can_call_asks_none(
    row: WatchedFeed, asked: list[dict[str, list[str]]]
) -> None:
    row_outlet = make.Outlet.objects.get()
    row_outlet.url = "http://localhost:8000"
    row_outlet.save()

    hubs.ask(row.pk, allow=HERE)

    assert asked == []
    assert not hubs.is_wanted(row)


def test_a_hub_that_refuses_is_not_asked_again(row: WatchedFeed, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hub").respond_with_data("no", status=403)

    hubs.ask(row.pk, allow=HERE)

    assert state(row) == Hub.REFUSED
    assert not hubs.is_wanted(row)


def test_what_we_asked_is_confirmed_with_the_challenge(
    row: WatchedFeed, asked: list[dict[str, list[str]]]
) -> None:
    hubs.ask(row.pk, allow=HERE)

    answer = answered(row, "subscribe", lease_seconds="7200")

    assert (answer.status_code, answer.content) == (200, b"a-challenge")
    assert answer["content-type"].startswith("text/plain")
    assert state(row) == Hub.ACTIVE
    assert row.lease_until is not None
    assert row.lease_until - timezone.now() < timedelta(hours=2)


def test_what_we_did_not_ask_is_not_confirmed(row: WatchedFeed, asked: list[dict[str, list[str]]]) -> None:
    assert answered(row, "subscribe").status_code == 404

    hubs.ask(row.pk, allow=HERE)

    assert answered(row, "subscribe", topic="https://other.example/").status_code == 404
    assert answered(row, "unsubscribe").status_code == 404
    assert (
        Client().get("/websub/another-token/", {"hub.mode": "subscribe", "hub.topic": TOPIC}).status_code
        == 404
    )
    assert state(row) == Hub.ASKED


def test_a_hub_that_denies_is_left_to_the_clock(row: WatchedFeed, asked: list[dict[str, list[str]]]) -> None:
    hubs.ask(row.pk, allow=HERE)

    assert answered(row, "denied").status_code == 200
    assert state(row) == Hub.REFUSED


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_knock_makes_us_look(row: WatchedFeed, method: str) -> None:
    WatchedFeed.objects.update(hub_state=Hub.ACTIVE, topic_asked=TOPIC)

    assert knocked(row, b"<rss/>", signed(b"<rss/>", method=method)) == 202
    assert looks() == [[row.pk]]


@pytest.mark.parametrize(
    "signature", ["", "sha256=00", signed(b"<rss/>", "another"), signed(b"other"), "md5=00", "sha256=\u00e9"]
)
def test_a_knock_that_is_not_the_hubs_is_thanked_for_and_forgotten(row: WatchedFeed, signature: str) -> None:
    WatchedFeed.objects.update(hub_state=Hub.ACTIVE, topic_asked=TOPIC)

    assert knocked(row, b"<rss/>", signature) == 202
    assert looks() == []


def test_nobody_may_knock_whom_we_did_not_ask(row: WatchedFeed) -> None:
    assert knocked(row, b"<rss/>", signed(b"<rss/>")) == 404


def test_many_knocks_make_one_look(row: WatchedFeed) -> None:
    WatchedFeed.objects.update(hub_state=Hub.ACTIVE, looked_at=timezone.now())

    assert knocked(row, b"<rss/>", signed(b"<rss/>")) == 202
    assert looks() == []


def test_a_lease_is_asked_for_anew_before_it_ends(
    row: WatchedFeed, asked: list[dict[str, list[str]]]
) -> None:
    later = timezone.now() + timedelta(days=30)
    WatchedFeed.objects.update(
        hub_state=Hub.ACTIVE, next_at=later, hub_ask_at=timezone.now(), topic_asked=TOPIC
    )

    assert (verbs.send_for_due(), verbs.send_for_due()) == (1, 0)
    hubs.ask(row.pk, allow=HERE)
    assert answered(row, "subscribe").status_code == 200
    assert state(row) == Hub.ACTIVE


def test_a_paused_feed_tells_its_hub_to_stop(row: WatchedFeed, asked: list[dict[str, list[str]]]) -> None:
    WatchedFeed.objects.update(hub_state=Hub.ACTIVE, hub_asked=row.hub, topic_asked=TOPIC)
    row.refresh_from_db()
    verbs.pause(row)

    hubs.leave(row.pk, allow=HERE)

    assert [form["hub.mode"] for form in asked] == [["unsubscribe"]]
    assert answered(row, "unsubscribe").status_code == 200
    assert state(row) == Hub.NONE


@pytest.mark.parametrize(
    ("base", "reachable"),
    [
        ("https://outlet.example", True), ("http://93.184.216.34", True), ("http://localhost:8000", False),
        ("http://127.0.0.1", False), ("https://10.0.0.5", False), ("https://news.local", False), ("https://news", False),
        ("", False),
    ],
)  # fmt: skip
def test_only_a_public_address_can_be_called(base: str, reachable: bool) -> None:
    assert websub.is_reachable(base) is reachable
