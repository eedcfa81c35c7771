"""Which models lie in a folder, and what each translates. Nothing is loaded.

A model is a folder as CTranslate2's converters write it: ``model.bin``, ``config.json`` and vocabularies in JSON or
plain text, with the SentencePiece models that its maker has put beside them. Four kinds are told apart by what is in
their vocabulary:

- no tokens for languages: one pair (OPUS-MT, Argos);
- ``>>deu<<``: from one language or some into many, the token begins the source (OPUS-MT);
- ``__de__`` (M2M-100), ``deu_Latn`` (NLLB-200): from each into each, the source's token begins the source and the
  target's the translation.
"""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from masthead.lib import languages
from masthead.translation.engines.hosted import ours

MOST = 200
"""Folders that are looked at."""
LONGEST = 32 * 1024 * 1024
"""Bytes of a vocabulary; NLLB's has five million."""

_BETWEEN = re.compile(r"__([a-z]{2,3})__|([a-z]{3}_[A-Z][a-z]{3})")
_LABEL = re.compile(r">>([a-zA-Z]{2,3}(?:[_-][a-zA-Z]+)?)<<")
_SPECIAL = re.compile(rf"<(?:s|/s|unk|pad|mask)>|>>[\w-]+<<|{_BETWEEN.pattern}|madeupword\d+")
_PREFER = {"zh-hans": "cmn_Hans", "zh-hant": "cmn_Hant", "sr": "srp_Cyrl"}
# Argos's names for Chinese in traditional characters and for Portuguese of Brazil.
_ARGOS = {"zt": "zh-hant", "pb": "pt"}
_ENDS = {"decoder_start_token": "<s>", "eos_token": "</s>"}
_SCRIPTS = {"Kore": "hang"}


@dataclass(frozen=True, slots=True)
class Model:
    """A model and how it wants to be asked. ``sources`` and ``targets``: Masthead's code → token, "" where it takes none.

    ``pieces`` are the SentencePiece models of source and target. ``leads``: the target's token begins the translation,
    not the source. ``end`` is the token that ends a translation; ``closed``: the source is to end with it too.
    """

    folder: Path
    name: str
    changed: int
    pieces: tuple[Path, Path]
    sources: Mapping[str, str]
    targets: Mapping[str, str]
    leads: bool = False
    end: str = "</s>"
    closed: bool = False

    def translates(self, source: str, target: str) -> bool:
        if source == target or source not in self.sources or target not in self.targets:
            return False
        return not self.leads or self.sources[source] != self.targets[target]

    def framed(self, pieces: Iterable[str], source: str, target: str) -> list[str]:
        """A source's pieces with the tokens that belong around them."""
        first = self.sources[source] if self.leads else self.targets[target]
        return [*([first] if first else []), *pieces, *([self.end] if self.closed else [])]

    def prefix(self, target: str) -> list[str]:
        """What the translation begins with, and what is not of it."""
        return [self.targets[target]] if self.leads else []


@dataclass(frozen=True, slots=True)
class Found:
    """``lacking``: a sentence for each folder that is none, and what to do about it."""

    models: tuple[Model, ...] = ()
    lacking: tuple[str, ...] = ()

    def between(self, source: str, target: str) -> Model | None:
        """The model for a pair: one that was made for it alone before one of many languages."""
        fitting = [model for model in self.models if model.translates(source, target)]
        return min(fitting, key=lambda model: len(model.targets) * len(model.sources), default=None)


def words(pieces: Iterable[str]) -> list[str]:
    """The pieces that stand for letters: no text can say a token that tells a model something, and no answer shows one."""
    return [piece for piece in pieces if not _SPECIAL.fullmatch(piece)]


class _NoModelError(Exception):
    """``args[0]`` says what the folder lacks, and what to do."""


def look(folder: str) -> Found:
    """The models in a folder of folders, or the one that the folder is."""
    root = Path(folder).expanduser()
    try:
        return _look(root, tuple(_files(root)))
    except OSError as error:
        return Found(lacking=(f"{root} cannot be read ({error.strerror}): see MASTHEAD_NEURAL_MODELS.",))


@lru_cache(maxsize=8)
def _look(root: Path, files: tuple[tuple[str, int, int], ...]) -> Found:
    """``files`` are what is remembered by: a model that comes or changes is read anew."""
    found: list[Model] = []
    lacking: list[str] = []
    for folder in _candidates(root):
        try:
            found.append(_read(folder))
        except _NoModelError as error:
            lacking.append(f"{folder}: {error}")
        except (OSError, ValueError, RecursionError) as error:
            lacking.append(f"{folder}: a file of the model cannot be read ({error}). Convert it again.")
    if not found and not lacking:
        lacking.append(f"{root} holds no folder with a model: see MASTHEAD_NEURAL_MODELS.")
    return Found(tuple(found), tuple(lacking))


def _candidates(root: Path) -> list[Path]:
    """The root itself, or the folders in it. A package of Argos has its model in a folder ``model``."""
    if (root / "model.bin").exists():
        return [root]
    if (root / "metadata.json").exists():
        return [root / "model"]
    inner = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [path / "model" if (path / "model").is_dir() else path for path in inner[:MOST]]


