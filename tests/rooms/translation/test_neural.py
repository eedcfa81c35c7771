"""Neural models: what lies in a folder, then CTranslate2 itself with models made here (``turning_models.py``)."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from tests.rooms.translation import turning_models
from tests.rooms.translation.engine_contract import EngineContract
from tests.rooms.translation.hosted_contract import turned

from masthead.lib import languages
from masthead.translation.asking import ask
from masthead.translation.engines import registry
from masthead.translation.engines.errors import EngineUnavailable, UnsupportedPair
from masthead.translation.engines.neural import Neural, engine, running
from masthead.translation.engines.neural.folders import Model, look, words
from masthead.translation.engines.neural.running import BrokenModel, Manner, Pool

QUICK = Manner(threads=1, beam=1)

# What lies in a folder: nothing is loaded, so these need no library


def _folder(
    path: Path, words: list[str] | None = None, *, pieces: str = "source.spm target.spm", **config: object
) -> Path:
    """A folder that looks like a model."""
    path.mkdir(parents=True)
    (path / "model.bin").write_bytes(struct.pack("<IH", 6, 16) + b"TransformerSpec\0" + bytes(64))
    (path / "config.json").write_text(json.dumps({"decoder_start_token": "</s>"} | config))
    (path / "shared_vocabulary.json").write_text(json.dumps(["<unk>", "</s>", "▁the", *(words or [])]))
    for name in pieces.split():
        (path / name).write_bytes(b"pieces")
    return path


def _only(path: Path) -> Model:
    found = look(str(path))
    assert (len(found.models), found.lacking) == (1, ())
    return found.models[0]


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("opus-mt-en-de", ("en", "de")),
        ("Helsinki-NLP_opus-mt-tc-big-en-pt", ("en", "pt")),
        ("ct2fast-opus-mt-zh-en", ("zh-hans", "en")),
        ("opus-mt-de-nl-int8", ("de", "nl")),
        ("en_nb", ("en", "nb")),
        ("swe-fin.ct2", ("sv", "fi")),
    ],
)
def test_the_name_of_a_folder_tells_its_pair(tmp_path: Path, name: str, pair: tuple[str, str]) -> None:
    model = _only(_folder(tmp_path / name))

    assert (list(model.sources), list(model.targets)) == ([pair[0]], [pair[1]])
    assert model.framed(["▁a"], *pair) == ["▁a", "</s>"]
    assert model.prefix(pair[1]) == []


def test_a_note_beside_the_model_is_believed_before_its_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "opus-mt-ROMANCE-en")
    (folder / "metadata.json").write_text('{"from_code": ["es", "fr", "ca"], "to_code": "en"}')

    model = _only(folder)

    assert (list(model.sources), list(model.targets)) == (["es", "fr", "ca"], ["en"])


def test_a_package_of_argos_is_a_model(tmp_path: Path) -> None:
    package = tmp_path / "all" / "translate-en_zt-1_9"
    _folder(package / "model", pieces="", decoder_start_token="<s>")
    (package / "sentencepiece.model").write_bytes(b"pieces")
    (package / "metadata.json").write_text('{"from_code": "en", "to_code": "zt", "package_version": "1.9"}')

    for place in (package.parent, package):
        model = _only(place)

        assert model.translates("en", "zh-hant")
        assert model.name == "translate-en_zt-1_9 1.9"
        assert model.framed(["▁a"], "en", "zh-hant") == ["▁a"]


def test_a_model_of_many_languages_says_them_in_its_vocabulary(tmp_path: Path) -> None:
    m2m = _only(_folder(tmp_path / "m2m100_418M", list(turning_models.M2M), pieces="sentencepiece.bpe.model"))
    nllb = _only(_folder(tmp_path / "nllb", list(turning_models.NLLB), pieces="flores200.model"))

    assert set(m2m.targets) == {"en", "de", "zh-hans", "nb", "pt", "fil"}
    assert set(nllb.targets) == {"en", "de", "zh-hans", "zh-hant", "ar", "sq", "fa"}
    assert m2m.framed(["▁a"], "en", "nb") == ["__en__", "▁a", "</s>"]
    assert m2m.prefix("nb") == ["__no__"]
    assert nllb.framed(["▁a"], "zh-hant", "ar") == ["zho_Hant", "▁a", "</s>"]
    assert nllb.prefix("ar") == ["arb_Arab"]


ALL_OF_NLLB = """
afr_Latn als_Latn arb_Arab arb_Latn bel_Cyrl bul_Cyrl cat_Latn ces_Latn cym_Latn dan_Latn deu_Latn ell_Grek
eng_Latn est_Latn fin_Latn fra_Latn gle_Latn glg_Latn heb_Hebr hin_Deva hrv_Latn hun_Latn ind_Latn isl_Latn
ita_Latn jpn_Jpan kor_Hang lit_Latn lvs_Latn mkd_Cyrl mlt_Latn nld_Latn nno_Latn nob_Latn pes_Arab pol_Latn
por_Latn prs_Arab ron_Latn rus_Cyrl slk_Latn slv_Latn spa_Latn srp_Cyrl swe_Latn swh_Latn tgl_Latn tha_Thai
tur_Latn ukr_Cyrl vie_Latn ydd_Hebr yue_Hant zho_Hans zho_Hant zsm_Latn
"""


def test_all_of_nllb_is_known_under_our_codes(tmp_path: Path) -> None:
    model = _only(_folder(tmp_path / "nllb", ALL_OF_NLLB.split()))

    assert set(model.targets) == set(languages.CODES)
    assert {code: model.targets[code] for code in ("nb", "fa", "sr", "ko", "zh-hant")} == {
        "nb": "nob_Latn", "fa": "pes_Arab", "sr": "srp_Cyrl", "ko": "kor_Hang", "zh-hant": "zho_Hant",
    }  # fmt: skip


def test_one_chinese_is_read_in_both_scripts_and_not_turned_into_itself(tmp_path: Path) -> None:
    model = _only(_folder(tmp_path / "m2m", list(turning_models.M2M)))

    assert model.framed(["▁a"], "zh-hant", "de")[0] == "__zh__"
    assert not model.translates("zh-hant", "zh-hans")
    assert not model.translates("de", "zh-hant")


def test_labels_in_a_vocabulary_are_targets(tmp_path: Path) -> None:
    model = _only(_folder(tmp_path / "opus-mt-en-mul", list(turning_models.LABELS)))

    assert (set(model.sources), set(model.targets)) == ({"en"}, {"pt", "es", "zh-hans", "zh-hant"})
    assert model.framed(["▁a"], "en", "pt") == [">>por<<", "▁a", "</s>"]
    assert model.framed(["▁a"], "en", "zh-hant")[0] == ">>cmn_Hant<<"
    assert model.prefix("pt") == []


def test_the_end_is_added_once(tmp_path: Path) -> None:
    model = _only(_folder(tmp_path / "opus-mt-en-de", add_source_eos=True))

    assert model.framed(["▁a"], "en", "de") == ["▁a"]


def test_a_model_made_for_a_pair_goes_before_one_of_many_languages(tmp_path: Path) -> None:
    _folder(tmp_path / "a-nllb", list(turning_models.NLLB))
    _folder(tmp_path / "opus-mt-en-de")

    found = look(str(tmp_path))

    assert [
        str(model and model.name) for model in (found.between("en", "de"), found.between("de", "en"))
    ] == [
        "opus-mt-en-de",
        "a-nllb",
    ]


def test_a_model_put_there_later_is_found(tmp_path: Path) -> None:
    _folder(tmp_path / "opus-mt-en-de")
    assert look(str(tmp_path)).between("en", "fr") is None

    _folder(tmp_path / "opus-mt-en-fr")

    assert look(str(tmp_path)).between("en", "fr") is not None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "model.bin").unlink(), "there is no model.bin"),
        (lambda folder: (folder / "model.bin").write_bytes(b""), "no model of CTranslate2"),
        (lambda folder: (folder / "model.bin").write_text("version https://git-lfs.github.com/spec/v1"), "Git LFS"),
        (lambda folder: (folder / "model.bin").write_bytes(b"PK\3\4" + bytes(99)), "no model of CTranslate2"),
        (lambda folder: (folder / "source.spm").unlink(), "no SentencePiece model"),
        (lambda folder: (folder / "target.spm").rename(folder / "bpe.model"), "no SentencePiece model"),
        (lambda folder: (folder / "shared_vocabulary.json").unlink(), "no target vocabulary"),
        (lambda folder: (folder / "shared_vocabulary.json").write_text("{}"), "is no list"),
        (lambda folder: (folder / "shared_vocabulary.json").write_text("[" * 100_000), "cannot be read"),
        (lambda folder: (folder / "config.json").write_text("[]"), "is no object"),
        (lambda folder: (folder / "config.json").write_bytes(b"\xff"), "cannot be read"),
        (lambda folder: folder.rename(folder.with_name("model-7")), "nothing tells its languages"),
        (lambda folder: folder.rename(folder.with_name("opus-mt-en-tlh")), "nothing tells its languages"),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_model_is_told_in_a_sentence_and_the_others_serve(
    tmp_path: Path, spoil: Any, words: str
) -> None:
    _folder(tmp_path / "opus-mt-en-de")
    spoil(_folder(tmp_path / "opus-mt-en-fr"))

    found = look(str(tmp_path))

    assert [model.name for model in found.models] == ["opus-mt-en-de"]
    assert len(found.lacking) == 1
    assert words in found.lacking[0]
    assert str(tmp_path) in found.lacking[0]


def test_a_folder_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    for folder in (tmp_path / "none", tmp_path / "file"):
        assert "cannot be read" in look(str(folder)).lacking[0]
    (tmp_path / "file").unlink()
    assert "holds no folder with a model" in look(str(tmp_path)).lacking[0]


def test_a_text_cannot_say_the_tokens_that_steer_a_model() -> None:
    pieces = [
        "▁a",
        "__de__",
        "zho_Hant",
        "</s>",
        ">>por<<",
        "<unk>",
        "<pad>",
        "madeupword0000",
        "▁</s>",
        "<0x0A>",
        "__",
    ]

    assert words(pieces) == ["▁a", "▁</s>", "<0x0A>", "__"]


# Set up, or not


@pytest.fixture
def models(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    settings.MASTHEAD_NEURAL_MODELS = str(folder)
    settings.MASTHEAD_ENGINES = ["neural"]
    return folder


def _said() -> list[str]:
    return [one.msg for one in checks.run_checks() if one.id == "translation.W001"]


def test_without_the_setting_there_is_nothing_and_nothing_is_said(models: Path, settings: Any) -> None:
    settings.MASTHEAD_NEURAL_MODELS = ""

    assert (registry.available(), _said()) == ([], [])


def test_where_the_extra_is_missing_it_is_said_at_the_start_and_the_engine_left_out(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _folder(models / "opus-mt-en-de")
    monkeypatch.setattr(engine, "find_spec", lambda name: None)

    assert registry.available() == []
    assert len(_said()) == 1
    assert "pip install masthead[neural]" in _said()[0]


@pytest.mark.neural
def test_what_is_wrong_with_a_folder_is_said_at_the_start(models: Path) -> None:
    (_folder(models / "opus-mt-en-de") / "model.bin").unlink()

    assert registry.available() == []
    assert "there is no model.bin" in _said()[0]


@pytest.mark.neural
def test_what_is_set_up_is_there_and_the_same_each_time(models: Path) -> None:
    _folder(models / "opus-mt-en-de")

    found = registry.find("neural")

    assert found is not None
    assert found is registry.find("neural")
    assert found.supports("en", "de")
    assert _said() == []


@pytest.mark.neural
def test_asking_for_languages_loads_no_library(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _folder(models / "opus-mt-en-de")
    found = registry.find("neural")
    assert found is not None
    for name in ("ctranslate2", "sentencepiece"):
        monkeypatch.setitem(sys.modules, name, None)

    assert found.route("en", "de") == ("en", "de")
    assert not found.supports("de", "en")
    assert found.version.startswith("CTranslate2 ")


# CTranslate2 itself


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model of each kind."""
    folder = tmp_path_factory.mktemp("models")
    turning_models.pair(folder / "opus-mt-en-es")
    turning_models.argos(folder / "translate-en_fr-1_9", "en", "fr")
    turning_models.many(folder / "nllb-200")
    turning_models.many(folder / "m2m100", turning_models.M2M)
    return folder


