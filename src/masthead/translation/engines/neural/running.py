"""Models in memory: few of them, one translation at a time, every length bounded.

CTranslate2 and SentencePiece are imported with the first model, so that processes which only ask for languages never
load them.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masthead.translation.engines.errors import EngineUnavailable, TooMuchError, UnsupportedPair
from masthead.translation.engines.neural.folders import Model, words

LONGEST = 400
"""Tokens of a source: models are trained with sentences, and OPUS-MT's have 512 places."""
ROOM = 500
"""Tokens of a translation."""
TOGETHER = 2048
"""Tokens that are computed at one time, which bounds the memory beside the model's own."""
MEMORY = Path("/proc/meminfo")

_NO_LETTERS = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How models run: ``threads`` of a translation, models ``loaded`` at most, beams, the type of computation."""

    threads: int = 2
    loaded: int = 2
    beam: int = 4
    compute: str = "auto"


class BrokenModel(UnsupportedPair):
    """To ask again would not help, and the other models can still be asked."""

    def __init__(self, model: Model, source: str, target: str, why: str) -> None:
        super().__init__("neural", source, target)
        self.args = (
            f"The model in {model.folder} cannot be used ({why}): convert it again, or take its folder away.",
        )


class Pool:
    """The models last used. For several threads: one translates, the others wait."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._lock = threading.Lock()
        self._running: OrderedDict[Path, _Running] = OrderedDict()

    @property
    def folders(self) -> list[Path]:
        """Of the models that are in memory, the last used last."""
        return list(self._running)

    def translate(self, model: Model, texts: Sequence[str], source: str, target: str) -> list[str | None]:
        """As many texts as came; None where the model did not come to an end.

        ``TooMuchError`` where one is longer than a model takes, ``EngineUnavailable`` where there is no memory for the
        model, ``BrokenModel`` where it cannot be used.
        """
        with self._lock:
            try:
                return self._loaded(model).translate(texts, source, target)
            except MemoryError as error:
                self._drop(model.folder)
                raise EngineUnavailable(f"There is no memory for the model in {model.folder}.") from error
            except (RuntimeError, ValueError, OSError) as error:
                self._drop(model.folder)
                raise BrokenModel(model, source, target, str(error).strip()) from error

    def close(self) -> None:
        with self._lock:
            for folder in self.folders:
                self._drop(folder)

    def _loaded(self, model: Model) -> _Running:
        running = self._running.get(model.folder)
        if running is None or running.model != model:
            self._drop(model.folder)
            size = (model.folder / "model.bin").stat().st_size
            while self._running and (len(self._running) >= self._manner.loaded or size > _free()):
                self._drop(next(iter(self._running)))
            if size > _free():
                raise EngineUnavailable(
                    f"The model in {model.folder} takes {size / 1e9:.1f} GB of memory, and {_free() / 1e9:.1f} GB are "
                    "free: convert it with --quantization int8, or choose a smaller one."
                )
            running = self._running[model.folder] = _Running(model, self._manner)
        self._running.move_to_end(model.folder)
        return running

    def _drop(self, folder: Path) -> None:
        if running := self._running.pop(folder, None):
            running.close()


class _Running:
    """One model with its tokenizers, in memory."""

    def __init__(self, model: Model, manner: Manner) -> None:
        import ctranslate2
        import sentencepiece

        def tokenizer(file: Path) -> Any:
            return sentencepiece.SentencePieceProcessor(model_file=str(file))

        self.model, self._beam = model, manner.beam
        source, target = model.pieces
        self._source = tokenizer(source)
        self._target = self._source if source == target else tokenizer(target)
        self._translator = ctranslate2.Translator(
            str(model.folder),
            device="cpu",
            compute_type=manner.compute,
            inter_threads=1,
            intra_threads=manner.threads,
        )

    def close(self) -> None:
        self._translator.unload_model()

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str | None]:
        cut = [self._pieces(text) for text in texts]
        if any(len(pieces) > LONGEST for pieces in cut):
            raise TooMuchError(f"The text has more than the {LONGEST} tokens that a model takes.")
        prefix = self.model.prefix(target)
        found = self._translator.translate_batch(
            [self.model.framed(pieces, source, target) for pieces in cut],
            target_prefix=[prefix] * len(cut) if prefix else None,
            max_batch_size=TOGETHER,
            batch_type="tokens",
            beam_size=self._beam,
            # What is longer would be cut off without a word.
            max_input_length=0,
            max_decoding_length=min(ROOM, 3 * max(map(len, cut), default=0) + 30),
            replace_unknowns=True,
            return_end_token=True,
        )
        return [self._words(one.hypotheses[0][len(prefix) :]) for one in found]

    def _pieces(self, text: str) -> list[str]:
        return words(self._source.encode(_NO_LETTERS.sub(" ", text), out_type=str))

    def _words(self, tokens: Sequence[str]) -> str | None:
        if not tokens or tokens[-1] != self.model.end:
            return None
        return str(self._target.decode(words(tokens[:-1]))).strip()


def _free() -> float:
    """Bytes of memory that are free; endless where the system does not say. A model that takes all of it would end the
    worker, again and again."""
    with suppress(OSError):
        if found := re.search(r"^MemAvailable:\s+(\d+) kB", MEMORY.read_text("utf-8"), re.MULTILINE):
            return int(found[1]) * 1024
    return float("inf")
