"""Apertium: its modes, its stream format, its pipelines; then the program itself where it is installed."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.translation.engine_contract import EngineContract

from masthead.translation.engines.apertium import Apertium, modes, pipe, serbian
from masthead.translation.engines.apertium.pipe import Pipe, PipeError, Pool
from masthead.translation.engines.apertium.stream import from_stream, to_stream
from masthead.translation.engines.errors import EngineUnavailable, UnsupportedPair
from masthead.translation.markup import encode, kinds, mark, plain, problems

MODES = "/usr/share/apertium/modes"

# Modes


def _folder(path: Path, *names: str) -> str:
    for name in names:
        (path / f"{name}.mode").write_text("lt-proc 'x' | lt-proc $1 'y'")
    return str(path)


def test_modes_of_two_and_three_letters_are_found_under_our_codes(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "eng-spa", "es-pt", "ind-zlm", "slv-hbs_HR", "hbs-slv", "swe-nob", "es-ast")

    assert modes.pairs(folder) == {
        ("en", "es"): "eng-spa",
        ("es", "pt"): "es-pt",
        ("id", "ms"): "ind-zlm",
        ("sl", "hr"): "slv-hbs_HR",
        ("hr", "sl"): "hbs-slv",
        ("sr", "sl"): "hbs-slv",
        ("sv", "nb"): "swe-nob",
    }


def test_a_pair_installed_later_is_found(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "eng-spa")
    assert ("es", "pt") not in modes.pairs(folder)

    _folder(tmp_path, "es-pt")
    os.utime(tmp_path, (1, 1))

    assert ("es", "pt") in modes.pairs(folder)


def test_a_way_leads_by_the_best_language_that_is_there(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "eng-spa", "es-fr", "eng-cat")

    assert modes.route(folder, "en", "es") == ("en", "es")
    assert modes.route(folder, "en", "fr") == ("en", "es", "fr")
    assert modes.route(folder, "fr", "en") is None

    _folder(tmp_path, "cat-fra")
    os.utime(tmp_path, (1, 1))

    assert modes.route(folder, "en", "fr") == ("en", "ca", "fr")


def test_a_pair_of_too_poor_quality_is_left_out(tmp_path: Path) -> None:
    assert modes.pairs(_folder(tmp_path, "eng-hbs_SR", "eng-hbs_HR")) == {}


def test_a_folder_that_is_not_there_has_no_pairs() -> None:
    assert modes.pairs("/nowhere") == {}
    assert not Apertium("/nowhere").supports("en", "es")


def test_a_mode_becomes_a_pipeline_that_waits_for_more() -> None:
    text = (
        "lt-proc -w 'm.bin' | cg-proc 'r.bin' | vislcg3 -g 'x' | apertium-tagger -g $2 'p.prob' | "
        "lt-proc -b 'b.bin' | apertium-transfer -b 't1x' 't.bin' | lt-proc $1 'g.bin' | lt-proc -p 'p.bin'"
    )

    assert modes.pipeline("eng-spa", text).split(" | ") == [
        "lt-proc -z -w 'm.bin'",
        "apertium-wblank-attach",
        "cg-proc -z 'r.bin'",
        "vislcg3 -g 'x'",
        "apertium-tagger -z -g  'p.prob'",
        "lt-proc -z -b 'b.bin'",
        "apertium-transfer -z -b 't1x' 't.bin'",
        "apertium-wblank-detach",
        "lt-proc -z -n 'g.bin'",
        "lt-proc -z -p 'p.bin'",
    ]


def test_an_old_transfer_is_parted_from_its_dictionary() -> None:
    pipeline = modes.pipeline(
        "en-gl", "lt-proc 'm'|apertium-transfer  't1x' 't.bin'  'b.bin'|lt-proc -g 'g.bin'"
    )

    assert "lt-proc -z -b 'b.bin' | apertium-transfer -z -b 't1x' 't.bin'" in pipeline
    assert pipeline.endswith("lt-proc -z -n 'g.bin'")


def test_where_the_tagger_is_broken_the_grammar_chooses() -> None:
    pipeline = modes.pipeline(
        "rus-ukr", "lt-proc 'm' | cg-proc -w 'r.bin' | apertium-tagger -g $2 'p' | lt-proc $1 'g'"
    )

    assert "cg-proc -z -1 -n -w 'r.bin'" in pipeline
    assert "apertium-tagger" not in pipeline


# The stream format


def test_codes_become_blanks_and_text_is_escaped() -> None:
    assert (
        to_stream("A <x1>red [car]</x1><x2/> &lt;5 &amp; 6")
        == r"A [[t:x:1]]red \[car\][[/]][\<x2\/\>] \<5 & 6."
    )
    assert to_stream("A <x1>red</x1> car!", bound=False) == r"A [\<x1\>]red[\<\/x1\>] car!"


def test_addresses_pass_as_blanks() -> None:
    sent = to_stream("See <x1>https://e.org/red-car?a=1</x1>, ask john@e.org or @red about #blue.")

    assert sent == (
        r"See [\<x1\>][https:\/\/e.org\/red-car?a=1][\<\/x1\>], ask [john\@e.org] or [\@red] about [#blue]."
    )


@pytest.mark.parametrize(
    ("source", "answer", "wanted"),
    [
        ("The <x1>red</x1> car.", "El coche [[t:x:1]]rojo[[/]].", "El coche <x1>rojo</x1>."),
        ("<x1>A B</x1> c", "[[t:x:1]]A[[/]] [[t:x:1]]B[[/]] c.", "<x1>A B</x1> c"),
        (
            "<x1>I saw the <x2>dog</x2></x1>.",
            " [[t:x:1]]Vi[[/]]  [[t:x:1]]el[[/]] [[t:x:1; t:x:2]]perro[[/]].",
            "<x1>Vi el <x2>perro</x2></x1>.",
        ),
        ("<x1>big house</x1> of.", "[[t:x:1]]casa[[/]] de [[t:x:1]]grande[[/]].", "<x1>casa de grande</x1>."),
        (
            "<x1>big house</x1> of the old man.",
            "[[t:x:1]]casa[[/]] del viejo hombre muy [[t:x:1]]grande[[/]].",
            "<x1>casa</x1> del viejo hombre muy grande.",
        ),
        ("One<x1/>", r"Uno[\<x1\/\>].", "Uno<x1/>"),
        (r"a \ [b]", r"a \\ \[b\].", r"a \ [b]"),
        ("5 &lt; 6", r"5 \< 6.", "5 &lt; 6"),
    ],
)
def test_an_answer_becomes_marked_text(source: str, answer: str, wanted: str) -> None:
    assert from_stream(answer, source) == wanted


@given(st.recursive(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=8).map(encode),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(" ".join) | inner.map(lambda t: f"<em>{t}</em>"),
    max_leaves=6,
))  # fmt: skip
def test_a_text_that_nobody_translates_comes_back_as_it_was(html: str) -> None:
    text = mark(html).text

    for bound in (True, False):
        assert problems(from_stream(_echo(to_stream(text, bound=bound)), text), kinds(text)) == []
        assert plain(from_stream(_echo(to_stream(text, bound=bound)), text)) == plain(text)


def _echo(stream: str) -> str:
    """What a pipeline does that knows no word: the blanks around a word are bound to it."""
    around: list[str] = []
    parts = []
    for part in re.findall(r"\[\[[^]]*\]\]|\[(?:\\.|[^]])*\]|(?:\\.|[^\s\[\\])+|\s+", stream):
        if part == "[[/]]":
            around.pop()
        elif part.startswith("[["):
            around.append(part[2:-2])
        elif around and not part.isspace() and not part.startswith("["):
            parts.append(f"[[{'; '.join(around)}]]{part}[[/]]")
        else:
            parts.append(part)
    return "".join(parts)


# Serbian


def test_serbian_changes_its_script_and_leaves_codes_and_addresses() -> None:
    latin = "Njegoš je <x1>džep</x1> na e-pošti ana@primer.rs, nadživeo i injekcija, XIV vek, IBM &amp; Wikipedia."
    cyrillic = (
        "Његош је <x1>џеп</x1> на е-пошти ana@primer.rs, надживео и инјекција, XIV век, ИБМ &amp; Wikipedia."
    )

    assert serbian.turned(latin, serbian.to_cyrillic) == cyrillic
    assert serbian.turned("Његош и ЉИЉА, Ђак", serbian.to_latin) == "Njegoš i LJILJA, Đak"


# Pipelines, with programs that every system has


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool()
    yield pool
    pool.close()


def test_a_pipeline_answers_text_after_text(pool: Pool) -> None:
    assert [pool.ask("cat", text, 5) for text in ("one", "two ž", "")] == ["one", "two ž", ""]


def test_a_large_text_does_not_block_the_pipeline(pool: Pool) -> None:
    text = "word " * 200_000

    assert pool.ask("cat", text, 20) == text


def test_a_pipeline_that_hangs_is_ended_in_time(pool: Pool) -> None:
    command = r"sed -zu 's/hang.*/&/;/hang/{s/.*/sleep 60/e}'"
    assert pool.ask(command, "fine", 5) == "fine"
    started = time.monotonic()

    with pytest.raises(PipeError, match="too-slow"):
        pool.ask(command, "hang", 0.5)

    assert time.monotonic() - started < 50  # the program itself would sleep for sixty
    assert pool.ask(command, "fine", 5) == "fine"


def test_a_pipeline_that_crashes_starts_again(pool: Pool) -> None:
    command = "sed -zu '/crash/Q1'"

    with pytest.raises(PipeError, match="crashed"):
        pool.ask(command, "crash", 5)

    assert pool.ask(command, "fine", 5) == "fine"


def test_an_answer_to_another_question_is_no_answer() -> None:
    late = Pipe("sed -zu 's/s[0-9]*/s0/'")

    with pytest.raises(PipeError, match="not-started"):
        late.ask("text", 5)


def test_a_program_that_is_missing_says_so(pool: Pool) -> None:
    with pytest.raises(PipeError, match="not-started"):
        pool.ask("no-such-program-here", "text", 5)


_GREEDY = """
import os
while text := os.read(0, 9999):
    os.write(1, text if b"greedy" not in text else text * 10**9)