@pytest.mark.neural
class TestPair(EngineContract):
    @pytest.fixture
    def engine(self, made: Path) -> Neural:
        return Neural(str(made / "opus-mt-en-es"), Manner(threads=1, beam=2))


@pytest.mark.neural
class TestMany(EngineContract):
    pair = ("en", "sq")

    @pytest.fixture
    def engine(self, made: Path) -> Neural:
        return Neural(str(made / "nllb-200"), QUICK)


@pytest.mark.neural
class TestNeural:
    @pytest.fixture
    def engine(self, made: Path) -> Neural:
        return Neural(str(made), QUICK)

    @pytest.mark.parametrize(
        ("pair", "name"),
        [
            (("en", "es"), "opus-mt-en-es"),
            (("en", "fr"), "translate-en_fr-1_9 1.9"),
            (("zh-hant", "fa"), "nllb-200"),
            (("nb", "pt"), "m2m100"),
        ],
    )
    def test_every_kind_of_model_says_what_it_is_given_and_nothing_else(
        self, engine: Neural, pair: tuple[str, str], name: str
    ) -> None:
        texts = ["In 2024 the house was sold for 1,250 coins!", "Grüße, 你好 & שלום"]

        answers = engine.translate([text.replace("&", "&amp;") for text in texts], *pair)

        assert [answer.text for answer in answers] == [turned(text).replace("&", "&amp;") for text in texts]
        assert {answer.version for answer in answers} == {f"{name}, {engine.version}"}

    def test_codes_are_lost_and_the_words_kept(self, engine: Neural) -> None:
        answer = engine.translate(["The <x1>red</x1> car<x2/>."], "en", "es")[0]

        assert (answer.text, answer.markup) == (turned("The red car."), "lost")

    def test_four_beams_are_searched_in_two_threads_where_nothing_else_is_set(self, made: Path) -> None:
        assert (Manner().beam, Manner().threads) == (4, 2)
        assert Neural(str(made)).translate(["A house."], "en", "es")[0].text == turned("A house.")

    def test_asked_in_a_chain_its_codes_go_around_the_whole(self, made: Path, settings: Any) -> None:
        settings.MASTHEAD_NEURAL_MODELS, settings.MASTHEAD_NEURAL_THREADS = str(made), 1
        source = "The <x1>red</x1> car was sold for 1,250 coins."

        asked = ask([source], "en", "es", ["neural"])

        assert asked.fault == ""
        assert asked.found[source][0] == f"<x1>{turned('The red car was sold for 1,250 coins.')}</x1>"
        assert asked.calls[0].cost == 0

    @pytest.mark.parametrize("pair", [("en", "es"), ("en", "ar")])
    def test_a_text_that_reads_like_such_tokens_is_a_text(
        self, engine: Neural, pair: tuple[str, str]
    ) -> None:
        answer = engine.translate(["zho_Hant __de__ &lt;/s&gt; word"], *pair)[0]

        assert answer.text == f"{turned('zho_Hant __de__')} &lt;/s&gt; {turned('word')}"

    def test_a_text_longer_than_a_sentence_ever_is_has_no_answer_and_spoils_no_other(
        self, engine: Neural
    ) -> None:
        answers = engine.translate(["One house.", "word " * 150, "Two houses.", "w" * 5000], "en", "es")

        assert [(answer.text, answer.fault) for answer in answers] == [
            (turned("One house."), ""),
            (None, "too-long"),
            (turned("Two houses."), ""),
            (None, "too-long"),
        ]

    def test_a_model_that_comes_to_no_end_is_stopped(
        self, engine: Neural, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "ROOM", 5)

        answer = engine.translate(["A house and a garden."], "en", "es")[0]

        assert (answer.text, answer.fault) == (None, "too-long")

    def test_what_cannot_be_written_in_utf_8_is_a_space(self, engine: Neural) -> None:
        assert engine.translate(["one\ud800two\x00three"], "en", "es")[0].text == turned("one two three")

    def test_the_models_last_used_stay_in_memory(self, made: Path) -> None:
        pool = Pool(QUICK)
        found = look(str(made))
        for pair in (("en", "es"), ("en", "fr"), ("en", "es"), ("en", "ar")):
            model = found.between(*pair)
            assert model is not None
            assert pool.translate(model, ["word"], *pair) == [turned("word")]

        assert [folder.name for folder in pool.folders] == ["opus-mt-en-es", "nllb-200"]
        pool.close()
        assert pool.folders == []

    def test_a_model_that_was_exchanged_is_loaded_again(self, tmp_path: Path) -> None:
        folder = turning_models.pair(tmp_path / "opus-mt-en-es")
        engine = Neural(str(tmp_path), QUICK)
        assert engine.translate(["word"], "en", "es")[0].text == turned("word")

        (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:5000])

        with pytest.raises(BrokenModel, match="cannot be used"):
            engine.translate(["word"], "en", "es")

    def test_a_broken_model_is_told_in_its_chain_and_another_model_still_serves(
        self, tmp_path: Path, settings: Any
    ) -> None:
        settings.MASTHEAD_NEURAL_MODELS = str(tmp_path)
        turning_models.pair(tmp_path / "opus-mt-en-es")
        broken = turning_models.pair(tmp_path / "opus-mt-en-fr")
        (broken / "source.spm").write_bytes(b"\xff" * 99)

        for _ in range(6):
            assert str(broken) in ask(["A house."], "en", "fr", ["neural"]).fault
        assert ask(["A house."], "en", "es", ["neural"]).fault == ""

    def test_a_damaged_model_is_told_with_its_folder_and_the_process_lives(self, tmp_path: Path) -> None:
        for number, spoil in enumerate(
            (
                lambda folder: (folder / "source.spm").write_bytes(b"\xff" * 99),
                lambda folder: (folder / "shared_vocabulary.json").write_text('["a"]'),
                lambda folder: (folder / "model.bin").write_bytes(
                    (folder / "model.bin").read_bytes()[:30] + b"\xff" * 999
                ),
            )
        ):
            folder = turning_models.pair(tmp_path / f"{number}" / "opus-mt-en-es")
            spoil(folder)
            engine = Neural(str(folder.parent), QUICK)

            with pytest.raises(BrokenModel, match="cannot be used") as caught:
                engine.translate(["word"], "en", "es")

            assert str(folder) in str(caught.value)

    def test_a_model_that_takes_all_memory_is_not_loaded(
        self, engine: Neural, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        memory = tmp_path / "meminfo"
        memory.write_text("MemTotal: 9 kB\nMemAvailable:      12 kB\n")
        monkeypatch.setattr(running, "MEMORY", memory)

        with pytest.raises(EngineUnavailable, match="are free: convert it with --quantization int8"):
            engine.translate(["word"], "en", "es")

        memory.write_text("nothing of the kind")
        assert engine.translate(["word"], "en", "es")[0].text

    def test_a_pair_that_no_model_has_is_refused(self, engine: Neural) -> None:
        with pytest.raises(UnsupportedPair, match="choose another engine"):
            engine.translate(["word"], "es", "en")
