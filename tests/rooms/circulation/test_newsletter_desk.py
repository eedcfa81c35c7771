"""The editors' screens, through Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from tests.rooms.circulation.post import Post, Publish, waiting_tasks
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from masthead.circulation.models import Delivery, Issue, Subscriber
from masthead.desk.models import User

pytestmark = [pytest.mark.urls("tests.rooms.circulation.urls"), pytest.mark.django_db]
Reader = Callable[..., Subscriber]
IssueOf = Callable[..., Issue]


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def colleague(client: Client, db: None) -> Client:
    """Somebody who may edit issues and not send them."""
    group = Group.objects.create(name="Newsletter")
    group.permissions.set(
        Permission.objects.filter(
            codename__in=["access_admin", "add_issue", "change_issue", "delete_issue", "view_issue"]
        )
    )
    user = User.objects.create_user("colleague", "colleague@example.org", "secret")
    user.groups.add(group)
    client.force_login(user)
    return client


def form(*articles: Any, date: str = "2026-11-22") -> dict[str, Any]:
    lines = [{"article": str(article.pk), "ORDER": str(place)} for place, article in enumerate(articles, 1)]
    data: dict[str, Any] = nested_form_data({"date": date, "articles": inline_formset(lines)})
    return data


def test_an_issue_is_put_together_from_published_articles(desk: Client, publish: Publish) -> None:
    ferry, water = publish({"en": "The ferry"}), publish({"en": "Water"})

    page = desk.get(reverse("issues:add"))
    answer = desk.post(reverse("issues:add"), form(water, ferry))

    assert page.status_code == 200
    assert answer.status_code == 302
    issue = Issue.objects.get()
    lines = issue.articles.order_by("sort_order").values_list("article_id", flat=True)
    assert list(lines) == [water.pk, ferry.pk]
    assert desk.get(reverse("issues:edit", args=[issue.pk])).status_code == 200


def test_an_issue_without_an_article_is_not_kept(desk: Client, outlet: Any) -> None:
    answer = desk.post(reverse("issues:add"), form())

    assert answer.status_code == 200
    assert not Issue.objects.exists()


def test_the_chooser_offers_published_articles_and_searches_their_headlines(
    desk: Client, publish: Publish
) -> None:
    publish({"en": "The ferry"})
    publish({"en": "Water"})
    draft = publish({"en": "The ferry is a draft"})
    draft.live = False
    draft.save()

    everything = desk.get(reverse("issue_article_chooser:choose")).content.decode()
    found = desk.get(reverse("issue_article_chooser:choose_results"), {"q": "ferry"}).content.decode()

    assert "The ferry" in everything
    assert "Water" in everything
    assert "The ferry" in found
    assert "Water" not in found
    assert "is a draft" not in everything + found


def test_the_screen_before_sending_counts_readers_by_language(
    desk: Client, publish: Publish, issue_of: IssueOf, reader: Reader
) -> None:
    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}), publish({"en": "Water"}))
    reader("ann@example.org")
    reader("huda@example.org", "ar")
    reader("omar@example.org", "ar")

    page = desk.get(reverse("issues:send", args=[issue.pk])).content.decode()

    assert "Send to 3 subscribers" in page
    assert "1 of 2; the others in the original" in page
    assert Issue.objects.get().state == Issue.State.DRAFT
    assert not Delivery.objects.exists()


def test_sending_from_the_desk(
    desk: Client, publish: Publish, issue_of: IssueOf, reader: Reader, post: Post, work: Callable[[], int]
) -> None:
    issue = issue_of(publish({"en": "The ferry"}))
    reader("ann@example.org")
    url = reverse("issues:send", args=[issue.pk])

    desk.post(url)
    desk.post(url)
    under_way = desk.get(reverse("issues:list")).content.decode()
    work()
    done = desk.get(reverse("issues:list")).content.decode()

    assert len(post.taken) == 1
    assert "0 of 1 sent" in under_way
    assert "1 of 1 sent" in done
    assert "1 of 1" in desk.get(url).content.decode()


def test_an_issue_that_has_left_is_neither_changed_nor_deleted(
    desk: Client, publish: Publish, issue_of: IssueOf, reader: Reader
) -> None:
    ferry = publish({"en": "The ferry"})
    issue = issue_of(ferry)
    reader("ann@example.org")
    desk.post(reverse("issues:send", args=[issue.pk]))

    edited = desk.post(reverse("issues:edit", args=[issue.pk]), form(ferry, date="2020-01-01"))
    deleted = desk.post(reverse("issues:delete", args=[issue.pk]))

    assert edited.status_code == deleted.status_code == 302
    kept = Issue.objects.get()
    assert kept.state == Issue.State.SENDING
    assert kept.date.year != 2020


def test_a_test_goes_to_the_editors_own_address(
    desk: Client, publish: Publish, issue_of: IssueOf, post: Post, django_capture_on_commit_callbacks: Any
) -> None:
    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}))

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(
            reverse("issues:test", args=[issue.pk]), {"language": "ar", "to": "other@example.org"}
        )

    assert answer.status_code == 302
    assert [mail["To"] for mail in post.taken] == ["ed@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_test_that_fails_says_why(desk: Client, publish: Publish, issue_of: IssueOf, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    issue = issue_of(publish({"en": "The ferry"}))

    page = desk.post(reverse("issues:test", args=[issue.pk]), {"language": "en"}, follow=True)

    assert "cannot be reached" in page.content.decode()


def test_the_mail_can_be_looked_at(desk: Client, publish: Publish, issue_of: IssueOf) -> None:
    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}))

    seen = desk.get(reverse("issues:letter", args=[issue.pk, "ar"]))
    unknown = desk.get(reverse("issues:letter", args=[issue.pk, "xx"]))
    empty = desk.get(reverse("issues:letter", args=[issue_of().pk, "ar"]))

    assert '<html lang="ar" dir="rtl"' in seen.content.decode()
    assert unknown.status_code == 404
    assert empty.status_code == 409


def test_who_may_not_send_sees_no_button_and_is_refused(
    colleague: Client, publish: Publish, issue_of: IssueOf, reader: Reader
) -> None:
    issue = issue_of(publish({"en": "The ferry"}))
    reader("ann@example.org")
    url = reverse("issues:send", args=[issue.pk])

    page = colleague.get(url).content.decode()
    colleague.post(url)

    assert "Send to 1 subscriber" not in page
    assert Issue.objects.get().state == Issue.State.DRAFT
    assert not waiting_tasks().exists()


@pytest.mark.parametrize("name", ["send", "edit", "delete"])
def test_a_stranger_sees_nothing(client: Client, issue_of: IssueOf, name: str) -> None:
    answer = client.get(reverse(f"issues:{name}", args=[issue_of().pk]))

    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


def test_a_colleague_without_the_newsletter_sees_nothing_of_it(client: Client, issue_of: IssueOf) -> None:
    user = User.objects.create_user("translator", "t@example.org", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    issue = issue_of()

    for name in ("send", "letter", "test", "resume"):
        args = [issue.pk, "en"] if name == "letter" else [issue.pk]
        method = client.post if name in ("test", "resume") else client.get
        assert method(reverse(f"issues:{name}", args=args)).status_code == 302
    assert client.get(reverse("subscribers:list")).status_code == 302


def test_subscribers_are_found_by_a_part_of_their_address_state_and_language(
    desk: Client, reader: Reader
) -> None:
    reader("ann@example.org")
    reader("huda@example.net", "ar")
    reader("omar@example.net", "ar", Subscriber.State.PENDING)

    found = desk.get(reverse("subscribers:list"), {"q": "example.net"}).content.decode()
    filtered = desk.get(reverse("subscribers:list"), {"language": "ar", "state": "active"}).content.decode()

    assert "huda@example.net" in found
    assert "omar@example.net" in found
    assert "ann@example.org" not in found
    assert "huda@example.net" in filtered
    assert "omar@example.net" not in filtered


def test_nobody_is_subscribed_by_hand_but_anybody_can_be_forgotten(desk: Client, reader: Reader) -> None:
    subscriber = reader("ann@example.org")
    page = desk.get(reverse("subscribers:list")).content.decode()

    added = desk.get(reverse("subscribers:add"))
    edited = desk.get(reverse("subscribers:edit", args=[subscriber.pk]))
    desk.post(reverse("subscribers:delete", args=[subscriber.pk]))

    assert added.status_code == edited.status_code == 302
    assert subscriber.secret not in page
    assert not Subscriber.objects.exists()


def test_the_menu_has_the_newsletter(desk: Client, outlet: Any) -> None:
    page = desk.get(reverse("issues:list")).content.decode()

    assert "Newsletter" in page
    assert reverse("subscribers:list") in page


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_of_issues_asks_little_however_long_it_is(
    desk: Client, issue_of: IssueOf, django_assert_max_num_queries: Any, many: int
) -> None:
    for _ in range(many):
        issue_of()
    Issue.objects.update(state=Issue.State.SENT)
    desk.get(reverse("issues:list"))

    with django_assert_max_num_queries(25):
        desk.get(reverse("issues:list"))
