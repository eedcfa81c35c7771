from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.rooms.reading.helpers import Publish

from masthead.desk import actions as desk
from masthead.desk.models import User
from masthead.press.slots import filled_after_article
from masthead.reading import actions, comments
from masthead.reading.comments import Draft
from masthead.reading.errors import NotAllowed, NotOpen, TooMany
from masthead.reading.models import Comment
from masthead.record.models import Entry

SENT = Draft(name="Ada", email="ada@example.org", text="Well said.")


def _sent(publish: Publish, text: str = "Well said.", language: str = "en") -> Comment:
    article = publish("News", "text", de=("Nachricht", "Text"))
    draft = Draft(name="Ada", email="ada@example.org", text=text)
    actions.send_comment(article, language, draft, network="192.0.2.7", now=timezone.now())
    return Comment.objects.get()


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"name": "Ada", "text": "Yes."}, {}),
        ({"name": " ", "text": "\r\n"}, {"name": "error_required", "text": "error_required"}),
        ({"name": "x" * 81, "text": "y" * 5001}, {"name": "error_too_long", "text": "error_too_long"}),
        ({"name": "Ada", "email": "nowhere", "text": "Yes."}, {"email": "error_email"}),
        ({"name": "Ada", "text": "http://a.example https://b.example"}, {}),
        ({"name": "Ada", "text": "http://a.example www.b.example [url=c]"}, {"text": "error_try_again"}),
    ],
)
def test_what_is_wrong_with_a_comment_is_said_at_its_field(
    sent: dict[str, str], faults: dict[str, str]
) -> None:
    assert comments.faults(comments.draft(sent)) == faults


def test_a_comment_is_kept_as_written_but_for_what_cannot_be_seen() -> None:
    sent = comments.draft({"name": " A\u202eda\x00 \n Love", "text": " One\r\n\r\n\r\n\r\ntwo  \rthree\x07 "})

    assert (sent.name, sent.text) == ("Ada Love", "One\n\ntwo\nthree")
    assert comments.paragraphs(sent.text) == [["One"], ["two", "three"]]


def test_a_comment_waits_and_then_stands_below_its_article_in_its_language(
    publish: Publish, moderator: User
) -> None:
    comment = _sent(publish, language="de")
    waiting = filled_after_article(comment.article_id, ["en", "de"])
    DBTaskResult.objects.all().delete()

    shown = actions.show_comments([comment.pk], by=moderator)

    below = filled_after_article(comment.article_id, ["en", "de"])
    assert shown == 1
    assert "Well said." not in waiting["de"]
    assert "Well said." in below["de"]
    assert "Well said." not in below["en"]
    assert "ada@example.org" not in below["de"]
    assert [
        row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__endswith="press_article")
    ] == [[comment.article_id]]


def test_the_record_says_that_a_comment_was_shown_without_name_and_address(
    publish: Publish, moderator: User
) -> None:
    comment = _sent(publish)

    actions.show_comments([comment.pk], by=moderator)
    actions.show_comments([comment.pk], by=moderator)

    [entry] = Entry.objects.filter(kind="comment.shown")
    assert entry.subject == f"article/{comment.article_id}/en/comment/{comment.pk}"
    assert entry.body["by"] == "Mo"
    assert "ada" not in str(entry.body).lower()


def test_a_refused_comment_leaves_no_trace_in_print_or_record(publish: Publish, moderator: User) -> None:
    comment = _sent(publish)

    actions.refuse_comments([comment.pk], by=moderator)

    comment.refresh_from_db()
    assert (comment.state, comment.email, comment.caller, comment.decided_by) == (
        "refused",
        "",
        "",
        moderator,
    )
    assert not Entry.objects.filter(kind__startswith="comment").exists()
    assert "Well said." not in filled_after_article(comment.article_id, ["en"])["en"]


