"""The board, jobs, the ledger and the form of a language, as people at the desk use them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation import actions, board, doing, jobs
from masthead.translation.board import Filters
from masthead.translation.models import Budget, Job, Policy, Spending
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
HERE = "tests.rooms.translation.odd_engines"


@pytest.fixture
def articles(settings: Any) -> list[Article]:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Golden"]
    make.outlet()
    made = [make.published(f"Fluss {name}", f"{name} ist nass.") for name in ("Aller", "Ems", "Oder")]
    make.languages_on("de", "fr", "ar", "ja")
    Policy.objects.filter(language="ja").update(mode=Policy.Mode.REQUEST)
    return made


@pytest.fixture
def clara(articles: list[Article], client: Client) -> User:
    user = make.chief()
    client.force_login(user)
    return user


def _page(client: Client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return str(response.content.decode())


def _states(filters: Filters) -> dict[tuple[str, str], str]:
    return {
        (row.article.headline, cell.language): cell.state
        for row in board.board(filters).rows
        for cell in row.cells
        if cell.matches
    }


def _every_state(articles: list[Article]) -> None:
    """Aller: live in French, read by Tariq. Ems: a machine's in French, and stale in Arabic. Oder: held in French."""
    aller, ems, oder = articles
    actions.translate(aller.pk, languages=["fr"])
    actions.review(Edition.objects.get(article=aller, language="fr"), by="Tariq")
    actions.translate(ems.pk, languages=["fr", "ar"])
    Edition.objects.filter(article=ems, language="ar").update(trails=True)
    Policy.objects.filter(language="fr").update(machine="hold")
    actions.translate(oder.pk, languages=["fr"])


def test_every_cell_says_what_stands_there(articles: list[Article]) -> None:
    _every_state(articles)

    assert _states(Filters()) == {
        ("Fluss Aller", "fr"): "live",
        ("Fluss Aller", "ar"): "missing",
        ("Fluss Aller", "ja"): "request",
        ("Fluss Ems", "fr"): "machine",
        ("Fluss Ems", "ar"): "stale",
        ("Fluss Ems", "ja"): "request",
        ("Fluss Oder", "fr"): "held",
        ("Fluss Oder", "ar"): "missing",
        ("Fluss Oder", "ja"): "request",
    }


def test_a_state_is_counted_shown_and_gathered_alike(articles: list[Article]) -> None:
    _every_state(articles)
    every = _states(Filters())
    headlines = {article.pk: article.headline for article in articles}

    for state in board.STATES:
        for codes in ((), ("fr",), ("ar", "ja")):
            filters = Filters(state=state, languages=codes)
            expected = {
                key for key, each in every.items() if each == state and (not codes or key[1] in codes)
            }
            shown = board.board(filters)
            gathered = {(headlines[article], code) for article, code, _ in board.matching(filters)}

            assert set(_states(filters)) == gathered == expected, filters
            assert shown.cells == len(expected), filters
            assert shown.articles == len({headline for headline, _ in expected}), filters


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(text="EMS"), {"Fluss Ems"}),
        (Filters(reviewed_by="Tariq"), {"Fluss Aller"}),
        (Filters(reviewed_by="Nobody"), set()),
        (Filters(cost="0.4"), {"Fluss Ems", "Fluss Aller", "Fluss Oder"}),
        (Filters(cost="0.7"), {"Fluss Ems"}),
        (Filters(since="2999-01-01"), set()),
        (Filters(until="1999-01-01"), set()),
        (Filters(region=10**9), set()),
        (Filters(assigned=10**9), set()),
    ],
)
def test_the_board_is_narrowed(articles: list[Article], filters: Filters, expected: set[str]) -> None:
    _every_state(articles)

    assert {row.article.headline for row in board.board(filters).rows} == expected


def test_the_board_is_narrowed_by_region_and_by_who_was_asked(articles: list[Article]) -> None:
    region, tariq = make.region(), make.translator()
    rhine = make.published("Der Rhein", regions=[region])
    actions.translate(rhine.pk, languages=["fr", "ar"])
    actions.assign(rhine.pk, ["ar"], to=tariq, by="Clara")

    assert [row.article.pk for row in board.board(Filters(region=region.pk)).rows] == [rhine.pk]
    assert list(board.matching(Filters(assigned=tariq.pk))) == [(rhine.pk, "ar", "machine")]


