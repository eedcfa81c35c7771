"""Cutting paragraphs into sentences, plain and marked."""

from __future__ import annotations

import json
import lzma
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from masthead.lib import languages
from masthead.translation.markup import Code, Marked, check, mark, plain, tokens, unmark
from masthead.translation.sentences import cut, cut_marked, join_marked

SHARED = Path(__file__).parents[4] / "shared" / "data"
Cut = Callable[[str, str], Sequence[str]]


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is absent")
    return path


# Pieces that belong together, in each language's own hard case; “|” is where a sentence ends.
HELD = [
    ("af", "Mnr. Botha het dit gesê. |Dr. Nel ook, bl. 5."),
    ("sq", "Z. Hoxha foli p.sh. për ujin. |Pastaj iku."),
    ("ar", "قال د. أحمد ذلك. |ثم ذهب."),
    ("be", "Музей ім. П. В. Масленікава адкрыты. |У г. Менску 200 тыс. рублёў."),
    ("bg", "Г-н Петров и проф. Иванов дойдоха. |Стр. 5 липсва."),
    ("ca", "La Sra. Puig, p. ex. avui, vindrà. |Després marxarà."),
    ("zh-hans", "他说：“你好。”|然后走了。|2007年，他来了。"),
    ("zh-hant", "他走了。|「好！」|她說。"),
    ("hr", "Počinje 2. travnja 2008. godine. |Dr. Horvat je tu."),
    ("cs", "Dne 5. ledna přišel prof. Novák. |Odešel."),
    ("da", "Det koster ca. 5 kr. pr. styk, f.eks. i dag. |Hr. Hansen gik."),
    ("nl", "Dhr. A. de Vries kwam. |Hij ging."),
    ("en", "Mr. Smith, J.K. Rowling and A. B. Jones met at 5 p.m. |They left."),
    ("et", "Hr. Tamm tuli 5. mail. |Ta läks."),
    ("fil", "Sinabi ni G. Santos at Bb. Reyes ito. |Umalis sila."),
    ("fi", "Esim. tri Virtanen tuli 5. tammikuuta. |Hän lähti."),
    ("fr", "Hier, M. Macron a parlé. |Mme. Le Pen aussi, cf. p. 5."),
    ("gl", "A Sra. Castro, p. ex. hoxe, virá. |Despois irá."),
    ("de", "Am 5. Januar kam z. B. Dr. Müller. |Der 18. Wirtschaftsgipfel begann."),
    ("el", "Ο κ. Παπαδόπουλος μίλησε, π.χ. χθες. |Έφυγε."),
    ("he", "פרופ. כהן אמר. |הוא הלך."),
    ("hi", "डॉ. सिंह ने कहा। |वह चले गए।"),
    ("hu", "2024. január 5-én történt. |II. Lajos király volt."),
    ("is", "Þetta var t.d. 5. maí. |Dr. Jón fór."),
    ("id", "Prof. Dr. H. Siregar datang ke Jl. Merdeka No. 5. |Dia pergi."),
    ("ga", "Dúirt an Dr. Ó Briain é. |D'imigh sé, lch. 5."),
    ("it", "Il sig. Rossi e l'on. Bianchi arrivano. |Il dott. Verdi no."),
    ("ja", "「行く。」と彼は言った。|そして去った。"),
    ("ko", '"간다."라고 그는 말했다. |그리고 떠났다.'),
    ("lv", "Tas notika 2024. gada 5. maijā. |Prof. Bērziņš aizgāja."),
    ("lt", "Kainuoja 4 mln. eurų per mėn. |Dr. Kazlauskas išėjo."),
    ("mk", "Г-дин Петров и проф. Ристов дојдоа. |Потоа отидоа."),
    ("ms", "Prof. Dr. Ahmad tiba di Jln. Ampang. |Beliau pergi."),
    ("mt", "Qal dan Dr. Borg u Mons. Vella. |Telaq."),
    ("nb", "Det var bl.a. 5. mai kl. 10. |Dr. Hansen gikk."),
    ("fa", "او آمد. |سپس رفت."),
    ("pl", "To dr hab. Jan Nowak. |W 2024 r. do Polski przyjechał prof. A. Nowak."),
    ("pt", "O Sr. Silva, p. ex. hoje, e a Dra. Costa vêm. |Depois vão, n.º 5."),
    ("ro", "Dl. Popescu și dr. Ionescu au venit. |Apoi au plecat, art. 5."),
    ("ru", "Музей им. Пушкина получил 5 млн. руб. от города. |А.С. Пушкин, Л. Н. Толстой, г. Москва."),
    ("sr", "Poraslo je u 2003. godini, npr. 2. aprila. |Dr. Jović je tu."),
    ("sr", "Порасло је у 2003. години, нпр. 2. априла. |Др. Јовић је ту."),
    ("sk", "Dňa 5. januára prišiel prof. Novák, napr. s Ing. Kováčom. |Odišiel."),
    ("sl", "Konec 19. stoletja, npr. 5. maja. |Dr. Novak je tu."),
    ("es", "El Sr. García y la Dra. Pérez, p. ej. hoy, en EE. UU. viven. |Luego van."),
    ("sw", "Prof. Juma na Dk. Asha walikuja. |Kisha wakaondoka."),
    ("sv", "Det var bl.a. kl. 10. |Dr. Svensson gick."),
    ("th", "สวัสดีครับ ผมชื่อสมชาย"),
    ("tr", "5. kez kazandı. |12. Cumhurbaşkanı Erdoğan ve Prof. Dr. Kaya geldi."),
    ("uk", "Музей ім. Шевченка отримав 5 млн. грн. від міста. |Прийшов проф. Коваль."),
    ("vi", "TS. Nguyễn Văn A và GS. Trần B nói. |Ông đi."),
    ("cy", "Dywedodd Mr. Jones a Dr. Evans. |Aeth ef, t. 5."),
    ("yi", "פּראָפֿ. כּהן האָט געזאָגט. |ער איז אַוועק."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "shown"), HELD)
