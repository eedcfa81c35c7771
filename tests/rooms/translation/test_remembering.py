"""Memories of other systems in, and ours out."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests import factories as make
from tests.conftest import SHARED

from masthead.translation import memory, remembering
from masthead.translation.errors import DoesNotFit
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.models import Memory
from masthead.translation.segments import Maker, Passage

pytestmark = pytest.mark.django_db
WHAT = ("sentence__text", "target", "by", "name", "version", "before", "after")


def _tmx(*pairs: tuple[str, str], source: str = "en", about: str = "") -> BytesIO:
    units = "".join(
        f'<tu {about}><tuv xml:lang="en-GB"><seg>{one}</seg></tuv><tuv xml:lang="de"><seg>{other}</seg></tuv></tu>'
        for one, other in pairs
    )
    return BytesIO(f'<tmx version="1.4"><header srclang="{source}"/><body>{units}</body></tmx>'.encode())


def _all() -> dict[str, tuple[str, str, str]]:
    return {
        row.sentence.text: (row.target, row.by, row.name) for row in Memory.objects.select_related("sentence")
    }


def test_pairs_are_kept_as_somebodys_work() -> None:
    learnt = remembering.learn(_tmx(("A cat.", "Eine Katze."), about='changeid="Ann"'), by="us")

    assert (learnt.units, learnt.kept) == (1, 1)
    assert _all() == {"A cat.": ("Eine Katze.", "person", "Ann")}
    assert memory.recall(["A cat."], "en", ["de"])["de"]["A cat."][1] == Maker("person", "Ann")


def test_codes_that_do_not_agree_leave_the_words() -> None:
    learnt = remembering.learn(
        _tmx(('A <ph x="1"/>cat', "Katze &amp; Co"), ('<ph x="1"/>b', 'b<ph x="1"/>')), by="us"
    )

    assert learnt.plain == 1
    assert {source: row[0] for source, row in _all().items()} == {
        "A cat": "Katze &amp; Co",
        "<x1/>b": "b<x1/>",
    }


def test_a_persons_translation_stays_unless_it_is_to_be_replaced() -> None:
    for words, name in (("Die Katze", "Ann"), ("Der Hund", "")):
        memory.remember(
            [(words, words)],
            "en",
            "de",
            Maker("person" if name else "engine", name or "pseudo"),
            timezone.now(),
        )
    pairs = ("Die Katze", "The cat"), ("Der Hund", "The dog")

    learnt = remembering.learn(_tmx(*pairs), by="us")
    assert (learnt.kept, learnt.held) == (1, 1)
    assert _all() == {"Die Katze": ("Die Katze", "person", "Ann"), "Der Hund": ("The dog", "person", "us")}

    learnt = remembering.learn(_tmx(*pairs), by="us", replacing=True)
    assert (learnt.kept, learnt.same) == (1, 1)
    assert _all()["Die Katze"] == ("The cat", "person", "us")


def test_a_file_that_breaks_off_leaves_nothing() -> None:
    whole = _tmx(*((f"a{n}", f"b{n}") for n in range(5000))).getvalue()
    with pytest.raises(NotReadable):
        remembering.learn(BytesIO(whole[:-30]), by="us")
    assert not Memory.objects.exists()


def test_where_any_language_may_be_the_source_it_must_be_named() -> None:
    with pytest.raises(DoesNotFit, match="--source"):
        remembering.learn(_tmx(("a", "b"), source="*all*"), by="us")
    remembering.learn(_tmx(("a", "b"), source="*all*"), by="us", source="de")
    assert _all() == {"b": ("a", "person", "us")}


def test_units_in_languages_we_do_not_know_are_left() -> None:
    data = _tmx(("a", "b")).getvalue().replace(b'"de"', b'"tlh"')
    assert remembering.learn(BytesIO(data), by="us").left == 1


def test_the_memory_goes_out_and_comes_back_with_who_made_what(tmp_path: Path, capsys: Any) -> None:
    memory.remember(
        [("A <x1>cat</x1> &amp; b<x2/>", "<x2/><x1>Katze</x1>")],
        "en",
        "de",
        Maker("person", "Ann"),
        timezone.now(),
    )
    memory.remember([("A dog", "Ein Hund")], "en", "de", Maker("engine", "pseudo", "1"), timezone.now())
    before = list(Memory.objects.order_by("sentence__text").values(*WHAT))
    path = tmp_path / "out.tmx"

    call_command("tmx", "out", "--source", "en", "--target", "de", "--out", str(path))
    Memory.objects.all().delete()
    call_command("tmx", "in", str(path))

    assert list(Memory.objects.order_by("sentence__text").values(*WHAT)) == before
    assert "2 units: 2 kept" in capsys.readouterr().out


def test_where_a_sentence_stood_and_came_from_goes_out_and_comes_back() -> None:
    article = make.draft("Rivers & roads")
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    here, there = Passage("It rises.", "The river.", "Soon."), Passage("It rises.", "The <x1>price</x1>.")
    memory.remember([(here, "Er steigt.")], "en", "de", Maker("engine", "pseudo"), old, article=article.pk)
    memory.remember([(here, "Er steigt!")], "en", "de", Maker("person", "Ann"), new, article=article.pk)
    memory.remember([(there, "Es steigt.")], "en", "de", Maker("person", "Ben"), old)
    out = "".join(remembering.tell("en", "de"))
    Memory.objects.all().delete()

    remembering.learn(BytesIO(out.encode()), origin="out.tmx")

    known = memory.recall([here, there], "en", ["de"])["de"]
    assert {place: target for place, (target, _) in known.items()} == {
        here: "Er steigt!",
        there: "Es steigt.",
    }
    first, second = Memory.objects.order_by("-at")
    assert (first.name, first.at, first.creator, first.created_at) == ("Ann", new, "pseudo", old)
    assert (first.origin, second.origin) == ("Rivers & roads", "out.tmx")
    assert (second.creator, second.created_at) == ("", None)
    assert "".join(remembering.tell("en", "de")).count("<tu ") == 2


def test_what_says_nothing_of_its_place_stands_against_all_that_is_there() -> None:
    place = Passage("The cat", "A dog.", "")
    memory.remember([(place, "Die Katze")], "en", "de", Maker("person", "Ann"), timezone.now())

    learnt = remembering.learn(_tmx(("The cat", "Der Kater"), ("The cat", "Die Katze")), by="us")
    assert (learnt.kept, learnt.same, learnt.held) == (0, 1, 0)
    learnt = remembering.learn(_tmx(("The cat", "Der Kater")), by="us")
    assert (learnt.kept, learnt.held) == (0, 1)
    learnt = remembering.learn(_tmx(("The cat", "Der Kater")), by="us", replacing=True)
    assert learnt.kept == 1
    assert memory.recall([place], "en", ["de"])["de"][place][0] == "Die Katze"


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        call_command("tmx", "in", str(tmp_path / "none.tmx"))
    assert "There is no such file" in capsys.readouterr().err
    with pytest.raises(CommandError, match="--target"):
        call_command("tmx", "out", "--source", "en", "--target", "tlh")


def _pairs(target: str) -> set[tuple[str, str]]:
    return set(Memory.objects.filter(target_language=target).values_list("sentence__text", "target"))


@pytest.mark.shared
@pytest.mark.parametrize(
    "path", sorted((SHARED / "tico19-terms-and-tmx/tmx").glob("*.zip")), ids=lambda path: path.name
)
def test_the_memories_of_tico_19_in_and_out_equal(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        data = archive.read(archive.namelist()[0])
    target = path.name.split(".")[1].split("-")[1]

    learnt = remembering.learn(BytesIO(data), by="TICO-19")
    before = _pairs(target)
    out = "".join(remembering.tell("en", target)).encode()
    Memory.objects.all().delete()
    remembering.learn(BytesIO(out), by="TICO-19")

    assert (learnt.units, learnt.left, learnt.plain) == (3071, 0, 0)
    assert len(before) > 3000
    assert _pairs(target) == before
