from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from tests.rooms.circulation.post import Post, waiting_tasks
from tests.rooms.circulation.test_journey import link

from masthead.article.models import Outlet
from masthead.circulation import actions, limits
from masthead.circulation.models import Attempt, Subscriber

pytestmark = [
    pytest.mark.urls("tests.rooms.circulation.urls"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("outlet"),
]
State = Subscriber.State
Reader = Callable[..., Subscriber]
Work = Callable[[], int]


def sign_up(client: Client, email: str = "ann@example.org", language: str = "en", **more: str) -> Any:
    return client.post(f"/{language}/newsletter/", {"email": email, "language": language, **more})


def last_link(word: str = "confirm") -> str:
    letter: Any = mail.outbox[-1]
    return link(str(letter.alternatives[0].content), word)


@pytest.mark.parametrize("state", State.values)
def test_the_answer_does_not_tell_whether_an_address_is_known(
    client: Client, reader: Reader, work: Work, state: str
) -> None:
    reader("known@example.org", state=state)

    known, unknown = sign_up(client, "known@example.org"), sign_up(client, "other@example.org")

    assert known.status_code == unknown.status_code == 200
    assert known.content.decode().replace("known@", "other@") == unknown.content.decode()
    assert known.headers == unknown.headers
    work()
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["other@example.org"]]
    assert Subscriber.objects.get(email="known@example.org").state == state, "only the owner changes it"


def test_a_known_reader_changes_language_by_confirming_the_new_one(
    client: Client, reader: Reader, work: Work
) -> None:
    reader("ann@example.org", "en")

    sign_up(client, language="ar")
    work()
    assert Subscriber.objects.get().language == "en"
    client.post(last_link())

    assert (Subscriber.objects.get().language, Subscriber.objects.get().state) == ("ar", State.ACTIVE)


def test_one_address_in_any_spelling_is_one_subscriber(client: Client, work: Work) -> None:
    for typed in ("ann@example.org", " ANN@Example.ORG "):
        sign_up(client, typed)
    work()

    assert Subscriber.objects.get().email == "ann@example.org"


@pytest.mark.parametrize("typed", ["", "nobody", "a@b.org\r\nBcc: c@d.org", "x" * 300])
def test_a_wrong_address_is_told_beside_the_field(client: Client, typed: str) -> None:
    answer = sign_up(client, typed, language="ar")

    assert answer.status_code == 400
    assert 'aria-describedby="email-fault"' in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert not waiting_tasks().exists()


def test_what_was_typed_comes_back_escaped(client: Client) -> None:
    answer = sign_up(client, '"><script>alert(1)</script>')

    assert "<script>alert" not in answer.content.decode()


def test_a_robot_that_fills_every_field_is_thanked_and_forgotten(client: Client) -> None:
    human, robot = sign_up(client), sign_up(client, leave_empty="buy now")

    assert robot.content == human.content
    assert waiting_tasks().count() == 1


def test_a_form_on_another_site_is_refused(client: Client) -> None:
    answer = client.post(
        "/en/newsletter/", {"email": "ann@example.org", "language": "en"}, HTTP_ORIGIN="https://evil.example"
    )

    assert answer.status_code == 403
    assert not Subscriber.objects.exists()


def test_a_question_is_not_answered_from_another_site(client: Client, work: Work) -> None:
    sign_up(client)
    work()

    answer = client.post(last_link(), HTTP_ORIGIN="https://evil.example")
    one_click = client.post(
        last_link(), {"List-Unsubscribe": "One-Click"}, HTTP_ORIGIN="https://evil.example"
    )

    assert answer.status_code == one_click.status_code == 403
    assert Subscriber.objects.get().state == State.PENDING


@pytest.mark.parametrize("language", ["xx", "fi", "EN", "en%00"])
def test_there_is_no_newsletter_in_a_language_the_outlet_does_not_print(
    client: Client, language: str
) -> None:
    assert client.get(f"/{language}/newsletter/").status_code == 404


def test_a_language_that_is_not_offered_is_not_taken(client: Client) -> None:
    answer = client.post("/en/newsletter/", {"email": "ann@example.org", "language": "fi"})

    assert answer.status_code == 400
    assert not Subscriber.objects.exists()


def test_an_address_gets_no_more_than_a_few_mails_a_day(client: Client, work: Work) -> None:
    answers = [sign_up(client) for _ in range(limits.OF_AN_ADDRESS.times + 3)]
    work()

    assert {answer.status_code for answer in answers} == {200}, "and nobody can see that"
    assert len(mail.outbox) == limits.OF_AN_ADDRESS.times