def test_abbreviations_and_ordinals_do_not_end_a_sentence(language: str, shown: str) -> None:
    wanted = tuple(shown.split("|"))

    assert cut("".join(wanted), language) == wanted


def test_every_language_has_an_example() -> None:
    assert {language for language, _ in HELD} == set(languages.CODES)


_LANGUAGE = st.sampled_from([*languages.CODES, "xx"])
_PARTS = st.sampled_from([
    "One. ", "two ", "Dr. ", "3. ", "“Yes.” ", "(No!) ", "“", "”", '"', "»", "。", "2007年", "...", "\n\n", "\n",
    "\t", "<x1>", "</x1>", "<x2>", "</x2>", "<x3/>", "&lt;", "&amp;", "<", "ไทย", " ", "😀 ", "\u2028", "\x00",
    "ไไไไไไไไไไไไไไไไไไไไไไไไ ",
])  # fmt: skip


@given(st.lists(_PARTS, max_size=30).map("".join) | st.text(max_size=80), _LANGUAGE)
def test_nothing_is_lost_in_a_cut(text: str, language: str) -> None:
    pieces = cut(text, language)

    assert "".join(pieces) == text
    assert all(pieces)


@given(st.lists(_PARTS, max_size=30).map("".join), _LANGUAGE)
def test_a_marked_text_is_cut_where_its_words_are_and_joins_again(text: str, language: str) -> None:
    marked = mark(text.replace("<x1>", "<em>").replace("</x1>", "</em>").replace("<x3/>", "[^1]"))

    pieces = cut_marked(marked, language)

    assert all(check(piece.text, piece.codes) == [] for piece in pieces)
    assert join_marked(pieces) == marked


def test_a_piece_has_its_own_numbers() -> None:
    marked = mark("<em>One</em> is here.[^1] The <a href='x'>a</a> <b>two</b> go<br>on.")

    first, second = cut_marked(marked, "en")

    assert first == Marked("<x1>One</x1> is here.<x2/> ", (Code("<em>", "</em>"), Code("[^1]")))
    assert second.text == "The &lt;a href='x'&gt;a&lt;/a&gt; <x1>two</x1> go<x2/>on."
    assert second.codes == (Code("<b>", "</b>"), Code("<br>"))


def test_sentences_inside_one_code_stay_together() -> None:
    assert cut("<x1>One is. Two is.</x1> Three is.", "en") == ("<x1>One is. Two is.</x1> ", "Three is.")


def test_a_code_goes_with_the_words_it_belongs_to() -> None:
    text = "One is.<x1/> <x2>Two</x2> is. <x3>Three is.</x3> Four is.<x4/>Five is."

    assert cut(text, "en") == (
        "One is.<x1/> ",
        "<x2>Two</x2> is. ",
        "<x3>Three is.</x3> ",
        "Four is.<x4/>",
        "Five is.",
    )


def test_escapes_are_seen_as_the_characters_they_stand_for() -> None:
    assert cut("A &lt; B &amp; C. Next.", "en") == ("A &lt; B &amp; C. ", "Next.")


def test_pieces_of_a_translated_text_join_with_the_codes_of_their_pieces() -> None:
    pieces = (
        Marked("<x2>Dos</x2> <x1>uno</x1>. ", (Code("<em>", "</em>"), Code("<b>", "</b>"))),
        Marked("Tres<x1/>.", (Code("<br>"),)),
    )

    joined = join_marked(pieces)

    assert unmark(joined.text, joined.codes) == "<b>Dos</b> <em>uno</em>. Tres<br>."


def test_a_long_quotation_is_cut_inside() -> None:
    sentence = "She said that nobody had asked the people who live there, not once in all those years. "
    text = f"“{sentence * 3}Not one of them was heard,” he added."

    assert len(cut(text, "en")) == 4


def test_a_short_quotation_stays_whole() -> None:
    assert len(cut("“I know. I was there,” he said.", "en")) == 1


