"""Models in CTranslate2's form that are made, not trained: they say the source again, with other vowels.

Each is a Transformer of one layer whose weights are set so that place n of the translation looks at place n of the
source and at nothing else. So what goes in can be told from what comes out, for every kind of model, without a
download. The tokenizer is SentencePiece's own, trained on four lines.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.rooms.translation.hosted_contract import turned

SIZE = 96
"""Numbers for each of three parts of a vector: what token, at which place, and what to say."""
PLACES = 512
NLLB = (
    "eng_Latn",
    "deu_Latn",
    "zho_Hans",
    "zho_Hant",
    "arb_Arab",
    "arb_Latn",
    "als_Latn",
    "pes_Arab",
    "wol_Latn",
)
M2M = ("__en__", "__de__", "__zh__", "__no__", "__pt__", "__tl__", "__wo__")
LABELS = (">>por<<", ">>pob<<", ">>spa<<", ">>cmn_Hans<<", ">>cmn_Hant<<", ">>srp_Latn<<", ">>wol<<")
_LINES = (
    "The quick brown fox jumps over the lazy dog.",
    "Sphinx of black quartz, judge my vow!",
    "0123456789 AEIOU",
    turned("AEIOU aeiou"),
)


def pair(folder: Path, **config: object) -> Path:
    """One pair, as OPUS-MT's; its languages are in the folder's name."""
    _model(folder, (), **config)
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(_tokenizer())
    return folder


def many(folder: Path, tokens: Sequence[str] = NLLB) -> Path:
    """Many languages, as NLLB-200's and M2M-100's."""
    _model(folder, tokens)
    (folder / "sentencepiece.bpe.model").write_bytes(_tokenizer())
    return folder


def argos(folder: Path, source: str, target: str) -> Path:
    """A package of Argos: the model in a folder of its own, which adds the end itself."""
    _model(folder / "model", (), add_source_eos=True, decoder_start_token="<s>")
    (folder / "sentencepiece.model").write_bytes(_tokenizer())
    told = {"from_code": source, "to_code": target, "package_version": "1.9"}
    (folder / "metadata.json").write_text(json.dumps(told))
    return folder


@cache
def _tokenizer() -> bytes:
    import sentencepiece

    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_LINES),
        model_writer=written,
        model_type="char",
        vocab_size=2000,
        hard_vocab_limit=False,
        byte_fallback=True,
        character_coverage=1.0,
        minloglevel=2,
    )
    return written.getvalue()


def _words() -> list[str]:
    import sentencepiece

    known = sentencepiece.SentencePieceProcessor(model_proto=_tokenizer())
    return [known.id_to_piece(number) for number in range(known.get_piece_size())]


def _model(folder: Path, tokens: Sequence[str], **config: object) -> None:
    folder.mkdir(parents=True)
    spec = _spec(tuple(tokens))
    spec.config.add_source_eos = config.get("add_source_eos", False)
    spec.config.decoder_start_token = config.get("decoder_start_token", "</s>")
    spec.save(str(folder))


@cache
def _spec(tokens: tuple[str, ...]) -> Any:
    import numpy as np
    from ctranslate2.specs import TransformerSpec

    numbers = np.random.default_rng(1)
    vocabulary = [*_words(), *tokens]
    width = 3 * SIZE

    def array(values: Any) -> Any:
        return np.ascontiguousarray(values, dtype=np.float32)

    def vectors(count: int) -> Any:
        """Nearly at right angles to each other, each of length one and with nothing in sum."""
        drawn = numbers.standard_normal((count, SIZE))
        drawn -= drawn.mean(axis=1, keepdims=True)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def put(values: Any, part: int) -> Any:
        whole = np.zeros((len(values), width))
        whole[:, part * SIZE : (part + 1) * SIZE] = values
        return whole

    def moved(source: int, target: int, strength: float = 1.0) -> Any:
        weight = np.zeros((width, width))
        weight[target * SIZE : (target + 1) * SIZE, source * SIZE : (source + 1) * SIZE] = np.eye(SIZE)
        return weight * strength

    def linear(layer: Any, weight: Any) -> None:
        layer.weight, layer.bias = array(weight), array(np.zeros(len(weight)))

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = array(np.ones(width)), array(np.zeros(width))

    words, places, nothing = vectors(len(vocabulary)), vectors(PLACES), np.zeros((width, width))
    spec = TransformerSpec.from_config(1, 1)
    for side, embeddings in (
        (spec.encoder, spec.encoder.embeddings[0]),
        (spec.decoder, spec.decoder.embeddings),
    ):
        embeddings.weight, side.scale_embeddings = array(put(words, 0)), False
        side.position_encodings.encodings = array(put(places, 1))
        layer = side.layer[0]
        for part in (side.layer_norm, layer.self_attention.layer_norm, layer.ffn.layer_norm):
            norm(part)
        linear(layer.self_attention.linear[0], np.vstack([nothing] * 3))
        linear(layer.self_attention.linear[1], nothing)
        linear(layer.ffn.linear_0, nothing)
        linear(layer.ffn.linear_1, nothing)
    across = spec.decoder.layer[0].attention
    norm(across.layer_norm)
    # A vector of two parts has a length that norming multiplies by width / 2; the score of the right place is 20.
    strength = (20 * width**0.5 / (width / 2)) ** 0.5
    linear(across.linear[0], moved(1, 1, strength))
    linear(across.linear[1], np.vstack([moved(1, 1, strength), moved(0, 0)]))
    linear(across.linear[2], moved(0, 2))
    known = {word: number for number, word in enumerate(vocabulary)}
    says = np.zeros((len(vocabulary), SIZE))
    for word, vector in zip(vocabulary, words, strict=True):
        says[known[turned(word) if len(word) == 1 else word]] += vector
    linear(spec.decoder.projection, 3 * put(says, 2))
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization=None)
    return spec