def test_a_network_is_asked_to_slow_down(client: Client) -> None:
    answers = [sign_up(client, f"reader-{n}@example.org") for n in range(limits.OF_A_NETWORK.times + 1)]

    assert [answer.status_code for answer in answers] == [200] * limits.OF_A_NETWORK.times + [429]
    assert Subscriber.objects.count() == limits.OF_A_NETWORK.times


def test_counting_keeps_no_address(client: Client) -> None:
    sign_up(client)

    assert not any("ann@" in attempt.key or "127.0" in attempt.key for attempt in Attempt.objects.all())


def test_what_was_never_confirmed_is_forgotten_after_thirty_days(
    client: Client, reader: Reader, work: Work
) -> None:
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        reader("active@example.org")
        sign_up(client)
        work()
        late = last_link()
    with time_machine.travel(start + timedelta(days=30, minutes=1), tick=False):
        assert client.get(late).status_code == 404
        assert client.post(late).status_code == 404
        sign_up(client, "other@example.org")

    assert set(Subscriber.objects.values_list("email", flat=True)) == {
        "active@example.org",
        "other@example.org",
    }
    assert Attempt.objects.filter(since__lt=start + timedelta(days=29)).count() == 0


def test_an_old_link_does_not_undo_an_unsubscription(client: Client, work: Work) -> None:
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        sign_up(client)
        work()
        first = last_link()
        client.post(first)
    with time_machine.travel(start + timedelta(days=1), tick=False):
        subscriber = Subscriber.objects.get()
        actions.unsubscribe(_leave(subscriber))
        assert client.post(first).status_code == 404
        assert Subscriber.objects.get().state == State.UNSUBSCRIBED
    with time_machine.travel(start + timedelta(days=2), tick=False):
        sign_up(client)
        work()
        client.post(last_link())

    assert Subscriber.objects.get().state == State.ACTIVE


def _leave(subscriber: Subscriber) -> str:
    from masthead.circulation import tokens

    return tokens.part(tokens.Farewell(subscriber.pk, subscriber.secret))


def test_pressing_twice_changes_nothing(client: Client, reader: Reader) -> None:
    path = f"/en/newsletter/unsubscribe/{_leave(reader('ann@example.org'))}/"

    first = client.post(path)
    at = Subscriber.objects.get().unsubscribed_at
    again = client.post(path)

    assert first.status_code == again.status_code == 200
    assert Subscriber.objects.get().unsubscribed_at == at


def test_a_link_to_leave_works_in_a_language_that_was_switched_off(client: Client, reader: Reader) -> None:
    path = f"/fi/newsletter/unsubscribe/{_leave(reader('ann@example.org', 'fi'))}/"

    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 200
    assert Subscriber.objects.get().state == State.UNSUBSCRIBED


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("word", ["confirm", "unsubscribe"])
def test_a_forged_link_is_not_valid(client: Client, method: str, word: str) -> None:
    assert getattr(client, method)(f"/en/newsletter/{word}/WzFd.forged/").status_code == 404


def test_a_link_to_somebody_forgotten_is_not_valid(client: Client, reader: Reader) -> None:
    subscriber = reader("ann@example.org")
    path = f"/en/newsletter/unsubscribe/{_leave(subscriber)}/"
    subscriber.delete()
    Subscriber.objects.create(pk=1, email="bob@example.org", language="en", state=State.ACTIVE)

    assert client.post(path).status_code == 404
    assert Subscriber.objects.get().state == State.ACTIVE


def test_without_a_sender_nobody_is_told_to_look_for_mail(client: Client, outlet: Outlet) -> None:
    outlet.mail_address = ""
    outlet.save()

    answer = sign_up(client)

    assert answer.status_code == 503
    assert not Subscriber.objects.exists()


def test_a_question_that_cannot_be_carried_now_is_asked_later(
    settings: Any, client: Client, work: Work
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    sign_up(client)
    work()

    later = waiting_tasks().get()
    assert later.run_after > datetime.now(UTC)
    assert later.args_kwargs["args"] == [Subscriber.objects.get().pk, "en", 1]


def test_a_question_to_an_address_that_is_refused_is_not_asked_again(
    client: Client, post: Post, work: Work
) -> None:
    post.at_address["ann@example.org"] = "550 5.1.1 no such user"

    sign_up(client)
    work()

    assert not waiting_tasks().exists()
