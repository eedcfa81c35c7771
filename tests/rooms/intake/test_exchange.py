"""What is written as a news item is read again as the same draft, and is valid."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from tests.rooms.intake.exchanged import drafts, said

from masthead.intake.draft import Draft
from masthead.intake.readers import registry
from masthead.intake.readers.ninjs import schema
from masthead.intake.sources.delivery import Delivery
from masthead.intake.writers import newsml, ninjs

WRITERS = {"ninjs": ninjs.write, "newsml": newsml.write}


def read(written: str) -> Draft:
    return registry.read(Delivery(written.encode(), "written"))


@pytest.mark.parametrize("name", WRITERS)
@given(draft=drafts())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again_unchanged(name: str, draft: Draft) -> None:
    again = read(WRITERS[name](draft))

    assert said(again) == said(draft)


@given(draft=drafts())
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_ninjs_is_valid(draft: Draft) -> None:
    assert schema.problem(json.loads(ninjs.write(draft)), "3.1") == ""
