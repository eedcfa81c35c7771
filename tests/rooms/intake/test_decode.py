from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.intake.errors import NotText
from masthead.intake.readers.decode import decode

GERMAN = "Die Größe der Brücke über den Fluss überrascht. " * 4


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_settles_it(mark: str) -> None:
    assert decode(GERMAN.encode(mark), "windows-1251").text == GERMAN


def test_text_that_is_valid_utf_8_is_believed_over_a_declaration() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1").text == GERMAN


def test_the_transport_is_believed_over_the_page() -> None:
    page = f'<meta charset="windows-1251">{GERMAN}'.encode("cp1252")

    assert GERMAN in decode(page, "iso-8859-1").text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Влада је данас донела одлуку о реци.", "windows-1251"),
        ("川の水位は一晩で三メートル上がった。", "shift_jis"),
        ("河水在一夜之间上涨了三米。", "gb2312"),
        ("הנהר עלה בלילה בשלושה מטרים.", "windows-1255"),
        ("Η στάθμη του ποταμού ανέβηκε.", "iso-8859-7"),
        ("แม่น้ำสูงขึ้นสามเมตรในคืนเดียว", "tis-620"),
    ],
)
def test_the_page_says_what_it_is_written_in(text: str, charset: str) -> None:
    page = f'<html><head><meta http-equiv="content-type" content="text/html; charset={charset}"></head>{text * 3}'

    assert text in decode(page.encode(charset)).text


def test_without_a_declaration_the_encoding_is_guessed() -> None:
    assert decode(("Привет, мир. Это статья про погоду в городе. " * 5).encode("cp1251")).text.startswith(
        "Привет"
    )


def test_a_few_broken_bytes_are_replaced_and_said_so() -> None:
    page = (GERMAN * 40).encode() + b"\xff"

    decoded = decode(page, "utf-8")

    assert decoded.lossy
    assert decoded.text.startswith("Die Größe")


def test_text_that_was_encoded_twice_is_set_right() -> None:
    twice = ("It’s “the river’s” turn — again. " * 5).encode().decode("latin-1").encode()

    assert decode(twice).text.startswith("It’s “the river’s” turn — again.")


@pytest.mark.parametrize(
    "body", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 100, b"\x93\x01\xfe\xff\x02" * 90]
)
def test_bytes_that_are_no_text_are_refused(body: bytes) -> None:
    with pytest.raises(NotText):
        decode(body)


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "shift_jis", "nonsense", "utf-16"]))
def test_any_bytes_become_text_or_a_refusal(body: bytes, declared: str) -> None:
    with suppress(NotText):
        assert isinstance(decode(body, declared).text, str)