def _files(root: Path) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of every file that says something."""
    folders = [root, *_candidates(root)]
    for folder in dict.fromkeys(one for path in folders for one in (path, path.parent)):
        if folder != root.parent:
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                seen = entry.stat()
                yield entry.path, seen.st_size, seen.st_mtime_ns


def _read(folder: Path) -> Model:
    file = folder / "model.bin"
    if not file.exists():
        raise _NoModelError("there is no model.bin. Convert the model, or take the folder away.")
    _see_that_it_is_one(file)
    package = folder.parent if folder.name == "model" else folder
    pieces = _pieces(folder, package)
    config = _json(folder / "config.json")
    into, out_of = _vocabulary(folder, "target"), _vocabulary(folder, "source")
    told = _json(package / "metadata.json")
    sources, targets, leads = _languages(package.name, told, out_of, into)
    start, end = (str(config.get(name, token)) for name, token in _ENDS.items())
    return Model(
        folder=folder,
        name=" ".join(str(part) for part in (package.name, told.get("package_version")) if part),
        changed=file.stat().st_mtime_ns,
        pieces=pieces,
        sources=sources,
        targets=targets,
        leads=leads,
        end=end,
        # Marian and fairseq begin a translation with the token that ends one, and end their sources with it too.
        closed=(leads or start == end) and not config.get("add_source_eos"),
    )


def _see_that_it_is_one(file: Path) -> None:
    """``model.bin`` begins with a version, and a text: its length, then the name of what it is, ended by a null."""
    with file.open("rb") as opened:
        start = opened.read(64)
    size = struct.unpack_from("<IH", start)[1] if len(start) > 6 else 0
    name = start[6 : 6 + size]
    if not re.fullmatch(rb"[A-Za-z]\w*\0", name):
        more = (
            " It is a pointer of Git LFS: fetch the file itself."
            if start.startswith(b"version https:")
            else ""
        )
        raise _NoModelError(f"model.bin is no model of CTranslate2.{more or ' Convert it again.'}")


def _pieces(folder: Path, package: Path) -> tuple[Path, Path]:
    source, target = folder / "source.spm", folder / "target.spm"
    if source.exists() and target.exists():
        return source, target
    for place in dict.fromkeys((folder, package)):
        shared = sorted(path for path in place.glob("*.model") if path.name != "bpe.model")
        if shared:
            return shared[0], shared[0]
    raise _NoModelError(
        "there is no SentencePiece model. Copy source.spm and target.spm, or sentencepiece.bpe.model, into it."
    )


def _languages(
    name: str, told: Mapping[str, Any], source: Iterable[str], target: Iterable[str]
) -> tuple[Mapping[str, str], Mapping[str, str], bool]:
    """Sources, targets, and whether the target's token leads."""
    into = _tokens(_BETWEEN, target)
    if into:
        out_of = _tokens(_BETWEEN, source)
        # In both scripts it reads Chinese.
        if "zh-hans" in out_of:
            out_of.setdefault("zh-hant", out_of["zh-hans"])
        return out_of, into, True
    labels = _tokens(_LABEL, target) or _tokens(_LABEL, source)
    here, there = _told(told.get("from_code")), _told(told.get("to_code"))
    named = _named(name)
    if not here:
        here = named[:1] if labels else named[-2:-1]
    if not there:
        there = list(labels) if labels else named[-1:]
    targets = {code: labels.get(code, "") for code in there if not labels or code in labels}
    if not here or not targets:
        raise _NoModelError(
            "nothing tells its languages. Name the folder as in opus-mt-en-de, or write a metadata.json into it: "
            '{"from_code": "en", "to_code": "de"}.'
        )
    return dict.fromkeys(here, ""), targets, False


def _tokens(form: re.Pattern[str], vocabulary: Iterable[str]) -> dict[str, str]:
    """Masthead's code → the token of that language."""
    found: dict[str, str] = {}
    for word in vocabulary:
        if match := form.fullmatch(word):
            code = next(group for group in match.groups() if group)
            if _in_our_script(code):
                found[code] = word
    return {code: found[theirs] for code, theirs in ours(found, _PREFER).items()}


def _in_our_script(code: str) -> bool:
    """Whether a code names no script, or the one in which Masthead has the language (``srp_Latn``: no)."""
    subtag = re.split(r"[_-]", code)[-1].lower()
    known = languages.match(code)
    if known is None or len(subtag) != 4:
        return known is not None
    return subtag == _SCRIPTS.get(known.script, known.script.lower())


def _told(said: object) -> list[str]:
    """What ``metadata.json`` says of one side: a code, or several."""
    codes = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    found = [languages.match(_ARGOS.get(code, code)) for code in codes if isinstance(code, str)]
    return list(dict.fromkeys(known.code for known in found if known))


def _named(name: str) -> list[str]:
    """The languages in the name of a folder, in order: ``opus-mt-tc-big-en-pt``, ``translate-en_de-1_0``."""
    rest = re.sub(r"^.*opus[-_]mt[-_]", "", name, flags=re.IGNORECASE)
    parts = [part for part in re.split(r"[-_.]", rest) if re.fullmatch(r"[a-zA-Z]{2,3}", part)]
    found = [languages.match(_ARGOS.get(part, part)) for part in parts]
    return [known.code for known in found if known]


def _vocabulary(folder: Path, side: str) -> list[str]:
    for name in ("shared", side):
        for file in (folder / f"{name}_vocabulary.json", folder / f"{name}_vocabulary.txt"):
            if file.exists():
                text = _text(file)
                words = json.loads(text) if file.suffix == ".json" else text.splitlines()
                if not isinstance(words, list):
                    raise ValueError(f"{file.name} is no list")
                return [word for word in words if isinstance(word, str)]
    raise _NoModelError(f"there is no {side} vocabulary. Convert the model again.")


def _json(file: Path) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    found = json.loads(_text(file))
    if not isinstance(found, dict):
        raise ValueError(f"{file.name} is no object")
    return found


def _text(file: Path) -> str:
    if file.stat().st_size > LONGEST:
        raise ValueError(f"{file.name} is larger than {LONGEST} bytes")
    return file.read_text("utf-8")