def test_a_long_paragraph_in_thai_is_cut_at_spaces_between_long_runs() -> None:
    run = "ผู้คนเก่าแก่ที่ผมคุยด้วยบอกผมว่าสมัยก่อนมีบาร์"

    pieces = cut(" ".join([run] * 4), "th")

    assert len(pieces) == 4
    assert cut(f"{run} {run}", "th") == (f"{run} {run}",)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nb", "Han sa det. |Så gikk han ut. |Og vi med."),
        ("es", "Le dije que no. |Luego se fue, n.º 5, etc. |Nadie volvió."),
        ("ru", "Слово ``река&#39;&#39;. |И другое. |Потом нет, и т. д. |Всё."),
        ("en", "So it was… |Nobody came... |Then they did... and left."),
        ("de", "Ich weiß es nicht. |– Warum nicht? |– Darum."),
        ("da", "»Kom,« sagde hun. |»Nu.« |Ingen kom."),
        ("fi", "Hän lähti. |”Minne?” hän kysyi."),
        ("en", "He said: \"We rose before the sun did and we walked to the river with all that we still had left to carry on our backs."
         " |Nobody saw us go.\" |Then silence."),
        ("en", "Buy this: 1.Milk, 2.Bread, 3.Rice. |Then go."),
        ("en", "Two items. |• 1. Milk |• 2. Bread"),
        ("en", "A heading\n\n|a text that begins low."),
        ("be", "Прыходзь!🏃 |Чакаем."),
        ("ar", "قال د\u202a.\u202c ديفيد ذلك. |ثم ذهب."),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_would_say_so(language: str, shown: str) -> None:
    wanted = tuple(shown.split("|"))

    assert cut("".join(wanted), language) == wanted


def test_what_says_nothing_goes_with_its_neighbour() -> None:
    assert cut("Well done! 😀 Next one.", "en") == ("Well done! 😀 ", "Next one.")
    assert cut("  One.\n\n", "en") == ("  One.\n\n",)


def test_a_hostile_paragraph_takes_no_long_time() -> None:
    started = time.process_time()

    for text in ("Mr. " * 25_000, "“" * 100_000, "<x1>" * 25_000, "1. " * 30_000, "a" * 200_000 + ". B"):
        assert "".join(cut(text, "en")) == text

    assert time.process_time() - started < 60


def _ends(pieces: Sequence[str]) -> set[int]:
    """Where pieces end, counted in characters that are no white space."""
    at, found = 0, set()
    for piece in pieces:
        at += sum(not character.isspace() for character in piece)
        found.add(at)
    return found


def _f1_by_language(cases: Sequence[dict[str, Any]], cutter: Cut) -> dict[str, float]:
    right: dict[str, int] = defaultdict(int)
    both: dict[str, int] = defaultdict(int)
    for case in cases:
        gold, got = _ends(case["sentences"]), _ends(cutter(case["text"], case["lang"]))
        right[case["lang"]] += len(gold & got)
        both[case["lang"]] += len(gold) + len(got)
    return {language: 2 * right[language] / both[language] for language in both}


def _ours(text: str, language: str) -> Sequence[str]:
    return cut(text, {"zh": "zh-hans"}.get(language, language))


def _sentencex(text: str, language: str) -> Sequence[str]:
    return list(sentencex.segment(language, text))


@pytest.mark.shared
def test_running_text_is_cut_better_than_by_sentencex_alone() -> None:
    with lzma.open(_shared("ud-sentence-boundaries/docs.jsonl.xz"), "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]

    ours, theirs = _f1_by_language(cases, _ours), _f1_by_language(cases, _sentencex)

    mean = sum(ours.values()) / len(ours)
    assert mean >= 0.955
    assert mean >= sum(theirs.values()) / len(theirs)
    assert all(ours[language] >= theirs[language] - 0.005 for language in ours)


@pytest.mark.shared
def test_hard_cases_are_cut_as_well_as_by_sentencex_alone() -> None:
    lines = _shared("sentence-segmentation-golden/cases.jsonl").read_text("utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if languages.match(case["lang"])]

    def right(cutter: Cut) -> int:
        return sum(
            [piece.strip() for piece in cutter(case["text"], case["lang"]) if piece.strip()]
            == [sentence.strip() for sentence in case["sentences"]]
            for case in cases
        )

    assert right(_ours) >= right(_sentencex)


@pytest.mark.shared
def test_naughty_strings_are_cut_without_loss() -> None:
    for text in json.loads(_shared("naughty-strings/blns.json").read_text("utf-8")):
        for language in ("en", "ar", "ja", "th"):
            assert "".join(cut(text, language)) == text


def test_visible_words_are_the_same_before_and_after_a_cut() -> None:
    text = "<x1>One &amp; only.</x1> Two<x2/>. Three."

    assert "".join(map(plain, cut(text, "en"))) == plain(text)
    assert [token.number for piece in cut(text, "en") for token in tokens(piece) if token.number] == [1, 1, 2]
