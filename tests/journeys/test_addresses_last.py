"""Whatever an outlet does, no address that was ever public becomes unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import factories as make
from tests.journeys.conftest import LANGUAGES

from masthead.article.models import Article, Dossier, Edition, Outlet, Person, Region, Theme
from masthead.desk import actions as desk
from masthead.desk.models import Withdrawal
from masthead.press import actions as press
from masthead.press import files, lists
from masthead.press.models import Artifact, Gone, Moved, Placement, Shelf
from masthead.press.server import Pages
from masthead.translation.models import Policy, Working

Work = Callable[[], None]
Asked = Callable[[str], tuple[int, str]]
Step = Callable[[int], object]
ANSWERS = {200, 301, 410, 451}


@pytest.fixture
def ask(client: Client) -> Asked:
    """(status, location) of an address, as the server of pages answers with Django behind it."""

    def otherwise(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answered = client.get(environ["PATH_INFO"])
        start_response(f"{answered.status_code} x", list(answered.items()))
        return [answered.content]

    def ask(path: str) -> tuple[int, str]:
        said: list[tuple[int, str]] = []

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            said.append((int(status.split()[0]), dict(headers).get("Location", "")))

        Pages(files.root(), files.root(), otherwise)({"REQUEST_METHOD": "GET", "PATH_INFO": path}, start)
        return said[0]

    return ask


@pytest.fixture
def outlet_settings(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    monkeypatch.setattr(lists, "SIZE", 2)  # so that lists have numbered pages


def _chosen(model: Any, number: int, **fields: Any) -> Any:
    rows = list(model.objects.filter(**fields).order_by("pk"))
    return rows[number % len(rows)] if rows else None


def _publish(number: int) -> None:
    kinds = {"regions": Region, "themes": Theme, "dossiers": Dossier, "authors": Person}
    ways = {name: [row] for name, model in kinds.items() if (row := _chosen(model, number))}
    make.published(f"Fluss {Article.objects.count()}-{number}", **ways)


def _again(number: int) -> None:
    if article := _chosen(Article, number, live=False):
        desk.publish(article, by=None)


def _rename(number: int) -> None:
    if article := _chosen(Article, number, live=True):
        newest = article.get_latest_revision_as_object()
        newest.slug = f"umbenannt-{number}-{article.pk}"
        desk.save_draft(newest)
        desk.publish(newest, by=None)


def _withdraw(number: int) -> None:
    if article := _chosen(Article, number, live=True):
        desk.withdraw(article, by=None, reason=Withdrawal.Reason.values[number % 5])


def _withdraw_edition(number: int) -> None:
    if edition := _chosen(Edition, number, is_original=False, state=Edition.State.LIVE):
        desk.withdraw_edition(edition.article, edition.language, by=None)


def _delete(number: int) -> None:
    if article := _chosen(Article, number):
        article.delete()


def _language_off(number: int) -> None:
    if policy := _chosen(Policy, number):
        policy.delete()


def _language_on(number: int) -> None:
    Policy.objects.get_or_create(language=LANGUAGES[number % len(LANGUAGES)])


def _rename_way(number: int) -> None:
    if thing := _chosen((Region, Theme, Dossier, Person)[number % 4], number):
        thing.slug = f"anders-{number}"
        thing.save()


def _delete_way(number: int) -> None:
    model = (Region, Theme, Dossier)[number % 3]
    if thing := _chosen(model, number):
        thing.delete()


def _delete_person(number: int) -> None:
    if person := _chosen(Person, number):
        for article in Article.objects.all():
            newest = article.get_latest_revision_as_object()
            newest.bylines = [byline for byline in newest.bylines.all() if byline.person_id != person.pk]
            desk.save_draft(newest)
            if article.live:
                desk.publish(newest, by=None)
        person.bylines.all().delete()
        person.delete()


def _another_author(number: int) -> None:
    make.person(f"Autor {number}-{Person.objects.count()}")


STEPS: list[Step] = [
    _publish,
    _again,
    _rename,
    _withdraw,
    _withdraw_edition,
    _delete,
    _language_off,
    _language_on,
    _rename_way,
    _delete_way,
    _delete_person,
    _another_author,
]


def _begin() -> None:
    """An outlet of its own for each example; the record stays, as it always does."""
    for model in (Moved, Gone, Artifact, Placement, Shelf, Working, Withdrawal, Article, Policy, Outlet):
        model.objects.all().delete()
    for model in (Region, Theme, Dossier, Person):
        model.objects.all().delete()
    make.outlet()
    make.languages_on("de", "ar", "fr")
    make.region()
    make.theme()
    make.dossier()
    make.person()
    make.published("Der Rhein", standing="about")


def _settled(work: Work) -> set[str]:
    """Everything is pressed; the addresses at which pages stand."""
    work()
    press.press_all()
    return set(Artifact.objects.values_list("path", flat=True))


def _leads_to_a_page(ask: Asked, path: str) -> None:
    """Whatever answers, it is known, and a way that is shown leads to a page or to the word that it is gone."""
    status, location = ask(path)
    assert status in ANSWERS, (path, status)
    if status == 301:
        assert ask(location)[0] in ANSWERS - {301}, (path, location)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50)), min_size=2, max_size=6))
def test_every_address_that_ever_had_a_page_answers(
    db: None,
    outlet_settings: Any,
    work: Work,
    ask: Asked,
    steps: list[tuple[Step, int]],
) -> None:
    _begin()
    _publish(0)
    ever = _settled(work)
    for step, number in steps:
        step(number)
        ever |= _settled(work)

    for path in sorted(ever):
        _leads_to_a_page(ask, path)


def test_each_of_these_steps_is_survived(db: None, outlet_settings: Any, work: Work, ask: Asked) -> None:
    """All of them once, in an order that leaves something to each."""
    _begin()
    ever: set[str] = set()
    for step, number in [
        (_publish, 0),
        (_publish, 1),
        (_publish, 2),
        (_publish, 3),
        (_publish, 4),
        (_rename, 1),
        (_withdraw_edition, 2),
        (_rename_way, 0),
        (_rename_way, 1),
        (_withdraw, 4),
        (_withdraw, 1),
        (_delete, 2),
        (_another_author, 0),
        (_language_off, 1),
        (_delete_way, 0),
        (_delete_way, 1),
        (_delete_person, 0),
        (_again, 0),
        (_language_on, 1),
        (_language_off, 2),
    ]:
        step(number)
        ever |= _settled(work)

    answers = {path: ask(path)[0] for path in ever}
    assert set(answers.values()) == ANSWERS
    for path in sorted(ever):
        _leads_to_a_page(ask, path)


@pytest.fixture
def written(db: None, outlet_settings: Any, work: Work) -> Article:
    _begin()
    article = make.published(
        "Die Elbe", regions=Region.objects.all(), themes=Theme.objects.all(), authors=Person.objects.all()
    )
    _settled(work)
    return article


def test_a_list_that_has_another_name_is_led_to(written: Article, work: Work, ask: Asked) -> None:
    region = Region.objects.get()
    region.slug = "alpen"
    region.save()
    _settled(work)

    assert ask("/ar/regions/mitteleuropa/") == (301, "/ar/regions/alpen/")
    assert ask("/ar/regions/mitteleuropa/atom.xml") == (301, "/ar/regions/alpen/atom.xml")


def test_a_list_that_is_no_more_says_so(written: Article, work: Work, ask: Asked) -> None:
    Theme.objects.all().delete()
    _settled(work)

    assert ask("/ar/themes/gewasser/")[0] == ask("/ar/themes/gewasser/feed.xml")[0] == 410


def test_a_language_that_is_no_more_leads_from_its_articles_to_the_original(
    written: Article, work: Work, ask: Asked
) -> None:
    Policy.objects.filter(language="ar").delete()
    Edition.objects.filter(language="ar").delete()
    _settled(work)

    assert ask("/ar/articles/die-elbe/") == (301, "/de/articles/die-elbe/")
    assert ask("/ar/")[0] == 410


def test_a_page_of_a_list_that_is_full_no_longer_leads_to_its_newest(
    written: Article, work: Work, ask: Asked
) -> None:
    articles = [make.published(f"Fluss {number}") for number in range(4)]
    _settled(work)
    assert ask("/ar/page/2/")[0] == 200

    for article in articles:
        desk.withdraw(article, by=None)
    _settled(work)

    assert ask("/ar/page/2/") == (301, "/ar/")


def test_a_deleted_article_is_gone_and_not_unknown(written: Article, work: Work, ask: Asked) -> None:
    written.delete()
    _settled(work)

    assert ask("/ar/articles/die-elbe/")[0] == ask("/de/articles/die-elbe")[0] == 410


def test_a_withdrawn_standing_page_is_gone(written: Article, work: Work, ask: Asked) -> None:
    desk.withdraw(Article.objects.get(standing="about"), by=None)
    _settled(work)

    assert ask("/ar/about/")[0] == 410


def test_what_was_never_public_is_unknown(written: Article, ask: Asked) -> None:
    make.draft("Die Donau")

    assert ask("/de/articles/die-donau/")[0] == ask("/de/regions/nirgends/")[0] == 404
