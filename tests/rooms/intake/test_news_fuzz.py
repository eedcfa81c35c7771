"""Damaged items: whatever bytes come, nothing but a refusal comes out. MASTHEAD_FUZZ_SECONDS looks for longer."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.intake.newsitems import FIRST, NITF, PICTURE_ITEM, SECOND, THIRD, XHTML, item, message

from masthead.intake.draft import Draft
from masthead.intake.errors import NoArticle, NotValid
from masthead.intake.readers import newsml
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.ninjs import reader as ninjs
from masthead.intake.sources.delivery import Delivery

Reader = Callable[[Delivery, Decoded], Iterator[Draft]]
_JSON = [json.dumps(one, ensure_ascii=False) for one in (FIRST, SECOND, THIRD, [THIRD, SECOND])]
_RIGHTS = (
    "<rightsInfo><usageTerms href='https://x.example/'>y</usageTerms><dataMining literal='no'/></rightsInfo>"
)
_HOPS = "<hopHistory><hop seq='1' timestamp='2024-05-01'><party uri='https://x.example/'/></hop></hopHistory>"
_XML = [
    item(XHTML, before=_HOPS + _RIGHTS),
    message(item(f"<inlineXML>{NITF}</inlineXML>"), PICTURE_ITEM),
    NITF,
]
_ODD = st.sampled_from(
    ["", "null", "[]", "{}", '""', "0", "-1", "1e999", "true", "\\ud800", "<", ">", "&", "]]>", "<![CDATA[", "\x00", "é",
     "http://[", "https://[::1", "<p>", "</p>", '"', "{", "}", "ninat:", "9999-99-99T99:99:99+99:99", "٢٠٢٤", "<nitf>", "xml:lang=''"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, whole: list[str]) -> str:
    """One of the texts with some pieces cut out, moved or replaced."""
    text = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 30)))
        piece = draw(st.one_of(_ODD, st.text(max_size=8), st.just(text[at:end] * 2)))
        text = text[:at] + piece + text[end:]
    return text


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "name", "uri", "role", "rel", "href", "type"]), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn) -> str:
    """An item in which some members have other values."""
    whole = dict(draw(st.sampled_from([FIRST, SECOND, THIRD])))
    for name in draw(st.lists(st.sampled_from(sorted(whole)), min_size=1, max_size=3)):
        whole[name] = draw(_VALUES)
    return json.dumps(whole)


def survives(read: Reader, text: str) -> None:
    with suppress(NotValid, NoArticle):
        for draft in read(Delivery(text.encode("utf-8", "replace"), "damaged"), Decoded(text, "utf-8")):
            json.dumps(draft.to_json())


CASES: list[tuple[Reader, st.SearchStrategy[str]]] = [
    (ninjs.drafts, damaged(_JSON)),
    (ninjs.drafts, changed()),
    (newsml.drafts, damaged(_XML)),
]


@pytest.mark.parametrize(("read", "texts"), CASES, ids=["ninjs text", "ninjs values", "newsml text"])
def test_a_damaged_item_is_read_or_refused(read: Reader, texts: st.SearchStrategy[str]) -> None:
    logging.disable(logging.CRITICAL)
    until = time.monotonic() + float(os.environ.get("MASTHEAD_FUZZ_SECONDS", "0")) / len(CASES)

    @given(text=texts)
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def never_breaks(text: str) -> None:
        survives(read, text)

    try:
        never_breaks()
        while time.monotonic() < until:
            never_breaks()
    finally:
        logging.disable(logging.NOTSET)