def test_capitals_of_other_scripts_are_found(articles: list[Article]) -> None:
    make.published("Волга впадает в море", "Она течёт.", language="ru")

    assert [board.board(Filters(text=text)).articles for text in ("ВОЛГА", "волга", "Дон")] == [1, 1, 0]


def test_filters_that_cannot_be_read_are_left_out() -> None:
    given = {
        "state": "gone",
        "region": "x",
        "since": "31.12.",
        "cost": "NaN",
        "assigned": "9" * 40,
        "text": "a\0b",
    }

    assert Filters.of(given, ["fr", "xx"]) == Filters(languages=("fr",), text="ab")


def test_filters_come_back_from_json() -> None:
    filters = Filters(
        languages=("fr", "ar"), state="stale", region=3, text="x", since="2026-01-01", cost="1.5"
    )

    assert Filters.from_json(json.loads(json.dumps(filters.to_json()))) == filters


def _queries(filters: Filters) -> int:
    with CaptureQueriesContext(connection) as captured:
        board.board(filters)
    return len(captured)


def test_the_board_costs_the_same_queries_for_many_articles_and_languages(articles: list[Article]) -> None:
    _every_state(articles)
    kinds = [
        Filters(),
        Filters(state="missing"),
        Filters(state="stale", languages=("ar",)),
        Filters(text="Ems"),
    ]
    few = [_queries(filters) for filters in kinds]
    for number in range(40):
        make.published(f"Bach {number}", "Er fließt.")
    Policy.objects.all().delete()
    make.languages_on()

    assert [_queries(filters) for filters in kinds] == few
    assert max(few) <= 12


def test_the_screen_costs_the_same_queries_for_many_articles_and_languages(
    clara: User, client: Client
) -> None:
    _page(client, "translation_board")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            _page(client, "translation_board")
        return len(captured)

    few = asked()
    for number in range(40):
        make.published(f"Bach {number}", "Er fließt.")
    Policy.objects.all().delete()
    make.languages_on()
    assert asked() == few


def test_an_empty_board_says_what_to_do(client: Client) -> None:
    make.outlet()
    client.force_login(make.chief())

    assert "Nothing is published yet" in _page(client, "translation_board")
    make.published("Der Rhein")
    assert "No language is switched on" in _page(client, "translation_board")
    make.languages_on("fr")
    assert "Nothing matches" in _page(client, "translation_board", text="Donau")


def test_cells_name_their_language_and_state_and_headlines_their_direction(
    clara: User, client: Client
) -> None:
    make.published("النيل نهر طويل", "يجري إلى البحر.", language="ar", slug="nil")

    page = _page(client, "translation_board")

    assert 'lang="ar" dir="rtl">النيل نهر طويل</a>' in page
    assert '<span class="w-sr-only">Missing</span>' in page
    assert 'aria-label="Choose French"' in page
    assert '<abbr title="French">fr</abbr>' in page


def test_what_people_wrote_is_escaped(clara: User, client: Client) -> None:
    make.published("<script>alert(1)</script>", "Er ist nass.")
    evil = make.translator("<b>eve")
    actions.translate(article := Article.objects.latest("pk").pk, languages=["fr"])
    evil.first_name = '"><script>x'
    evil.save()
    actions.assign(article, ["fr"], to=evil, by="Clara")

    page = _page(client, "translation_board", text='"><script>')
    page += _page(client, "translation_board")

    assert "<script>alert" not in page
    assert '"><script>x' not in page


def _act(client: Client, **data: object) -> Any:
    return client.post(reverse("translation_act"), data)


def test_ticked_cells_rows_and_columns_become_one_job(
    clara: User, articles: list[Article], client: Client
) -> None:
    aller, ems, oder = (article.pk for article in articles)
    response = _act(
        client,
        act="translate",
        cell=[f"{aller}.fr", "x.fr", f"{aller}.xx", "7"],
        row=[str(ems)],
        column=["ja"],
        shown=f"{oder},{ems}",
    )

    job = Job.objects.get()
    assert response.url == reverse("translation_job", args=[job.pk])
    while doing.work(job.pk):
        pass
    assert set(job.items.values_list("article", "language")) == {
        (aller, "fr"),
        (ems, "fr"),
        (ems, "ar"),
        (ems, "ja"),
        (oder, "ja"),
    }


