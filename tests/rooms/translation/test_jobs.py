"""Jobs: gathered, forecast, confirmed, done; stopped by people and by caps, and gone on with."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests import factories as make
from tests.rooms.translation.odd_engines import Dear, Moody

from masthead.article.models import Article, Edition
from masthead.desk import actions as desk
from masthead.lib import processes
from masthead.project import worker
from masthead.record.models import Entry
from masthead.translation import actions, board, doing, jobs, tasks
from masthead.translation.errors import DoesNotFit, NotPermitted, NotPublished
from masthead.translation.models import Assignment, Budget, Job, JobItem, Policy, Spending
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
HERE = "tests.rooms.translation.odd_engines"
ALL = jobs.everything(board.Filters())


@pytest.fixture
def articles(settings: Any) -> list[Article]:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Golden"]
    make.outlet()
    made = [
        make.published(f"Fluss {name}", f"{name} ist lang. {name} ist nass.")
        for name in ("Aller", "Ems", "Oder")
    ]
    make.languages_on("de", "fr", "ar")
    return made


def _work(job: Job) -> Job:
    while doing.work(job.pk):
        pass
    job.refresh_from_db()
    return job


def _ends(job: Job) -> dict[str, int]:
    return dict(Counter(job.items.values_list("state", flat=True)))


def test_a_job_that_costs_money_is_forecast_and_waits_for_a_word(articles: list[Article]) -> None:
    job = _work(jobs.propose("translate", ALL, by="Clara"))

    assert (job.state, _ends(job), Dear.asked) == ("waiting", {"open": 6}, [])
    told = sum(Decimal(line["cost"]) for line in job.forecast["lines"])
    jobs.start(job)
    _work(job)
    assert (job.state, _ends(job)) == ("done", {"done": 6})
    assert sum(row.cost for row in Spending.objects.all()) == told > 0


def test_a_forecast_over_many_stretches_is_the_same(articles: list[Article], monkeypatch: Any) -> None:
    at_once = _work(jobs.propose("translate", ALL, by="Clara")).forecast
    clock = iter(range(10_000))
    monkeypatch.setattr("masthead.translation.doing.time.monotonic", lambda: next(clock) * 4.0)

    assert _work(jobs.propose("translate", ALL, by="Clara")).forecast == at_once


def test_what_needs_nothing_of_the_kind_is_skipped(articles: list[Article]) -> None:
    actions.translate(articles[0].pk)

    job = _work(jobs.propose("translate", ALL, by="Clara"))

    assert (job.items.count(), job.skipped) == (4, 2)


def test_cells_by_hand_are_those_and_no_others(articles: list[Article]) -> None:
    draft = make.draft("Entwurf")
    chosen = jobs.these([(articles[0].pk, "fr"), (draft.pk, "fr"), (articles[1].pk, "de"), (10**9, "fr")])

    job = _work(jobs.propose("translate", chosen, by="Clara", confirm=False))

    assert list(job.items.values_list("article", "language", "state")) == [(articles[0].pk, "fr", "done")]


def test_a_job_without_items_is_done(articles: list[Article]) -> None:
    assert _work(jobs.propose("publish", ALL, by="Clara")).state == "done"
    assert _work(jobs.propose("refresh", ALL, by="Clara")).state == "done"


def test_a_cap_stops_a_job_within_a_question_and_says_so_and_raising_it_goes_on(
    articles: list[Article],
) -> None:
    limits = Budget.objects.create(pk=1, per_day=Decimal("1.50"))
    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))
    spent = sum(row.cost for row in Spending.objects.all())
    asked = len(Dear.asked)

    assert (job.state, spent <= Decimal("1.50")) == ("capped", True)
    assert "The cap for one day, 1.50 EUR, is reached" in job.why

    limits.per_day = Decimal(100)
    limits.save()
    assert jobs.resume_capped() == 1
    _work(job)
    assert (job.state, _ends(job)) == ("done", {"done": 6})
    assert asked < len(Dear.asked) == 6 * 3
    assert max(Counter(Dear.asked).values()) == 2, "each sentence once for each language"


def test_a_language_that_has_reached_its_cap_does_not_keep_the_others(articles: list[Article]) -> None:
    Policy.objects.filter(language="fr").update(per_day=Decimal(0))

    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))

    assert (job.state, _ends(job)) == ("capped", {"capped": 3, "done": 3})
    assert set(job.items.filter(state="done").values_list("language", flat=True)) == {"ar"}


def test_the_clock_goes_on_the_next_day(articles: list[Article]) -> None:
    Budget.objects.create(pk=1, per_day=Decimal("1.50"))
    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))
    assert jobs.wake() == 0
    Spending.objects.update(at=timezone.now() - timedelta(days=1))
    Job.objects.update(moved_at=timezone.now() - timedelta(days=1))

    assert jobs.wake() == 1
    job.refresh_from_db()
    assert job.state == "running"


def test_what_a_cap_keeps_from_publication_is_done_when_it_is_raised(articles: list[Article]) -> None:
    limits = Budget.objects.create(pk=1, per_day=Decimal(0))
    tasks.translate_article.call(articles[0].pk)
    tasks.translate_article.call(articles[1].pk)

    [job] = Job.objects.all()
    assert (job.state, _ends(job)) == ("capped", {"capped": 4})
    limits.per_day = None
    limits.save()
    jobs.resume_capped()
    assert (_work(job).state, _ends(job)) == ("done", {"done": 4})


def test_what_fails_says_why_and_can_be_tried_again(articles: list[Article], settings: Any) -> None:
    desk.withdraw(articles[1], by=None)
    settings.MASTHEAD_ENGINES = [f"{HERE}.Deaf"]
    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))
    why = set(job.items.filter(state="failed").values_list("language", "why"))

    assert (job.state, _ends(job)) == ("done", {"failed": 2, "done": 2})
    assert why == {("fr", "no engine translates from de to fr")}

    settings.MASTHEAD_ENGINES = [f"{HERE}.Dear"]
    jobs.retry(job)
    assert (_work(job).state, _ends(job)) == ("done", {"done": 4})


def test_an_article_that_is_withdrawn_meanwhile_fails_alone(articles: list[Article]) -> None:
    job = _work(jobs.propose("translate", ALL, by="Clara"))
    desk.withdraw(articles[1], by=None)
    jobs.start(job)

    _work(job)

    assert _ends(job) == {"done": 4, "failed": 2}
    assert all(
        "not published" in why for why in job.items.filter(state="failed").values_list("why", flat=True)
    )


def test_a_fault_that_nobody_foresaw_leaves_the_others(
    articles: list[Article], settings: Any, caplog: Any
) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Crashing"]

    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))

    assert (job.state, _ends(job)) == ("done", {"failed": 6})
    assert "MemoryError" in job.items.all()[0].why


def test_a_job_is_stopped_and_gone_on_with(articles: list[Article]) -> None:
    job = _work(jobs.propose("translate", ALL, by="Clara"))
    jobs.stop(job)
    job.refresh_from_db()
    assert (job.state, _work(job).state, Dear.asked) == ("stopped", "stopped", [])

    jobs.resume(job)

    assert (_work(job).state, _ends(job)) == ("done", {"done": 6})


def test_two_workers_do_not_do_one_job(articles: list[Article]) -> None:
    job = jobs.propose("translate", ALL, by="Clara", confirm=False)
    assert jobs.claim(job.pk)

    assert (jobs.claim(job.pk), doing.work(job.pk)) == ("", False)


def test_a_job_of_a_worker_that_is_gone_is_taken_over(articles: list[Article]) -> None:
    job = jobs.propose("translate", ALL, by="Clara", confirm=False)
    host = processes.name().split(":")[0]
    Job.objects.update(process=f"{host}:4194305:a", moved_at=timezone.now())

    assert _work(job).state == "done"


def test_a_job_that_nobody_is_at_is_begun_again_by_the_clock(articles: list[Article]) -> None:
    from django_tasks_db.models import DBTaskResult

    job = jobs.propose("translate", ALL, by="Clara", confirm=False)
    DBTaskResult.objects.all().delete()
    Job.objects.update(moved_at=timezone.now() - timedelta(hours=1))

    jobs.wake()
    worker.drain()

    job.refresh_from_db()
    assert job.state == "done"


def test_a_stale_edition_is_translated_again_and_a_persons_sentence_left_to_a_person(
    articles: list[Article],
) -> None:
    machine, person = articles[:2]
    actions.translate(machine.pk)
    texts = dict.fromkeys(actions.standing(person.pk, "fr").pieces, "Une phrase.")
    actions.enter(person.pk, "fr", texts, maker=Maker("person", "Thérèse"))
    for article in (machine, person):
        make.rewrite(article, "ist nass", "ist blau")
        actions.translate(article.pk, languages=["fr"], with_engines=False)
    Dear.asked.clear()

    job = _work(
        jobs.propose("refresh", jobs.everything(board.Filters(languages=("fr",))), by="Clara", confirm=False)
    )

    assert Dear.asked == ["Aller ist blau."]
    ends = dict(job.items.values_list("article", "state"))
    assert ends == {machine.pk: "done", person.pk: "failed"}
    assert "wait for a person" in job.items.get(article=person).why


def test_what_is_held_is_let_out_with_an_entry_and_what_is_doubted_stays(
    articles: list[Article], settings: Any
) -> None:
    Policy.objects.update(machine=Policy.Print.HOLD)
    actions.translate(articles[0].pk)
    settings.MASTHEAD_ENGINES = [f"{HERE}.Careless"]
    doubted = make.published("Der Rhein", "Der Rhein ist 1230 Kilometer lang.")
    actions.translate(doubted.pk, languages=["fr"])

    job = _work(jobs.propose("publish", ALL, by="Clara"))

    assert dict(job.items.values_list("article", "state").distinct()) == {
        articles[0].pk: "done",
        doubted.pk: "failed",
    }
    edition = Edition.objects.get(article=articles[0], language="fr")
    assert (edition.state, edition.reviewed_by, Entry.objects.get(number=edition.entry).body["by"]) == (
        "live",
        "",
        "Clara",
    )
    assert "in doubt" in job.items.get(article=doubted).why


def test_machine_editions_are_held_with_an_entry_and_a_persons_are_not(articles: list[Article]) -> None:
    actions.translate(articles[0].pk)
    actions.review(Edition.objects.get(article=articles[0], language="ar"), by="Tariq")

    job = _work(jobs.propose("hold", ALL, by="Clara"))

    assert dict(Edition.objects.filter(article=articles[0]).values_list("language", "state")) == {
        "de": "live",
        "fr": "held",
        "ar": "live",
    }
    assert (job.items.count(), Entry.objects.filter(kind="edition.withdrawn").get().body["by"]) == (
        1,
        "Clara",
    )


def test_editions_are_given_to_a_reviewer_until_they_are_reviewed(articles: list[Article]) -> None:
    tariq = make.translator()
    actions.translate(articles[0].pk)

    job = _work(jobs.propose("assign", ALL, by="Clara", to=tariq.pk))
    given = Assignment.objects.count()
    actions.review(Edition.objects.get(article=articles[0], language="ar"), by="Tariq")

    assert (_ends(job), given, Assignment.objects.get().language) == ({"done": 2}, 2, "fr")


def test_nothing_is_given_to_somebody_who_may_not_review(articles: list[Article]) -> None:
    actions.translate(articles[0].pk)

    job = _work(jobs.propose("assign", ALL, by="Clara", to=make.stranger().pk))

    assert _ends(job) == {"failed": 2}


def _on_request(*codes: str) -> None:
    Policy.objects.filter(language__in=codes).update(mode=Policy.Mode.REQUEST)


def test_a_request_is_one_however_often_it_is_made(articles: list[Article]) -> None:
    _on_request("fr")

    said = [actions.request(articles[0].pk, "fr") for _ in range(5)]
    job = Job.objects.get()
    _work(job)

    assert (said, _ends(job)) == (["asked"] * 5, {"done": 1})
    assert actions.request(articles[0].pk, "fr") == "live"
    assert len(Dear.asked) == 3


def test_requests_of_a_day_are_counted(articles: list[Article]) -> None:
    _on_request("fr", "ar")
    Budget.objects.create(pk=1, requests=2)

    said = [actions.request(article.pk, code) for article in articles for code in ("fr", "ar")]

    assert said == ["asked", "asked", "full", "full", "full", "full"]
    assert JobItem.objects.count() == 2


def test_a_request_that_failed_is_not_made_again_the_same_day(articles: list[Article], settings: Any) -> None:
    _on_request("fr")
    settings.MASTHEAD_ENGINES = [f"{HERE}.Deaf"]
    actions.request(articles[0].pk, "fr")
    job = _work(Job.objects.get())

    assert (_ends(job), actions.request(articles[0].pk, "fr"), _ends(job)) == (
        {"failed": 1},
        "asked",
        {"failed": 1},
    )


def test_nobody_can_ask_for_what_is_not_on_request(articles: list[Article]) -> None:
    with pytest.raises(DoesNotFit):
        actions.request(articles[0].pk, "fr")
    with pytest.raises(DoesNotFit):
        actions.request(articles[0].pk, "xx")
    _on_request("fr")
    with pytest.raises(NotPublished):
        actions.request(make.draft("Entwurf").pk, "fr")
    reprint = make.draft(
        "Nachdruck", origin_outlet="Andere", origin_url="https://andere.example/", licence="CC-BY-ND-4.0"
    )
    desk.publish(reprint, by=None)
    with pytest.raises(NotPermitted):
        actions.request(reprint.pk, "fr")


def test_engines_that_are_away_fail_their_items_alone(articles: list[Article], settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Away"]

    job = _work(jobs.propose("translate", ALL, by="Clara", confirm=False))

    assert _ends(job) == {"failed": 6}
    assert not Moody.asked
