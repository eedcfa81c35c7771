"""The shared sets, as values. Every ``README.md`` beside the data names its source, licence, format and metric."""

from __future__ import annotations

import json
import lzma
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.translation import LeftOut
from masthead.lib import languages

SHARED = Path(__file__).parents[3] / "shared" / "data"
# Which of the files of NTREX-128 is in a language that has several, or another code there.
_ALSO = {"pt": "por", "zh-hans": "zho-CN", "zh-hant": "zho-TW", "sr": "srp-Cyrl", "fa": "fas"}
_DEMETR = {
    "polish": "pl", "czech": "cs", "russian": "ru", "german": "de", "french": "fr", "italian": "it", "spanish": "es",
    "japanese": "ja", "chinese_simple": "zh-hans", "hindi": "hi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cut:
    """A text and the sentences it consists of. ``source`` is the treebank, or the project the case is from."""

    source: str
    language: str
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A good translation into English, and the same with errors: {kind: text}."""

    language: str
    source: str
    good: str
    bad: dict[str, str]


def shared(name: str) -> Path:
    """The path of a set; ``LeftOut`` where it is absent."""
    path = SHARED / name
    if not path.exists():
        raise LeftOut(f"the shared test data are not beside the checkout ({path}).")
    return path


def running_text() -> list[Cut]:
    """Test sets of Universal Dependencies."""
    with lzma.open(shared("ud-sentence-boundaries/docs.jsonl.xz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Cut(row["treebank"], row["lang"], row["text"], tuple(row["sentences"])) for row in rows]


def hard_cases() -> list[Cut]:
    """Golden rules: what is easily cut wrongly."""
    lines = shared("sentence-segmentation-golden/cases.jsonl").read_text("utf-8").splitlines()
    return [
        Cut(row["source"], row["lang"], row["text"], tuple(row["sentences"]))
        for row in map(json.loads, lines)
    ]


@cache
def news() -> dict[str, tuple[str, ...]]:
    """NTREX-128: {language of ours: sentences}, English the original; the same index is the same sentence."""
    found = {}
    with tarfile.open(shared("ntrex-128/ntrex.tar.xz")) as archive:
        texts = {
            member.name.removeprefix("./"): archive.extractfile(member).read().decode()
            for member in archive.getmembers()
            if member.isfile()
        }
    for language in languages.ALL:
        keys = [_ALSO.get(language.code, language.iso3), language.iso3]
        names = ["src.eng.txt"] if language.code == "en" else [f"ref.{key}.txt" for key in keys]
        name = next((name for name in names if name in texts), None)
        if name:
            found[language.code] = tuple(texts[name].rstrip("\n").split("\n"))
    return found


def planted() -> list[Planted]:
    """DEMETR: errors planted in translations into English."""
    base: dict[str, dict[str, str]] = {}
    bad: dict[str, dict[str, str]] = {}
    with lzma.open(shared("demetr-translation-errors/demetr.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["kind"] == "base":
                base[row["key"]] = row
            else:
                bad.setdefault(row["key"], {})[row["error"]] = row["mt_bad"]
    return [
        Planted(_DEMETR[row["lang"]], row["src"], row["mt"], bad.get(key, {})) for key, row in base.items()
    ]