def test_all_that_match_is_what_the_filters_say(clara: User, client: Client) -> None:
    _act(client, act="translate", all="on", filters=json.dumps({"text": "Ems", "languages": ["fr"]}))

    job = Job.objects.get()
    assert (job.selection, job.by) == ({"all": {"languages": ["fr"], "text": "Ems"}}, "Clara Example")


@pytest.mark.parametrize(
    "data", [{"act": "translate"}, {"act": "explode", "all": "on"}, {"act": "assign", "all": "on"}, {}]
)
def test_an_act_that_lacks_something_says_so_and_begins_nothing(
    clara: User, client: Client, data: dict[str, str]
) -> None:
    response = client.post(reverse("translation_act"), {**data, "filters": "no json"}, follow=True)

    assert "messages" in response.context
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not Job.objects.exists()


def test_languages_are_switched_at_the_board_by_who_may(
    clara: User, client: Client, articles: list[Article]
) -> None:
    _act(client, act="on", column="ja", shown=str(articles[0].pk))
    assert Policy.objects.get(language="ja").mode == "on"

    client.force_login(make.translator())
    _act(client, act="off", column="ja", shown=str(articles[0].pk))
    assert Policy.objects.get(language="ja").mode == "on"


def test_a_job_is_started_stopped_and_gone_on_with_at_its_page(clara: User, client: Client) -> None:
    job = jobs.propose("translate", jobs.everything(Filters()), by="Clara")
    while doing.work(job.pk):
        pass
    page = _page(client, "translation_job", job.pk)
    assert "Translate for" in page
    assert "Waiting for your word" in page

    for verb, state in (("start", "running"), ("stop", "stopped"), ("resume", "running")):
        client.post(reverse("translation_job_change", args=[job.pk, verb]))
        job.refresh_from_db()
        assert job.state == state
    while doing.work(job.pk):
        pass
    assert "Done</strong>: 9 of 9 done" in _page(client, "translation_job", job.pk)
    assert "9 of 9" in _page(client, "translation_jobs")


def test_the_page_of_a_job_says_which_cap_stopped_it_and_that_raising_it_goes_on(
    clara: User, client: Client
) -> None:
    Budget.objects.create(pk=1, per_day=Decimal("0.50"))
    job = jobs.propose("translate", jobs.everything(Filters()), by="Clara", confirm=False)
    while doing.work(job.pk):
        pass
    assert "The cap for one day, 0.50 EUR, is reached" in _page(client, "translation_job", job.pk)

    response = client.post(
        reverse("translation_caps"),
        {"per_day": "50", "per_article": "", "per_language": "", "requests": "100"},
        follow=True,
    )

    assert "1 job that a cap had stopped goes on" in response.content.decode()
    job.refresh_from_db()
    assert job.state == "running"


