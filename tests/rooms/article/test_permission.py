"""What may be done with an article: its own work, a licence, or somebody's word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.article import licences
from masthead.article.permission import Grant, Terms, may_publish, may_translate

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def reprint(licence: str = "all-rights-reserved", *grants: Grant, commercial: bool = False) -> Terms:
    return Terms(
        own=False, language="en", licence=licences.ALL[licence], commercial=commercial, grants=grants
    )


@pytest.mark.parametrize("licence", licences.ALL)
def test_an_outlet_may_do_everything_with_its_own_work(licence: str) -> None:
    own = Terms(own=True, language="en", licence=licences.ALL[licence], commercial=True)

    assert may_publish(own, TODAY).allowed
    assert may_translate(own, "ar", TODAY).allowed


@pytest.mark.parametrize(
    ("licence", "publish", "translate"),
    [
        ("all-rights-reserved", False, False),
        ("public-domain", True, True),
        ("CC0-1.0", True, True),
        ("CC-BY-4.0", True, True),
        ("CC-BY-SA-3.0", True, True),
        ("CC-BY-NC-4.0", True, True),
        ("CC-BY-ND-4.0", True, False),
        ("CC-BY-NC-ND-2.0", True, False),
    ],
)
def test_a_licence_says_what_may_be_done_with_a_reprint(licence: str, publish: bool, translate: bool) -> None:
    assert may_publish(reprint(licence), TODAY).allowed is publish
    assert may_translate(reprint(licence), "ar", TODAY).allowed is translate


def test_no_derivatives_bars_translation_and_says_why() -> None:
    why = may_translate(reprint("CC-BY-ND-4.0"), "ar", TODAY).why

    assert "CC BY-ND 4.0" in why
    assert "a translation is one" in why
    assert "Record the permission" in why


def test_a_licence_for_non_commercial_use_does_not_serve_an_outlet_that_earns_money() -> None:
    answer = may_publish(reprint("CC-BY-NC-4.0", commercial=True), TODAY)

    assert not answer.allowed
    assert "earns money" in answer.why


@pytest.mark.parametrize(
    ("grant", "publish", "arabic", "german"),
    [
        (Grant("Ada"), True, True, True),
        (Grant("Ada", translate=False), True, False, False),
        (Grant("Ada", languages=frozenset({"ar"})), False, True, False),
        (Grant("Ada", languages=frozenset({"en", "de"})), True, False, True),
        (Grant("Ada", until=TODAY), True, True, True),
        (Grant("Ada", until=YESTERDAY), False, False, False),
        (Grant("Ada", since=TODAY), True, True, True),
        (Grant("Ada", since=TOMORROW), False, False, False),
    ],
)
def test_a_grant_covers_its_languages_in_its_time(
    grant: Grant, publish: bool, arabic: bool, german: bool
) -> None:
    terms = reprint("all-rights-reserved", grant)

    assert may_publish(terms, TODAY).allowed is publish
    assert may_translate(terms, "ar", TODAY).allowed is arabic
    assert may_translate(terms, "de", TODAY).allowed is german


def test_a_grant_lifts_the_bar_of_a_licence_without_derivatives() -> None:
    assert may_translate(reprint("CC-BY-ND-4.0", Grant("Ada")), "ar", TODAY).allowed


def test_what_has_ended_is_said_with_its_day() -> None:
    assert (
        "ended on 2026-11-21"
        in may_publish(reprint("all-rights-reserved", Grant("Ada", until=YESTERDAY)), TODAY).why
    )


_GRANTS = st.builds(
    Grant,
    by=st.just("Ada"),
    languages=st.frozensets(st.sampled_from(["en", "de", "ar"])),
    translate=st.booleans(),
    since=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    until=st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
)


@given(st.sampled_from(sorted(licences.ALL)), st.lists(_GRANTS, max_size=4), _GRANTS, st.booleans())
def test_another_grant_never_takes_anything_away(
    licence: str, grants: list[Grant], more: Grant, commercial: bool
) -> None:
    before = reprint(licence, *grants, commercial=commercial)
    after = reprint(licence, *grants, more, commercial=commercial)

    assert may_publish(after, TODAY).allowed >= may_publish(before, TODAY).allowed
    assert may_translate(after, "ar", TODAY).allowed >= may_translate(before, "ar", TODAY).allowed
