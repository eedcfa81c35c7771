"""Money is asked for first: forecasts that come true, caps that hold, and nothing that is paid for twice."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.rooms.translation.odd_engines import Dear, Moody

from masthead.article.models import Article, Edition
from masthead.translation import actions, budget
from masthead.translation.engines.errors import BadAnswer, EngineUnavailable
from masthead.translation.forecast import Forecast, Line, Seen, forecast
from masthead.translation.models import Asking, Budget, Policy, Spending

HERE = "tests.rooms.translation.odd_engines"
# Golden asks two cents a character, two sentences at a time: 0.56 and 0.58 EUR for the four of a language.
FOUR = ("Der Rhein ist lang.", "Er ist ein Fluss.", "Er ist nass.")


@pytest.fixture
def article(settings: Any, db: None) -> Article:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Golden"]
    make.outlet()
    make.languages_on("de", "fr", "ar")
    return make.published("Der Rhein", " ".join(FOUR))


def _spent(**which: Any) -> Decimal:
    return sum((row.cost for row in Spending.objects.filter(**which)), Decimal(0))


def test_what_is_forecast_is_what_is_then_spent(article: Article) -> None:
    made = forecast(article.pk, None)

    assert not Dear.asked
    outcomes = actions.translate(article.pk)
    assert made.total.cost == _spent() == sum(outcome.cost for outcome in outcomes)
    assert made.total.new == len(Dear.asked) == 8
    assert made.total.words == sum(row.words for row in Spending.objects.all())
    assert {(line.language, line.engine, line.leaves_machine) for line in made.rows} == {
        ("fr", "golden", True),
        ("ar", "golden", True),
    }


def test_a_sentence_that_is_known_or_stands_in_two_articles_is_forecast_once(article: Article) -> None:
    actions.translate(article.pk, languages=["fr"])
    other = make.published("Die Elbe", f"{FOUR[0]} Sie ist anders.")
    third = make.published("Die Elbe", "Sie ist anders.")

    made = Forecast()
    for each in (article, other, third):
        forecast(each.pk, ["fr"], into=made)

    [line] = made.rows
    assert (line.articles, line.new, line.repeated) == (3, 2, 3)
    Dear.asked.clear()
    before = _spent()
    for each in (article, other, third):
        actions.translate(each.pk, languages=["fr"])
    assert (len(Dear.asked), _spent() - before) == (2, line.cost)


def test_a_forecast_goes_on_where_it_was_put_down(article: Article) -> None:
    other = make.published("Der Rhein", FOUR[0])
    at_once = forecast(other.pk, ["fr"], into=forecast(article.pk, ["fr"]))
    first = forecast(article.pk, ["fr"])

    again = Forecast.from_json(json.loads(json.dumps(first.to_json())), first.seen.packed())
    forecast(other.pk, ["fr"], into=again)

    assert again.total == at_once.total


def test_a_language_that_no_engine_has_says_so_in_the_forecast(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Deaf"]

    lines = {line.language: line for line in forecast(article.pk, None).rows}

    assert lines["fr"].fault == "no engine translates from de to fr"
    assert (lines["fr"].cost, lines["ar"].fault) == (0, "")


@given(
    st.lists(
        st.tuples(st.sampled_from(["de", "en"]), st.text(max_size=8), st.sampled_from(["fr", "yi", "af"]))
    )
)
def test_what_was_seen_is_known_again_after_it_was_packed(met: list[tuple[str, str, str]]) -> None:
    seen, expected = Seen(), set()
    for sentence in met:
        assert seen.first(*sentence) == (sentence not in expected)
        expected.add(sentence)

    again = Seen(seen.packed())

    assert not any(again.first(*sentence) for sentence in met)


@given(st.builds(Line, st.just("fr"), cost=st.decimals(0, 10**6, places=6), new=st.integers(0, 10**9)))
def test_a_line_comes_back_from_json_as_it_was(line: Line) -> None:
    assert Line.from_json(json.loads(json.dumps(line.to_json()))) == line


@pytest.mark.parametrize(
    ("caps", "scope"),
    [
        ({"per_article": "1.80"}, "article"),
        ({"per_day": "1.80"}, "day"),
        ({"per_language": "0.60"}, "language"),
    ],
)
def test_a_cap_stops_before_the_question_that_would_break_it_and_says_so(
    article: Article, caps: dict[str, str], scope: str
) -> None:
    Budget.objects.create(**{"pk": 1, **{key: Decimal(value) for key, value in caps.items()}})

    outcomes = actions.translate(article.pk, languages=["fr", "ar"])

    assert {outcome.capped for outcome in outcomes if outcome.capped} == {scope}
    stopped = next(outcome for outcome in outcomes if outcome.capped)
    assert (stopped.state, "is reached" in stopped.fault) == ("incomplete", True)
    assert 0 < _spent() <= Decimal(next(iter(caps.values()))) * (2 if scope == "language" else 1)


def test_no_lesser_engine_is_a_way_around_a_cap(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Golden", "pseudo"]
    Budget.objects.create(pk=1, per_day=Decimal(0))

    [outcome] = actions.translate(article.pk, languages=["fr"])

    assert (outcome.capped, outcome.by_engine) == ("day", 0)


def test_after_the_cap_is_raised_only_the_rest_is_asked_for(article: Article) -> None:
    limits = Budget.objects.create(pk=1, per_article=Decimal("0.80"))
    actions.translate(article.pk, languages=["fr"])
    asked = len(Dear.asked)
    limits.per_article = Decimal(5)
    limits.save()

    [outcome] = actions.translate(article.pk, languages=["fr"])

    assert (asked, outcome.state, outcome.capped) == (2, "live", "")
    assert sorted(Dear.asked) == sorted(set(Dear.asked)), "nothing was asked twice"


def test_yesterdays_money_is_not_todays(article: Article) -> None:
    Budget.objects.create(pk=1, per_day=Decimal("0.80"))
    actions.translate(article.pk, languages=["fr"])
    Spending.objects.update(at=timezone.now() - timedelta(days=1))
    Dear.asked.clear()

    actions.translate(article.pk, languages=["fr"])

    assert len(Dear.asked) == 2


def test_a_language_may_have_a_cap_of_its_own(article: Article) -> None:
    Budget.objects.create(pk=1, per_language=Decimal(0))
    Policy.objects.filter(language="ar").update(per_day=Decimal(5))

    outcomes = {outcome.language: outcome for outcome in actions.translate(article.pk)}

    assert (outcomes["ar"].state, outcomes["fr"].capped) == ("live", "language")


def test_a_question_that_failed_costs_nothing_and_one_with_a_bad_answer_may_have(
    article: Article, settings: Any
) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Moody"]
    Moody.errors[:] = [BadAnswer("It is no JSON.")]
    actions.translate(article.pk, languages=["fr"])
    bad = Spending.objects.filter(answered=False).count()
    Moody.errors[:] = [EngineUnavailable("Away.") for _ in range(9)]
    actions.translate(make.published("Die Oder").pk, languages=["fr"])

    assert (bad, Spending.objects.filter(answered=False).count()) == (1, 1)


def test_what_is_free_is_not_capped(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    Budget.objects.create(pk=1, per_day=Decimal(0))

    assert {outcome.state for outcome in actions.translate(article.pk)} == {"live"}


def test_what_another_worker_is_asking_for_is_not_asked_for_too(article: Article) -> None:
    Asking.objects.create(article=article, language="fr", process="elsewhere:1:a", at=timezone.now())

    outcomes = {outcome.language: outcome for outcome in actions.translate(article.pk)}

    assert (outcomes["fr"].state, outcomes["fr"].capped, outcomes["ar"].state) == (
        "missing",
        "elsewhere",
        "live",
    )
    assert Asking.objects.count() == 1


def test_a_worker_that_is_gone_leaves_its_place(article: Article) -> None:
    from masthead.lib import processes

    host = processes.name().split(":")[0]
    Asking.objects.create(article=article, language="fr", process=f"{host}:4194305:a", at=timezone.now())

    assert {outcome.state for outcome in actions.translate(article.pk)} == {"live"}
    assert not Asking.objects.exists()


def test_a_pair_of_languages_can_have_engines_of_its_own(article: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Dear", "pseudo"]
    Policy.objects.filter(language="fr").update(engines=["dear"], pairs={"de": ["pseudo", "dear"]})
    english = make.published("The Rhine", "It is a river.", language="en")

    actions.translate(article.pk, languages=["fr"])
    actions.translate(english.pk, languages=["fr"])

    assert dict(Spending.objects.values_list("article_id", "engine")) == {
        article.pk: "pseudo",
        english.pk: "dear",
    }


def test_a_language_on_request_waits_until_it_is_asked_for_and_is_kept_up_then(article: Article) -> None:
    Policy.objects.filter(language="fr").update(mode=Policy.Mode.REQUEST)

    first = [outcome.language for outcome in actions.translate(article.pk)]
    actions.translate(article.pk, languages=["fr"])
    make.rewrite(article, "nass", "blau")
    then = {outcome.language for outcome in actions.translate(article.pk)}

    assert (first, then) == (["ar"], {"ar", "fr"})
    assert Edition.objects.filter(language="fr", trails=False, state="live").exists()


def _run(*words: str) -> str:
    out = io.StringIO()
    call_command("translate", *words, stdout=out)
    return out.getvalue()


def test_the_command_forecasts_in_words_and_as_json(article: Article) -> None:
    told = _run(str(article.pk), "--to", "fr,ar", "--forecast")
    lines = [
        json.loads(line) for line in _run(str(article.pk), "--to", "fr", "--forecast", "--json").splitlines()
    ]

    assert told.splitlines()[0].split() == [
        "language",
        "engine",
        "new",
        "repeated",
        "words",
        "EUR/million",
        "EUR",
    ]
    assert told.splitlines()[-1].startswith("total")
    assert (lines[0]["language"], lines[0]["new"], Decimal(lines[0]["cost"])) == (
        "fr",
        4,
        forecast(article.pk, ["fr"]).total.cost,
    )
    assert not Dear.asked


def test_the_command_translates_and_says_what_became_of_each_language(article: Article) -> None:
    said = json.loads(_run(str(article.pk), "--to", "fr", "--json"))

    assert (said["state"], said["asked"], Decimal(said["cost"])) == ("live", 4, _spent())


def test_the_command_fails_where_something_stays_open(article: Article) -> None:
    Budget.objects.create(pk=1, per_day=Decimal(0))

    with pytest.raises(SystemExit):
        _run(str(article.pk), "--to", "fr")


@pytest.mark.parametrize(("words", "said"), [(("--to", "xx"), "no language of ours"), ((), "not published")])
def test_the_command_refuses_with_a_sentence(article: Article, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        _run(str(make.draft("Entwurf").pk), *words)


def test_small_amounts_are_not_rounded_away() -> None:
    assert [budget.euros(Decimal(amount)) for amount in ("0", "0.5", "0.0012", "12.346")] == [
        "0.00",
        "0.50",
        "0.0012",
        "12.35",
    ]
