from __future__ import annotations

import hashlib
import time
import unicodedata

import pytest
import rfc8785
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from masthead.record import text
from masthead.record.errors import BadText, RecordError
from masthead.record.text import Difference, TextDigest, compare, fingerprint, sentences_of

# The machine may be busy: a slow example is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SPACES = [
    "\t",
    "\n",
    "\r\n",
    " ",
    "\x0b",
    "\x0c",
    "\x85",
    "\xa0",
    "\u2003",
    "\u2009",
    "\u202f",
    "\u2028",
    "\u3000",
]
NO_WIDTH = [
    "\xad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202b",
    "\u202c",
    "\u2067",
    "\u2069",
    "\ufeff",
]

# Letters of every script of the editions, digits, and signs that end no sentence.
LETTERS = "abcxyz ABC ÀÉßœ 0129 ,;:-–()«»“”'’ абвї αβγ אבג شسیب हिन्दी ไทย 日本語 中文 한국어 ĠħŻ ơư"
words = st.text(alphabet=sorted(set(LETTERS) - {" "}), min_size=1, max_size=12)
sentence = st.builds(
    lambda parts, stop: " ".join(parts) + stop,
    st.lists(words, min_size=1, max_size=6),
    st.sampled_from([".", "!", "?", "…", "؟", "۔", "।", "॥", "?!", ".”", ".)"]),
)
any_line = st.text(max_size=60) | st.lists(sentence, max_size=4).map(" ".join)


def whole_sentences(lines: list[list[str]]) -> list[str]:
    return [sentence for line in lines for sentence in line]


# Lines as lists of sentences that the rule cuts just as they are given.
texts = st.lists(st.lists(sentence, min_size=1, max_size=4), min_size=1, max_size=5).filter(
    lambda lines: (
        sentences_of(" ".join(line) for line in lines)
        == [unicodedata.normalize("NFC", sentence) for sentence in whole_sentences(lines)]
    )
)


@patient
@given(st.lists(any_line, max_size=5), st.data())
def test_white_space_and_characters_of_no_width_do_not_matter(lines: list[str], data: st.DataObject) -> None:
    noise = st.lists(st.sampled_from(SPACES + NO_WIDTH), max_size=4).map("".join)

    noisy = []
    for line in lines:
        canonical = text.canonical_line(line)
        inner = data.draw(st.sampled_from(SPACES)) + data.draw(noise)
        noisy.append(data.draw(noise) + canonical.replace(" ", inner) + data.draw(noise))
        noisy.append(data.draw(noise))

    assert fingerprint(noisy) == fingerprint(lines)
    assert compare(noisy, fingerprint(lines)) == []


@patient
@given(any_line)
def test_the_canonical_line_is_its_own_canonical_line(line: str) -> None:
    canonical = text.canonical_line(line)

    assert text.canonical_line(canonical) == canonical
    assert unicodedata.is_normalized("NFC", canonical)
    assert "  " not in canonical
    assert canonical == canonical.strip()


@patient
@given(any_line)
def test_decomposed_letters_are_the_same_text(line: str) -> None:
    assert fingerprint([unicodedata.normalize("NFD", line)]) == fingerprint([line])


@patient
@given(any_line)
def test_cutting_loses_nothing_but_spaces(line: str) -> None:
    sentences = sentences_of([line])

    assert "".join(sentences).replace(" ", "") == text.canonical_line(line).replace(" ", "")
    assert all(sentence and sentence == sentence.strip(" ") for sentence in sentences)


@patient
@given(any_line)
def test_a_sentence_stands_alone_as_it_stood_in_its_line(line: str) -> None:
    sentences = sentences_of([line])

    assert sentences_of(sentences) == sentences


@patient
@given(texts, st.data())
def test_any_changed_character_is_found_and_its_sentence_named(
    lines: list[list[str]], data: st.DataObject
) -> None:
    recorded = fingerprint(" ".join(line) for line in lines)
    line = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[line]) - 1))
    original = lines[line][place]
    at = data.draw(st.integers(0, len(original) - 1))
    character = data.draw(st.sampled_from("aZ7éжشह語,") | st.characters(exclude_categories=["Cs"]))
    changed = original[:at] + character + original[at + 1 :]
    assume(text.canonical_line(changed) != text.canonical_line(original))
    assume(text.canonical_line(changed))

    lines[line][place] = changed
    differences = compare([" ".join(line) for line in lines], recorded)

    assert differences
    named = "".join(difference.sentence or "" for difference in differences).replace(" ", "")
    assert any("".join(sentence.split()) in named for sentence in sentences_of([changed])), (
        f"{changed!r} is not named in {differences}"
    )


@patient
@given(texts, st.data())
def test_one_changed_sentence_is_the_only_one_named(lines: list[list[str]], data: st.DataObject) -> None:
    sentences = [unicodedata.normalize("NFC", sentence) for sentence in whole_sentences(lines)]
    recorded = fingerprint(sentences)
    at = data.draw(st.integers(0, len(sentences) - 1))
    changed = "Instead." if sentences[at] != "Instead." else "Otherwise."
    assume(changed not in sentences)

    differences = compare([*sentences[:at], changed, *sentences[at + 1 :]], recorded)

    assert differences == [Difference("changed", at + 1, changed)]


