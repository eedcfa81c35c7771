"""Who may open which door of the desk, asked of every door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import factories as make

from masthead.article.models import Article, Edition, Outlet
from masthead.desk import roles
from masthead.translation.models import Policy


@pytest.fixture
def article(outlet: Outlet) -> Article:
    return make.published("Der Rhein")


def _client(user: object = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)  # type: ignore[arg-type]
    return client


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif pattern.name:
            yield f"{space}{pattern.name}"


def _doors() -> list[str]:
    """Every address of the desk that needs nothing but its name."""
    found = set()
    for name in _names(get_resolver().url_patterns):
        try:
            address = reverse(name)
        except Exception:
            continue
        if address.startswith("/desk/"):
            found.add(address)
    return sorted(found)


# What must be open to log in at all, and what says nothing about the outlet.
OPEN = ("/desk/login/", "/desk/logout/", "/desk/password_reset/", "/desk/jsi18n/", "/desk/sprite/")


def _is_open(address: str) -> bool:
    return address.startswith(OPEN)


@pytest.mark.parametrize("who", ["anonymous", "stranger"])
def test_a_stranger_opens_no_door_of_the_desk(outlet: Outlet, who: str) -> None:
    client = _client(make.stranger() if who == "stranger" else None)
    doors = [address for address in _doors() if not _is_open(address)]

    answers = {address: client.get(address).status_code for address in doors}

    assert len(doors) > 40
    assert {address: status for address, status in answers.items() if status not in (302, 403, 404)} == {}


@pytest.mark.parametrize("door", ["edit", "delete", "history", "unpublish"])
def test_a_stranger_opens_no_article(article: Article, door: str) -> None:
    address = reverse(f"articles:{door}", args=[article.pk])

    for client in (_client(), _client(make.stranger())):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {}).status_code in (302, 403)
    article.refresh_from_db()
    assert article.live


def test_an_editor_edits_and_neither_publishes_nor_takes_back(article: Article) -> None:
    client = _client(make.editor())

    assert client.get(reverse("articles:edit", args=[article.pk])).status_code == 200
    client.post(reverse("articles:unpublish", args=[article.pk]))
    client.post(reverse("articles:delete", args=[article.pk]))

    article.refresh_from_db()
    assert article.live


def test_an_editor_changes_neither_outlet_nor_languages(article: Article) -> None:
    client = _client(make.editor())
    policy = Policy.objects.first()
    assert policy is not None

    for name, key in (("article_outlet", Outlet.objects.get().pk), ("translation_policy", policy.pk)):
        address = reverse(f"wagtailsnippets_{name}:edit", args=[key])
        assert client.get(address).status_code in (302, 403), name


def test_a_translator_signs_editions_and_edits_no_article(article: Article) -> None:
    from masthead.translation import actions as translation

    translation.translate(article.pk)
    client = _client(make.translator())

    table = client.get(reverse("translation_editions", args=[article.pk]))
    bench = client.get(reverse("translation_workbench", args=[article.pk, "fr"]))
    client.post(reverse("translation_sign", args=[article.pk, "fr"]), {"seen": bench.context["seen"]})
    edit = client.post(reverse("articles:edit", args=[article.pk]), {"headline": "Die Elbe"})

    assert table.status_code == 200
    assert Edition.objects.get(language="fr").reviewed_by == "Tariq Example"
    assert edit.status_code in (302, 403)
    article.refresh_from_db()
    assert article.headline == "Der Rhein"


def test_an_editor_signs_no_edition(article: Article) -> None:
    from masthead.translation import actions as translation

    translation.translate(article.pk)

    seen = (
        _client(make.translator())
        .get(reverse("translation_workbench", args=[article.pk, "fr"]))
        .context["seen"]
    )
    _client(make.editor()).post(reverse("translation_sign", args=[article.pk, "fr"]), {"seen": seen})

    assert Edition.objects.get(language="fr").reviewed_by == ""


def test_a_moderator_of_comments_sees_no_article(article: Article) -> None:
    client = _client(make.user("mona", roles.MODERATORS))

    assert client.get(reverse("articles:edit", args=[article.pk])).status_code in (302, 403)
    assert client.get(reverse("articles:list")).status_code in (302, 403)


@pytest.mark.parametrize("role", [roles.CHIEF, roles.EDITORS, roles.TRANSLATORS, roles.MODERATORS])
def test_everybody_at_the_desk_begins_at_today(article: Article, role: str) -> None:
    response = _client(make.user("anna", role)).get("/desk/")

    assert response.status_code == 200


def test_preparing_the_roles_again_changes_nothing(db: None) -> None:
    from django.contrib.auth.models import Group

    def state() -> dict[str, set[str]]:
        return {g.name: set(g.permissions.values_list("codename", flat=True)) for g in Group.objects.all()}

    roles.prepare()
    before = state()
    roles.prepare()

    assert state() == before
    assert {roles.CHIEF, roles.EDITORS, roles.TRANSLATORS, roles.MODERATORS} <= set(before)