def test_failures_are_shown_with_their_reason(clara: User, client: Client, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Deaf"]
    job = jobs.propose("translate", jobs.everything(Filters(languages=("fr",))), by="Clara", confirm=False)
    while doing.work(job.pk):
        pass

    page = _page(client, "translation_job", job.pk)

    assert "<strong>3</strong> failed: no engine translates from de to fr" in page


@pytest.mark.parametrize("by", ["day", "language", "engine", "article", "nonsense"])
def test_the_ledger_adds_up(clara: User, client: Client, articles: list[Article], by: str) -> None:
    actions.translate(articles[0].pk, languages=["fr", "ar"])

    page = _page(client, "translation_ledger", by=by)

    assert f"{sum(row.cost for row in Spending.objects.all()):.4f}" in page


def test_the_ledger_as_csv_has_no_formulas(clara: User, client: Client) -> None:
    article = make.published("=HYPERLINK(1)", "Er ist nass.")
    actions.translate(article.pk, languages=["fr"])
    article.refresh_from_db()

    response = client.get(reverse("translation_ledger_csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))

    assert rows[0]["headline"] == "'=HYPERLINK(1)"
    assert (rows[0]["language"], rows[0]["engine"], Decimal(rows[0]["EUR"]) > 0) == ("fr", "golden", True)


@pytest.mark.parametrize("cap", ["-1", "much", "99999999999"])
def test_a_cap_that_is_none_is_refused(clara: User, client: Client, cap: str) -> None:
    client.post(reverse("translation_caps"), {"per_day": cap, "requests": "1"})

    assert not Budget.objects.filter(per_day__isnull=False).exists()


PAGES = ["translation_board", "translation_jobs", "translation_ledger", "translation_ledger_csv"]


@pytest.mark.parametrize("name", PAGES)
def test_strangers_see_none_of_it(articles: list[Article], client: Client, name: str) -> None:
    client.force_login(make.stranger())
    assert client.get(reverse(name)).status_code in {302, 403}
    client.force_login(make.editor())
    assert client.get(reverse(name)).status_code in {302, 403}


def test_translators_see_the_board_and_the_ledger_and_set_no_caps(
    articles: list[Article], client: Client
) -> None:
    client.force_login(make.translator())

    assert [client.get(reverse(name)).status_code for name in PAGES] == [200] * 4
    client.post(reverse("translation_caps"), {"requests": "1"})
    assert not Budget.objects.exists()


def test_who_may_only_look_changes_nothing(clara: User, client: Client, articles: list[Article]) -> None:
    job = jobs.propose("translate", jobs.everything(Filters()), by="Clara")
    client.force_login(make.editor())

    assert _act(client, act="translate", all="on").status_code in {302, 403}
    assert client.post(reverse("translation_job_change", args=[job.pk, "stop"])).status_code in {302, 403}
    assert Job.objects.count() == 1


def test_the_form_of_a_language_shows_engines_with_price_and_keeps_their_order(
    clara: User, client: Client, settings: Any
) -> None:
    settings.MASTHEAD_ENGINES = [f"{HERE}.Golden", f"{HERE}.Deaf", "pseudo"]
    policy = Policy.objects.get(language="fr")
    address = reverse("wagtailsnippets_translation_policy:edit", args=[policy.pk])
    page = client.get(address).content.decode()
    assert "20000.00" in page
    assert "From German" in page

    response = client.post(
        address,
        {
            "language": "fr",
            "mode": "request",
            "machine": "hold",
            "engines-pseudo": "1",
            "engines-golden": "2",
            "engines-deaf": "",
            "pairs-de-golden": "1",
            "per_day": "2.50",
        },
    )

    assert response.status_code == 302, response.context["form"].errors
    policy.refresh_from_db()
    assert (policy.engines, policy.pairs, policy.per_day, policy.mode) == (
        ["pseudo", "golden"],
        {"de": ["golden"]},
        Decimal("2.50"),
        "request",
    )


def test_an_engine_that_is_gone_is_said_to_be(clara: User, client: Client) -> None:
    policy = Policy.objects.get(language="fr")
    policy.engines = ["oldie", "golden"]
    policy.save()

    page = client.get(reverse("wagtailsnippets_translation_policy:edit", args=[policy.pk])).content.decode()

    assert "not set up any more: oldie" in page


def test_what_is_missing_of_an_article_is_forecast_before_it_is_asked_for(
    clara: User, client: Client, articles: list[Article]
) -> None:
    response = client.post(reverse("translation_translate", args=[articles[0].pk]))

    job = Job.objects.get()
    while doing.work(job.pk):
        pass
    job.refresh_from_db()
    assert response.url == reverse("translation_job", args=[job.pk])
    assert (job.state, job.items.count()) == ("waiting", 3)


def test_a_person_s_edition_is_not_a_machines(articles: list[Article]) -> None:
    texts = dict.fromkeys(actions.standing(articles[0].pk, "fr").pieces, "Une phrase.")
    actions.enter(articles[0].pk, "fr", texts, maker=Maker("person", "Thérèse"))

    assert _states(Filters(languages=("fr",)))["Fluss Aller", "fr"] == "live"


def test_all_languages_have_a_place_in_what_was_seen() -> None:
    assert len(languages.CODES) <= 64, "forecast.Seen keeps a bit for each"