@patient
@given(texts, st.data())
def test_a_sentence_taken_away_is_missing(lines: list[list[str]], data: st.DataObject) -> None:
    sentences = whole_sentences(lines)
    recorded = fingerprint(sentences)
    at = data.draw(st.integers(0, len(sentences) - 1))

    differences = compare(sentences[:at] + sentences[at + 1 :], recorded)

    assert [difference.kind for difference in differences] == ["missing"]
    assert differences[0].sentence is None


@patient
@given(texts, st.data())
def test_a_sentence_put_in_is_added(lines: list[list[str]], data: st.DataObject) -> None:
    sentences = whole_sentences(lines)
    assume("Put in!" not in sentences)
    recorded = fingerprint(sentences)
    at = data.draw(st.integers(0, len(sentences)))

    differences = compare([*sentences[:at], "Put in!", *sentences[at:]], recorded)

    assert differences == [Difference("added", at + 1, "Put in!")]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
        ("(So it was.) And then", ["(So it was.)", "And then"]),
        ("„Nein.“ Sie ging.", ["„Nein.“", "Sie ging."]),
        ("»Nei.« Hun gik.", ["»Nei.«", "Hun gik."]),
        ("It cost 3.14 on example.org today", ["It cost 3.14 on example.org today"]),
        ("What?! Really...yes. No", ["What?!", "Really...yes.", "No"]),
        ("هل هذا صحيح؟ نعم. حسنا", ["هل هذا صحيح؟", "نعم.", "حسنا"]),
        ("یہ ہے۔ وہ ہے۔", ["یہ ہے۔", "وہ ہے۔"]),
        ("यह है। वह है॥ अंत", ["यह है।", "वह है॥", "अंत"]),
        ("他来了。她走了！是吗？好", ["他来了。", "她走了！", "是吗？", "好"]),
        ("他说：“好。”她笑了。“走！”", ["他说：“好。”", "她笑了。", "“走！”"]),
        ("彼は「はい。」と言った。終わり", ["彼は「はい。」", "と言った。", "終わり"]),
        ("真的吗？！真的。 是", ["真的吗？！", "真的。", "是"]),
        (". . .", [".", ".", "."]),
        ("", []),
        (" \xa0\u200b ", []),
    ],
)
def test_lines_are_cut_by_the_written_rule(line: str, sentences: list[str]) -> None:
    assert sentences_of([line]) == sentences


def test_the_fingerprint_is_made_as_the_reference_says() -> None:
    digest = fingerprint(["Déjà\xa0vu.  Yes!", "", "日本。"])

    sentences = ["Déjà vu.", "Yes!", "日本。"]
    assert digest.format == "masthead-text-1"
    assert digest.digest == hashlib.sha256(rfc8785.dumps(sentences)).hexdigest()
    assert digest.digest == hashlib.sha256('["Déjà vu.","Yes!","日本。"]'.encode()).hexdigest()
    assert digest.sentences == tuple(
        hashlib.sha256(sentence.encode()).hexdigest()[:16] for sentence in sentences
    )


def test_how_sentences_are_spread_over_lines_does_not_matter() -> None:
    assert fingerprint(["One. Two."]) == fingerprint(["One.", "Two."])


def test_the_order_of_sentences_matters() -> None:
    assert compare(["Two.", "One."], fingerprint(["One.", "Two."]))


def test_a_digest_comes_back_from_the_body_of_an_entry() -> None:
    digest = fingerprint(["One. Two."])

    assert TextDigest.from_body(digest.as_body()) == digest


@pytest.mark.parametrize(
    "body", [None, [], {}, {"format": 1, "digest": "", "sentences": []}, {"sentences": [1]}]
)
def test_what_is_no_fingerprint_is_refused(body: object) -> None:
    with pytest.raises(RecordError, match="no fingerprint"):
        TextDigest.from_body(body)


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(BadText, match="masthead-text-9"):
        compare(["One."], TextDigest("masthead-text-9", "", ()))


def test_a_sentence_with_the_same_short_digest_is_still_found() -> None:
    genuine = fingerprint(["One.", "Two."])
    colliding = TextDigest(genuine.format, "0" * 64, genuine.sentences)

    assert compare(["One.", "Two."], colliding) == [Difference("changed", 1, None)]


def test_characters_that_utf_8_cannot_carry_are_left_out() -> None:
    assert sentences_of(["a\ud800b\x00c\x7f"]) == ["abc"]


def test_too_many_combining_marks_are_refused_before_they_cost_anything() -> None:
    started = time.monotonic()

    with pytest.raises(BadText, match="combining marks"):
        fingerprint(["a" + "\u0301\u0323" * 1_000_000])

    assert time.monotonic() - started < 5


def test_too_many_sentences_are_refused() -> None:
    with pytest.raises(BadText, match="sentences"):
        fingerprint(["a. " * (text.MOST_SENTENCES + 1)])


@pytest.mark.parametrize(
    "line", ["." * 1_000_000 + "a", "a.“" * 300_000 + "b", " " * 1_000_000 + "a", "。“" * 60_000]
)
def test_a_hostile_line_takes_no_long_time(line: str) -> None:
    started = time.monotonic()

    fingerprint([line])

    assert time.monotonic() - started < 5


def test_comparing_with_a_hostile_page_takes_no_long_time() -> None:
    recorded = fingerprint([f"{number}." for number in range(4_000)])
    started = time.monotonic()

    shuffled = compare([f"{number}. x." for number in range(4_000, 0, -1)], recorded)
    flooded = compare(["a. " * 190_000], recorded)

    assert shuffled
    assert len(flooded) == 190_000
    assert time.monotonic() - started < 15
