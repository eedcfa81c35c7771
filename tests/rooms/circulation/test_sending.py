"""An issue reaches everybody once, whatever breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, ClassVar, Self

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from tests.rooms.circulation.post import Post, Publish, waiting_tasks

from masthead.article.models import Edition
from masthead.circulation import actions, sending, tasks
from masthead.circulation import issue as issues
from masthead.circulation.carriers.contract import Message
from masthead.circulation.errors import (
    AlreadySent,
    MessageRefused,
    NobodyToSendTo,
    NoSender,
    NotAllowed,
    NotCarried,
    NothingToSend,
    TryLater,
    Unanswered,
    Unreachable,
)
from masthead.circulation.models import Delivery, Issue, Subscriber
from masthead.desk.models import User
from masthead.lib import languages
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db
State = Delivery.State
Reader = Callable[..., Subscriber]
IssueOf = Callable[..., Issue]
Work = Callable[[], int]


class Notebook:
    """A carrier that writes down what it is given, and can be told to fail at a reader."""

    name: ClassVar[str] = "notebook"

    def __init__(self, failing: Mapping[str, Exception] | None = None) -> None:
        self.failing = failing or {}
        self.taken: list[Message] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def hand_over(self, message: Message) -> None:
        if message.to in self.failing:
            raise self.failing[message.to]
        self.taken.append(message)

    @property
    def to(self) -> list[str]:
        return [message.to for message in self.taken]


@pytest.fixture
def started(publish: Publish, issue_of: IssueOf, reader: Reader, editor: User) -> Issue:
    """An issue addressed to three readers; the worker has not begun."""
    for name in ("ann", "bob", "cem"):
        reader(f"{name}@example.org")
    reader("pending@example.org", state=Subscriber.State.PENDING)
    reader("gone@example.org", state=Subscriber.State.UNSUBSCRIBED)
    reader("refused@example.org", state=Subscriber.State.BOUNCED)
    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}))
    return actions.start(issue.pk, by=editor)


def states(issue: Issue) -> dict[str, str]:
    rows = Delivery.objects.filter(issue=issue).order_by("pk")
    return {row.subscriber.email.split("@")[0]: row.state for row in rows if row.subscriber}


def test_an_issue_goes_to_active_subscribers_and_to_nobody_else(
    started: Issue, post: Post, work: Work
) -> None:
    work()

    assert sorted(str(mail["To"]) for mail in post.taken) == [
        "ann@example.org",
        "bob@example.org",
        "cem@example.org",
    ]
    assert post.connections == 1
    started.refresh_from_db()
    assert (started.state, started.recipients, started.delivered) == (Issue.State.SENT, 3, 3)
    assert started.lease_until is None


def test_what_was_sent_stands_in_the_record_once(started: Issue, editor: User) -> None:
    sending.send(started.pk, Notebook())
    sending.send(started.pk, Notebook())

    entry = Entry.objects.get(kind="issue.sent", subject=f"issue/{started.pk}")
    assert entry.body["sent"] == {"en": 3}
    assert entry.body["refused"] == entry.body["unanswered"] == entry.body["dropped"] == {}
    assert entry.body["by"] == "Edith"
    assert entry.body["articles"] == [started.articles.get().article_id]


def test_an_issue_is_started_once(started: Issue, editor: User) -> None:
    with pytest.raises(AlreadySent):
        actions.start(started.pk, by=editor)
    sending.send(started.pk, Notebook())
    with pytest.raises(AlreadySent):
        actions.start(started.pk, by=editor)
    with pytest.raises(AlreadySent):
        actions.resume(started.pk, by=editor)

    assert Delivery.objects.count() == 3


def test_the_database_itself_refuses_a_second_delivery(started: Issue) -> None:
    first = Delivery.objects.first()
    assert first

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(issue=started, subscriber=first.subscriber, language="en")


def test_sending_again_sends_nothing(started: Issue) -> None:
    carrier = Notebook()

    for _ in range(3):
        assert sending.send(started.pk, carrier) is None

    assert carrier.to == ["ann@example.org", "bob@example.org", "cem@example.org"]


def test_a_crash_while_handing_over_never_leads_to_a_second_mail(started: Issue, editor: User) -> None:
    carrier = Notebook({"bob@example.org": RuntimeError("the power went")})

    with pytest.raises(RuntimeError):
        sending.send(started.pk, carrier)
    assert states(started) == {"ann": State.SENT, "bob": State.SENDING, "cem": State.WAITING}
    started.refresh_from_db()
    assert started.state == Issue.State.SENDING
    assert "RuntimeError" in started.trouble

    carrier.failing = {}
    actions.resume(started.pk, by=editor)
    sending.send(started.pk, carrier)

    assert carrier.to == ["ann@example.org", "cem@example.org"]
    assert states(started) == {"ann": State.SENT, "bob": State.SENDING, "cem": State.SENT}
    started.refresh_from_db()
    assert (started.state, started.delivered, started.trouble) == (Issue.State.SENT, 2, "")
    assert Entry.objects.get(kind="issue.sent").body["unanswered"] == {"en": 1}


@pytest.mark.django_db(transaction=True)
def test_a_delivery_is_on_disk_as_handed_over_before_it_is(started: Issue) -> None:
    seen = []

    class Witness(Notebook):
        def hand_over(self, message: Message) -> None:
            assert not connection.in_atomic_block
            seen.append(Delivery.objects.get(subscriber__email=message.to).state)
            super().hand_over(message)

    sending.send(started.pk, Witness())

    assert seen == [State.SENDING] * 3


def test_a_line_that_broke_in_the_middle_is_not_tried_again(started: Issue, post: Post, work: Work) -> None:
    post.at_data["bob@example.org"] = "break"
    work()
    post.at_data.clear()
    work()

    assert not post.to("bob@example.org")
    assert states(started) == {"ann": State.SENT, "bob": State.SENDING, "cem": State.SENT}
    assert "may have arrived" in Delivery.objects.get(state=State.SENDING).error


def test_an_address_that_is_gone_bounces_and_a_refused_letter_does_not(
    started: Issue, post: Post, work: Work
) -> None:
    post.at_address["ann@example.org"] = "550 5.1.1 no such user"
    post.at_data["bob@example.org"] = "554 5.7.1 spam"
    work()

    assert states(started) == {"ann": State.FAILED, "bob": State.FAILED, "cem": State.SENT}
    assert Subscriber.objects.get(email="ann@example.org").state == Subscriber.State.BOUNCED
    assert Subscriber.objects.get(email="bob@example.org").state == Subscriber.State.ACTIVE
    started.refresh_from_db()
    assert started.state == Issue.State.SENT
    assert Entry.objects.get(kind="issue.sent").body["refused"] == {"en": 2}


def test_an_address_that_asks_for_patience_is_tried_later_and_the_others_now(
    started: Issue, post: Post, work: Work
) -> None:
    post.at_address["ann@example.org"] = "450 4.2.0 greylisted"
    before = timezone.now()
    work()

    assert states(started) == {"ann": State.WAITING, "bob": State.SENT, "cem": State.SENT}
    again = waiting_tasks().get()
    assert again.run_after >= before + sending.BACK_OFF[0]

    post.at_address.clear()
    assert tasks.send_issue.call(started.pk) is None
    assert len(post.taken) == 3
    assert Issue.objects.get().state == Issue.State.SENT


def test_without_a_mail_server_everybody_waits_and_the_pauses_grow(
    started: Issue, settings: Any, editor: User
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    pauses = []
    while again := sending.send(started.pk):
        pauses.append(again - timezone.now())

    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [
        pause / timedelta(minutes=1) for pause in sending.BACK_OFF
    ]
    assert set(states(started).values()) == {State.WAITING}, "nothing is given up: somebody must look"
    started.refresh_from_db()
    assert started.state == Issue.State.SENDING
    assert "cannot be reached" in started.trouble
    actions.resume(started.pk, by=editor)
    carrier = Notebook()
    sending.send(started.pk, carrier)
    assert len(carrier.taken) == 3


def test_an_address_that_never_takes_it_is_given_up_in_the_end(started: Issue) -> None:
    carrier = Notebook({"bob@example.org": TryLater("450 later")})
    while sending.send(started.pk, carrier):
        pass

    assert states(started) == {"ann": State.SENT, "bob": State.FAILED, "cem": State.SENT}
    assert Delivery.objects.get(state=State.FAILED).error == "450 later"
    assert Issue.objects.get().state == Issue.State.SENT


@pytest.mark.parametrize(
    ("error", "at_most"),
    [
        (MessageRefused("554 5.7.1 blocked"), sending.PATIENCE),
        (Unanswered("broken"), sending.PATIENCE_UNANSWERED),
        (Unreachable("421 no"), 1),
    ],
)
def test_when_we_are_refused_the_readers_do_not_lose_their_mail(
    publish: Publish, issue_of: IssueOf, reader: Reader, editor: User, error: NotCarried, at_most: int
) -> None:
    for number in range(40):
        reader(f"reader-{number}@example.org")
    issue = actions.start(issue_of(publish({"en": "The ferry"})).pk, by=editor)
    everybody = dict.fromkeys(Subscriber.objects.values_list("email", flat=True), error)

    again = sending.send(issue.pk, Notebook(everybody))

    assert again
    counted = Counter(states(issue).values())
    assert counted[State.WAITING] >= 40 - at_most
    assert Subscriber.objects.active().count() == 40
    assert Issue.objects.get().trouble == str(error)


def test_who_leaves_while_an_issue_is_sent_does_not_get_it(started: Issue) -> None:
    Subscriber.objects.filter(email="bob@example.org").update(state=Subscriber.State.UNSUBSCRIBED)
    Subscriber.objects.get(email="cem@example.org").delete()
    carrier = Notebook()

    sending.send(started.pk, carrier)

    assert carrier.to == ["ann@example.org"]
    assert Entry.objects.get(kind="issue.sent").body["dropped"] == {"en": 2}


def test_while_one_worker_sends_another_waits_for_its_lease(started: Issue) -> None:
    until = timezone.now() + timedelta(minutes=5)
    Issue.objects.filter(pk=started.pk).update(lease_until=until)
    carrier = Notebook()

    assert sending.send(started.pk, carrier) == until
    assert not carrier.taken


def test_an_issue_whose_worker_was_killed_is_taken_up_again(started: Issue, work: Work, post: Post) -> None:
    waiting_tasks().delete()
    Issue.objects.filter(pk=started.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    first = Delivery.objects.order_by("pk").first()
    assert first
    Delivery.objects.filter(pk=first.pk).update(state=State.SENDING)

    assert actions.resume_all() == 1
    work()

    assert sorted(str(mail["To"]) for mail in post.taken) == ["bob@example.org", "cem@example.org"]


def test_an_article_withdrawn_on_the_way_is_not_sent_to_the_rest(started: Issue) -> None:
    Edition.objects.update(state=Edition.State.WITHDRAWN)
    carrier = Notebook()

    sending.send(started.pk, carrier)

    assert not carrier.taken
    assert set(states(started).values()) == {State.DROPPED}


def test_a_thousand_readers_in_fifty_two_languages_cost_fifty_two_letters(
    publish: Publish,
    issue_of: IssueOf,
    editor: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    codes = languages.CODES
    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader-{n}@example.org", language=codes[n % len(codes)], state=Subscriber.State.ACTIVE
        )
        for n in range(1000)
    )
    issue = issue_of(publish({"en": "Headline en"} | {code: f"Headline {code}" for code in codes}))
    written: Counter[str] = Counter()
    write = issues.write

    def counting(letterhead: Any, *rest: Any) -> Any:
        written[letterhead.language] += 1
        return write(letterhead, *rest)

    monkeypatch.setattr(issues, "write", counting)
    with django_assert_max_num_queries(20):
        actions.start(issue.pk, by=editor)
    carrier = Notebook()
    # Two commits a delivery, each with its savepoint in a test, and a handful for all of them together.
    with django_assert_max_num_queries(4 * 1000 + 60):
        sending.send(issue.pk, carrier)

    assert written == Counter(dict.fromkeys(codes, 1))
    assert len(carrier.taken) == 1000
    assert {message.subject for message in carrier.taken} == {f"Headline {code}" for code in codes}
    links = {message.headers["List-Unsubscribe"] for message in carrier.taken}
    assert len(links) == 1000
    assert all(message.headers["List-Unsubscribe"].strip("<>") in message.text for message in carrier.taken)


def test_an_issue_needs_a_sender_an_article_a_reader_and_a_right(
    publish: Publish, issue_of: IssueOf, editor: User, reader: Reader, outlet: Any
) -> None:
    empty, full = issue_of(), issue_of(publish({"en": "The ferry"}))
    with pytest.raises(NobodyToSendTo):
        actions.start(full.pk, by=editor)
    reader("ann@example.org")
    with pytest.raises(NothingToSend):
        actions.start(empty.pk, by=editor)
    with pytest.raises(NotAllowed):
        actions.start(full.pk, by=User.objects.create_user("visitor"))
    outlet.mail_address = ""
    outlet.save()
    with pytest.raises(NoSender):
        actions.start(full.pk, by=editor)

    assert not Delivery.objects.exists()
    assert set(Issue.objects.values_list("state", flat=True)) == {Issue.State.DRAFT}
    assert not waiting_tasks().exists()


def test_a_test_mail_goes_to_the_editor_alone_and_is_no_delivery(
    publish: Publish, issue_of: IssueOf, reader: Reader, editor: User, post: Post
) -> None:
    reader("ann@example.org")
    issue = issue_of(publish({"en": "The ferry", "ar": "العبّارة"}))

    actions.send_test(issue.pk, "ar", editor.email, by=editor)

    [mail] = post.taken
    assert (mail["To"], mail["Subject"]) == ("ed@example.org", "العبّارة")
    assert "List-Unsubscribe" not in mail
    assert not Delivery.objects.exists()
    assert Issue.objects.get().state == Issue.State.DRAFT