"""


def test_a_program_may_not_take_all_memory(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipe, "MEMORY", 400_000)
    greedy = f"{sys.executable} -Sc '{_GREEDY}'"
    assert pool.ask(greedy, "fine", 5) == "fine"

    with pytest.raises(PipeError, match="crashed"):
        pool.ask(greedy, "greedy", 30)


def test_closing_ends_every_program_of_the_pipeline() -> None:
    live = Pipe("cat | cat | cat")
    live.ask("text", 5)
    assert live._process is not None
    group = live._process.pid

    live.close()

    assert _gone(group)


def _gone(group: int) -> bool:
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_only_the_pipelines_last_used_stay_open(pool: Pool) -> None:
    for number in range(pipe.LIVE + 3):
        assert pool.ask(f"cat #{number}", "text", 5) == "text"

    assert list(pool._pipes) == [f"cat #{number}" for number in range(3, pipe.LIVE + 3)]


def test_many_threads_share_few_pipelines(pool: Pool) -> None:
    jobs = [(f"cat #{number % 7}", f"text {number}") for number in range(70)]

    with ThreadPoolExecutor(7) as threads:
        answers = list(threads.map(lambda job: pool.ask(*job, 20), jobs))

    assert answers == [text for _, text in jobs]


# The engine, on modes made of such programs


def test_a_text_that_crashes_the_pipeline_does_not_spoil_the_others(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("sed -u '/crash/Q1' | lt-proc $1 'x'")
    engine = _Sed(tmp_path)

    answers = engine.translate(["One house.", "It will crash now.", "Two houses."], "en", "es")

    assert [(answer.text, answer.fault) for answer in answers] == [
        ("One house.", ""),
        (None, "crashed"),
        ("Two houses.", ""),
    ]


def test_an_answer_that_is_cut_short_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("sed -u 's/house [a-z ]*/x/;s/nothing//' | lt-proc $1 'x'")
    engine = _Sed(tmp_path)

    answers = engine.translate(["house and garden and the rest of it", "nothing", "street"], "en", "es")

    assert [answer.fault for answer in answers] == ["too-short", "empty", ""]


def test_codes_that_are_lost_are_said_to_be_lost(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text(r"sed -u 's/\[\[[^]]*\]\]//g;s/\[\\<[^]]*\]//g' | lt-proc $1 'x'")
    engine = _Sed(tmp_path)

    answer = engine.translate(["The <x1>red</x1> house."], "en", "es")[0]

    assert (answer.text, answer.markup) == ("The red house.", "lost")


def test_a_mode_that_cannot_run_makes_the_engine_unavailable(tmp_path: Path) -> None:
    (tmp_path / "eng-spa.mode").write_text("no-such-program | lt-proc $1 'x'")
    (tmp_path / "fra-cat.mode").write_text("nothing here")

    with pytest.raises(EngineUnavailable, match="reinstall"):
        Apertium(str(tmp_path)).translate(["A house."], "en", "es")
    with pytest.raises(EngineUnavailable, match="reinstall"):
        Apertium(str(tmp_path)).translate(["Une maison."], "fr", "ca")


def test_a_text_of_endless_length_is_refused(tmp_path: Path) -> None:
    answer = _Sed(tmp_path, "cat | lt-proc $1 'x'").translate(["word " * 10_000], "en", "es")[0]

    assert (answer.text, answer.fault) == (None, "too-long")


class _Sed(Apertium):
    """An engine whose pipeline is only the first program of its mode."""

    def __init__(self, folder: Path, mode: str = "") -> None:
        if mode:
            (folder / "eng-spa.mode").write_text(mode)
        super().__init__(str(folder), seconds=5)

    def translate(self, texts, source, target):  # type: ignore[no-untyped-def]
        whole = modes.pipeline
        modes.pipeline = lambda mode, text: text.split(" | ")[0].replace("sed -u", "sed -zu")
        try:
            return super().translate(texts, source, target)
        finally:
            modes.pipeline = whole


# Apertium itself

installed = pytest.mark.skipif(
    not {("en", "es"), ("es", "fr"), ("ru", "uk")} <= set(modes.pairs(MODES)),
    reason=f"Apertium and the pairs of .ci/apertium-packages.txt are not in {MODES}",
)


@pytest.mark.apertium
@installed
class TestApertium(EngineContract):
    seconds = 300

    @pytest.fixture
    def engine(self) -> Apertium:
        return Apertium(MODES)

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("The <x1>red</x1> car.", "El coche <x1>rojo</x1>."),
            (
                "<x1>The President of France</x1> visited <x2>the <x3>White House</x3></x2> today<x4/>",
                "<x1>El Presidente de Francia</x1> visitó <x2>la <x3>Casa Blanca</x3></x2> hoy<x4/>",
            ),
            ("<x1>I saw the <x2>dog</x2> and the cat.</x1>", "<x1>Vi el <x2>perro</x2> y el gato.</x1>"),
            ("The house is <x1>very</x1> old.<x2/>", "La casa es <x1>muy</x1> vieja.<x2/>"),
        ],
    )
    def test_codes_go_with_their_words(self, engine: Apertium, text: str, wanted: str) -> None:
        answer = engine.translate([text], "en", "es")[0]

        assert (answer.text, answer.markup) == (wanted, "kept")

    def test_unknown_words_stay_without_a_mark(self, engine: Apertium) -> None:
        assert engine.translate(["The xyzzyfoo is red."], "en", "es")[0].text == "El xyzzyfoo es rojo."

    def test_the_version_names_each_pair_on_the_way(self, engine: Apertium) -> None:
        direct = engine.translate(["The house is red."], "en", "es")[0]
        by_way = engine.translate(["The house is red."], "en", "fr")[0]

        assert direct.version.startswith("eng-spa ")
        assert " + " in by_way.version
        assert len(engine.route("en", "fr")) == 3
        assert by_way.text == "La maison est rouge."

    @pytest.mark.parametrize(
        ("source", "target", "text", "wanted"),
        [
            ("ru", "uk", "Мы не оправдали ваших ожиданий.", "Ми не виправдали ваших очікувань."),
            ("ru", "be", "Мы живём в большом городе", "Мы жывём у вялікім горадзе"),
            ("sv", "da", "Huset är rött.", "Huset er rødt."),
            ("es", "pt", "La casa es roja.", "A casa é vermelha."),
            ("sr", "sl", "Ово је кућа.", "To je hiša."),
        ],
    )
    def test_near_languages_are_near(
        self, engine: Apertium, source: str, target: str, text: str, wanted: str
    ) -> None:
        assert engine.translate([text], source, target)[0].text == wanted

    def test_a_headline_gains_no_full_stop(self, engine: Apertium) -> None:
        assert engine.translate(["The house is red"], "en", "es")[0].text == "La casa es roja"

    def test_a_killed_pipeline_is_started_again(self, engine: Apertium) -> None:
        first = engine.translate(["The house is red."], "en", "es")
        for live in pipe.POOL._pipes.values():
            if live._process:
                os.killpg(live._process.pid, signal.SIGKILL)

        again = engine.translate(["The house is red."], "en", "es")

        assert again == first

    @pytest.mark.parametrize("pair", ["en-gl", "ru-be", "id-ms", "hr-sl", "da-nb", "af-nl", "is-sv", "ro-fr"])
    def test_pairs_of_every_make_keep_codes(self, engine: Apertium, pair: str) -> None:
        source, _, target = pair.partition("-")

        answer = engine.translate(["<x1>Radio</x1> Europa 2024<x2/>"], source, target)[0]

        assert (answer.fault, answer.markup) == ("", "kept")
        assert "2024" in str(answer.text)


def test_a_pair_without_a_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedPair, match="choose another engine"):
        Apertium(_folder(tmp_path, "eng-spa")).route("es", "en")
