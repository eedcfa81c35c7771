"""A reader's way: from the form to an issue, and out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.rooms.circulation.post import Post, Publish, part

from masthead.circulation import actions
from masthead.circulation.models import Delivery, Issue, Subscriber
from masthead.record.models import Entry

pytestmark = [pytest.mark.urls("tests.rooms.circulation.urls"), pytest.mark.django_db]
OURS = {"Origin": "https://news.example.org"}


def link(html: str, word: str) -> str:
    """The path of the link to confirm or unsubscribe in a mail."""
    found = re.search(rf"https://news\.example\.org(/\w+/newsletter/{word}/[^/\s\"]+/)", html)
    assert found
    return found[1]


def test_from_an_arabic_form_to_an_arabic_issue_and_out_again(
    client: Client,
    post: Post,
    publish: Publish,
    issue_of: Callable[..., Issue],
    work: Callable[[], int],
    editor: Any,
) -> None:
    answer = client.post(
        "/ar/newsletter/", {"email": "Huda@Example.org", "language": "ar", "leave_empty": ""}, headers=OURS
    )
    assert answer.status_code == 200
    assert "huda@example.org" in answer.content.decode()
    work()

    [asked] = post.to("huda@example.org")
    assert asked["Subject"] == "يُرجى تأكيد اشتراككم"
    assert asked["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl"' in part(asked, "html")
    path = link(part(asked, "html"), "confirm")
    assert path == link(part(asked, "plain"), "confirm")
    assert path.startswith("/ar/")

    question = client.get(path)
    assert question.status_code == 200
    assert Subscriber.objects.get().state == Subscriber.State.PENDING, "a scanner's GET confirms nothing"
    assert client.post(path, headers=OURS).status_code == 200
    assert Subscriber.objects.get().state == Subscriber.State.ACTIVE

    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}, by_engine=3), publish({"en": "Water"}))
    actions.start(issue.pk, by=editor)
    work()
    mail = post.to("huda@example.org")[1]
    assert mail["Subject"] == "العبّارة"
    assert mail["From"] == "The Harbour Review <letter@example.org>"
    html = part(mail, "html")
    assert '<html lang="ar" dir="rtl"' in html
    assert "ترجمة آلية" in html
    assert '<h2 lang="en" dir="ltr"' in html, (
        "an article without an Arabic edition is shown in its own language"
    )
    assert "https://news.example.org/ar/articles/article-1/" in html
    assert "https://news.example.org/en/articles/article-2/" in html
    issue.refresh_from_db()
    assert (issue.state, issue.delivered) == (Issue.State.SENT, 1)
    entry = Entry.objects.get(kind="issue.sent")
    assert entry.body["sent"] == {"ar": 1}
    assert "huda" not in str(entry.body)

    leave = link(html, "unsubscribe")
    assert mail["List-Unsubscribe"].strip() == f"<https://news.example.org{leave}>"
    client.get(leave)
    assert Subscriber.objects.get().state == Subscriber.State.ACTIVE, "a scanner's GET unsubscribes nobody"
    assert client.post(leave, headers=OURS).status_code == 200
    assert Subscriber.objects.get().state == Subscriber.State.UNSUBSCRIBED


def test_every_page_is_in_the_readers_language_without_cookie_or_script_of_its_own(
    client: Client, post: Post, outlet: Any, work: Callable[[], int]
) -> None:
    form = client.get("/ar/newsletter/")
    client.post("/ar/newsletter/", {"email": "huda@example.org", "language": "ar"})
    work()
    path = link(part(post.taken[0], "html"), "confirm")
    question, thanks = client.get(path), client.post(path)

    for page in (form, question, thanks):
        html = page.content.decode()
        assert '<html lang="ar" dir="rtl">' in html
        assert page.headers["Content-Language"] == "ar"
        assert not page.cookies
        assert "csrfmiddlewaretoken" not in html
        assert "<script>" not in html
        assert "style=" not in html
    assert '<option value="ar" lang="ar" dir="rtl" selected>' in form.content.decode()


def test_a_mail_provider_unsubscribes_by_one_post_from_elsewhere(
    client: Client,
    post: Post,
    publish: Publish,
    issue_of: Callable[..., Issue],
    work: Callable[[], int],
    editor: Any,
    reader: Callable[..., Subscriber],
) -> None:
    reader("ann@example.org")
    actions.start(issue_of(publish({"en": "The ferry"})).pk, by=editor)
    work()
    [mail] = post.taken
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip(" <>").removeprefix("https://news.example.org")

    answer = client.post(
        path,
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        HTTP_ORIGIN="https://mail.example.net",
    )

    assert answer.status_code == 200
    assert not answer.cookies
    assert Subscriber.objects.get().state == Subscriber.State.UNSUBSCRIBED


def test_the_header_of_an_issue_is_what_mail_programs_look_for(
    post: Post,
    publish: Publish,
    issue_of: Callable[..., Issue],
    work: Callable[[], int],
    editor: Any,
    reader: Callable[..., Subscriber],
) -> None:
    reader("wei@example.org", "zh-hant")
    issue = issue_of(publish({"en": "The ferry", "zh-hant": "渡輪"}))
    actions.start(issue.pk, by=editor)
    work()

    [mail] = post.taken
    assert mail["Message-ID"] == f"<issue-{issue.pk}-{Delivery.objects.get().pk}@example.org>"
    assert mail["List-Id"] == "<zh-hant.newsletter.example.org>"
    assert mail["Content-Language"] == "zh-Hant"
    assert mail["Precedence"] == "bulk"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert post.envelopes == [("letter@example.org", ["wei@example.org"])]
