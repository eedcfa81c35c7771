"""PDFs that were not made by a browser: how they lie on the page, and what cannot be read."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.readers.pdf import process
from masthead.intake.sources.delivery import Delivery

SHARED = Path(__file__).parents[4] / "shared" / "data" / "hostile-files" / "pdf"
RIVER = "The river rose three metres in the night and by the morning the lower town stood under water as never before."


def pdf(*contents: str, page: str = "", trailer: str = "", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF whose pages have these content streams; ``page`` goes into every page, ``more`` are objects from 10 on."""
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        **dict(enumerate(more, 10)),
    }
    kids = []
    for number, content in enumerate(contents):
        at = 100 + 2 * number
        kids.append(f"{at} 0 R")
        objects[at] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents {at + 1} 0 R/Resources<</Font<</F 3 0 R>>"
            f"/XObject<</I 10 0 R>>>>{page}>>"
        ).encode()
        packed = zlib.compress(content.encode("cp1252"))
        objects[at + 1] = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
    objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += f"trailer<</Size {max(places) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def at(x: float, y: float, text: str, size: float = 10) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


def down(x: float, y: float, lines: list[str], size: float = 10) -> str:
    return "".join(at(x, y - 12 * number, line, size) for number, line in enumerate(lines))


def read(body: bytes) -> Draft:
    return registry.read(Delivery(body, "paper.pdf"))


def refused(body: bytes) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        read(body)
    return caught.value


def test_lines_written_across_two_columns_are_read_down_each_of_them() -> None:
    left = ["The river rose three metres in", "the night, and by the morning", "the lower town stood under", "water. Nobody had seen it."]  # fmt: skip
    right = ["The council met at noon and it", "decided to open the sluice that", "had not been moved for forty", "years in the old town."]  # fmt: skip
    rows = "".join(
        at(40, 500 - 12 * row, one) + at(210, 500 - 12 * row, two)
        for row, (one, two) in enumerate(zip(left, right, strict=True))
    )

    draft = read(pdf(at(40, 550, "A headline over both", 22) + rows))

    assert draft.headline is not None
    assert draft.headline.value == "A headline over both"
    assert draft.body_text == f"{' '.join(left)}\n\n{' '.join(right)}"


def test_running_headers_and_numbers_of_pages_go_and_a_paragraph_goes_on_over_the_page() -> None:
    first = ["The river rose three metres in the night, and by the morning the whole town", "stood under water, which nobody who lived there had seen in all of the forty"]  # fmt: skip
    second = ["years since the old sluice was built, and the council met at noon to decide", "whether it could be opened again."]  # fmt: skip
    pages = [
        at(40, 580, "The Harbour Gazette No. 7", 8) + down(40, 500, lines) + at(200, 20, f"- {number} -", 8)
        for number, lines in enumerate([first, second], 1)
    ]

    assert read(pdf(*pages)).body_text == " ".join([*first, *second])


def test_a_page_that_lies_on_its_side_is_read_as_it_is_shown() -> None:
    turned = "".join(f"BT /F 10 Tf 0 1 -1 0 {100 + 12 * row} 40 Tm ({line}) Tj ET\n" for row, line in enumerate([RIVER[:60], RIVER[60:]]))  # fmt: skip

    assert read(pdf(turned, page="/Rotate 90")).body_text.replace("  ", " ") == RIVER


def test_a_stamp_on_its_side_is_no_text() -> None:
    stamp = "BT /F 20 Tf 0 1 -1 0 30 100 Tm (COPY OF THE LIBRARY) Tj ET\n"

    assert read(pdf(stamp + at(60, 500, RIVER[:60]) + at(60, 488, RIVER[60:].strip()))).body_text == RIVER


def test_a_scan_says_that_it_is_one() -> None:
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"

    error = refused(pdf("q 400 0 0 600 0 0 cm /I Do Q", more=(picture,)))

    assert (error.code, error.sentence) == (
        "no-article",
        "paper.pdf has no text; it is a scan. Have its text recognised (OCR) and give it again.",
    )


def test_a_locked_file_says_so() -> None:
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>"

    assert refused(pdf(at(40, 500, RIVER), trailer=lock)).sentence == (
        "paper.pdf is locked with a password. Save it without one, and give it again."
    )


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"junk\n%PDF-1.4 trailer<</Root 1 0 R>>"]
)
def test_a_damaged_file_says_so(body: bytes) -> None:
    assert refused(body).sentence == "paper.pdf is a damaged PDF. Print the page or save the document again."


def test_of_a_long_document_the_first_pages_are_read_and_it_is_said() -> None:
    draft = read(
        pdf(
            *(
                down(40, 500, [f"Page {number} of a very long book of words.", RIVER[:70]])
                for number in range(process.PAGES + 3)
            )
        )
    )

    assert draft.warnings == ("Only 200 of its 203 pages were read.",)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.abort()", "it breaks the reader"),
        ("import time; time.sleep(60)", "takes too much time or memory"),
        ('import sys; sys.stdout.write(\'{"error": "memory"}\')', "takes too much time or memory"),
    ],
)
def test_what_happens_to_the_worker_costs_one_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, said: str
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(program)
    monkeypatch.setattr(process, "_WORKER", worker)
    monkeypatch.setattr(process, "_SECONDS", 1)

    error = refused(pdf(at(40, 500, RIVER)))

    assert (error.code, said in error.sentence) == ("unreadable", True)


def test_the_worker_has_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_MEMORY", 25_000_000)

    assert refused(pdf(at(40, 500, RIVER))).code == "unreadable"


@pytest.mark.shared
def test_hostile_and_odd_files_are_read_or_refused_with_a_sentence() -> None:
    codes: dict[str, str] = {}
    for file in sorted(SHARED.rglob("*.pdf")):
        try:
            registry.read(Delivery(file.read_bytes(), file.name))
        except IntakeError as error:
            codes[file.name] = error.code if error.sentence.endswith(".") else "no sentence"

    assert not {"fault", "no sentence"} & set(codes.values())
    assert {codes[name] for name in codes if name.startswith(("aes", "rc4"))} == {"unreadable"}