@pytest.mark.parametrize("undo", [actions.refuse_comments, actions.erase_comments])
def test_taking_back_a_shown_comment_is_recorded_and_pressed(
    publish: Publish, moderator: User, undo: object
) -> None:
    comment = _sent(publish)
    actions.show_comments([comment.pk], by=moderator)
    DBTaskResult.objects.all().delete()

    undo([comment.pk], by=moderator)  # type: ignore[operator]

    assert Entry.objects.filter(kind="comment.withdrawn").count() == 1
    assert DBTaskResult.objects.filter(task_path__endswith="press_article").count() == 1
    assert "Well said." not in filled_after_article(comment.article_id, ["en"])["en"]


def test_only_who_may_change_comments_decides(publish: Publish) -> None:
    comment = _sent(publish)
    translator = User.objects.create_user("tia")
    with pytest.raises(NotAllowed):
        actions.show_comments([comment.pk], by=translator)

    translator.user_permissions.add(
        Permission.objects.get(content_type__app_label="reading", codename="change_comment")
    )

    assert actions.show_comments([comment.pk], by=User.objects.get(pk=translator.pk)) == 1


def test_markup_in_a_comment_is_printed_as_text(publish: Publish, moderator: User) -> None:
    comment = _sent(publish, text='<script>alert(1)</script> http://spam.example "\n<img src=x onerror=y>')
    Comment.objects.update(name='"><b onclick=z>')

    actions.show_comments([comment.pk], by=moderator)

    below = filled_after_article(comment.article_id, ["en"])["en"]
    assert "<script" not in below
    assert "<img" not in below
    assert "<b " not in below
    assert "&lt;script&gt;" in below
    assert 'href="http' not in below


def test_standing_pages_have_no_comments(publish: Publish) -> None:
    page = publish("About us", "text")
    type(page).objects.filter(pk=page.pk).update(kind="page", standing="about")
    page.refresh_from_db()

    assert filled_after_article(page.pk, ["en"]) == {"en": ""}
    with pytest.raises(NotOpen):
        actions.send_comment(page, "en", SENT, network="192.0.2.7", now=timezone.now())


def test_what_stands_below_costs_two_queries_for_all_languages(
    publish: Publish, django_assert_num_queries: object
) -> None:
    article = publish("News", "text")
    with django_assert_num_queries(2):  # type: ignore[operator]
        filled_after_article(article.pk, ["en", "de", "ar", "ja", "fr", "ru"])


def test_one_network_may_send_a_few_comments_and_then_waits(publish: Publish) -> None:
    article, now = publish("News", "text"), timezone.now()
    for number in range(4):
        actions.send_comment(
            article, "en", Draft(name="A", text=f"Number {number}"), network="192.0.2.7", now=now
        )

    with pytest.raises(TooMany):
        actions.send_comment(article, "en", SENT, network="192.0.2.7", now=now)
    actions.send_comment(article, "en", SENT, network="192.0.2.8", now=now)
    actions.send_comment(
        article, "en", Draft(name="A", text="Later"), network="192.0.2.7", now=now + timedelta(minutes=11)
    )

    assert Comment.objects.count() == 6


def test_the_same_comment_again_is_kept_once_and_a_trapped_one_never(publish: Publish) -> None:
    article, now = publish("News", "text"), timezone.now()

    actions.send_comment(article, "en", SENT, network="192.0.2.7", now=now)
    actions.send_comment(article, "en", SENT, network="192.0.2.7", now=now)
    actions.send_comment(
        article, "en", Draft(name="B", text="Buy", trapped=True), network="192.0.2.7", now=now
    )

    assert Comment.objects.count() == 1
    assert "192.0.2.7" not in Comment.objects.get().caller


def test_a_withdrawn_article_takes_no_comments(publish: Publish) -> None:
    article = publish("News", "text")
    desk.withdraw(article, by=None)

    with pytest.raises(NotOpen):
        actions.send_comment(article, "en", SENT, network="192.0.2.7", now=timezone.now())
