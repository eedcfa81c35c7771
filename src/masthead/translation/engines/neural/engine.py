"""Neural models of this machine as an engine. They know no codes, so codes are lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec

from django.conf import settings

from masthead.translation.engines import coded
from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import UnsupportedPair
from masthead.translation.engines.neural.folders import Model, look
from masthead.translation.engines.neural.running import Manner, Pool


class Neural:
    """The models in ``folder``, which is looked at each time; none is loaded before the first text comes."""

    name = "neural"
    markup = False
    glossary = False
    leaves_machine = False
    price_per_million = Decimal(0)
    # Small, since what is computed is kept after each call: a large model takes seconds for a sentence.
    batch = 16
    characters = 4_000

    def __init__(self, folder: str, manner: Manner | None = None) -> None:
        self._folder, self._pool = folder, Pool(manner or Manner())

    @classmethod
    def from_settings(cls) -> Neural | None:
        folder = settings.MASTHEAD_NEURAL_MODELS
        if not folder or not _installed() or not look(folder).models:
            return None
        return _shared(
            folder,
            Manner(
                settings.MASTHEAD_NEURAL_THREADS,
                settings.MASTHEAD_NEURAL_LOADED,
                settings.MASTHEAD_NEURAL_BEAM,
                settings.MASTHEAD_NEURAL_COMPUTE,
            ),
        )

    @property
    def version(self) -> str:
        return f"CTranslate2 {version('ctranslate2')}"

    def supports(self, source: str, target: str) -> bool:
        return look(self._folder).between(source, target) is not None

    def route(self, source: str, target: str) -> tuple[str, ...]:
        self._model(source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        model = self._model(source, target)
        return coded.translate(
            texts,
            lambda sent, _: self._pool.translate(model, sent, source, target),
            coded.By(self.name, f"{model.name[:80]}, {self.version}"),
            coded.Limits(self.batch, self.characters),
            elements=False,
        )

    def _model(self, source: str, target: str) -> Model:
        model = look(self._folder).between(source, target)
        if model is None:
            raise UnsupportedPair(self.name, source, target)
        return model


def lacking() -> list[str]:
    """What stands in the way of the models that are set up, a sentence each."""
    folder = settings.MASTHEAD_NEURAL_MODELS
    if not folder:
        return []
    if not _installed():
        return [
            "MASTHEAD_NEURAL_MODELS names models, and what runs them is not installed: pip install masthead[neural]."
        ]
    return list(look(folder).lacking)


def _installed() -> bool:
    return all(find_spec(name) for name in ("ctranslate2", "sentencepiece"))


@lru_cache(maxsize=1)
def _shared(folder: str, manner: Manner) -> Neural:
    return Neural(folder, manner)
