"""Which language an article is in: what it declares against what its text is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from masthead.intake.draft import Found

_YIDDISH = re.compile("[\u05f0-\u05f2]|\u05d0[\u05b7\u05b8]|\ufb2e|\ufb2f|\ufb1f")
_HEBREW = re.compile("[\u05d0-\u05ea]")
# Letters that are written only in one of the two Chinese scripts, among the commonest.
_SIMPLIFIED = frozenset(
    "这来说时国会们对学发还样经么将开间问关门见现长车东马鸟鱼书电话语认让请谢万与业丰丽义乐习乡买乱争产亲亿"
)
_TRADITIONAL = frozenset(
    "這來說時國會們對學發還樣經麼將開間問關門見現長車東馬鳥魚書電話語認讓請謝萬與業豐麗義樂習鄉買亂爭產親億"
)
# Languages so near to each other that the declaration knows better than the text.
_NEAR = (
    {"hr", "sr", "bs", "sh", "sl"}, {"nb", "nn", "no", "da"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl", "es"},
    {"ca", "es", "oc"}, {"mk", "bg"}, {"ru", "uk", "be"}, {"fa", "prs", "ar"}, {"fil", "tl"}, {"nl", "af"},
    {"zh", "yue", "cmn"}, {"xh", "zu"}, {"et", "fi"}, {"de", "lb", "gsw"},
)  # fmt: skip
_TAG = re.compile(r"^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_ENOUGH = 150
# Characters by which a text's language is told; more change nothing.
_SAMPLE = 2000
# Words that fill a page and are in no language, though they look like Latin.
_FILLER = re.compile(r"\blorem ipsum dolor|\bdolor sit amet\b", re.IGNORECASE)


def language(text: str, declared: Iterable[Found[str]]) -> Found[str] | None:
    """The BCP 47 tag of a text; the text wins over the declaration when it is long and clear."""
    claims = [
        Found(_tag(claim.value), claim.where, claim.sure)
        for claim in declared
        if _TAG.match(claim.value.strip())
    ]
    claim = next(iter(claims), None)
    if len(text) < 20 or _FILLER.search(text[:4000]):
        return claim
    code, sure = identify(text)
    if claim is not None:
        base = _base(claim.value)
        near = any({base, code} <= group for group in _NEAR) and code != "yi"
        if base == code or near or sure < 0.9 or len(text) < _ENOUGH:
            agreed = base == code
            return Found(_scripted(claim.value, text), claim.where, 0.98 if agreed else min(claim.sure, 0.7))
    return Found(_scripted(code, text), "text", round(sure, 2))


def identify(text: str) -> tuple[str, float]:
    """ISO 639-1 code of a text and how sure that is, 0 to 1."""
    sample = text[:_SAMPLE]
    hebrew = len(_HEBREW.findall(sample))
    if hebrew > 20 and len(_YIDDISH.findall(sample)) > 0.02 * hebrew:
        return "yi", 0.95
    code, probability = _identifier().classify(sample)
    return {"no": "nb", "tl": "fil"}.get(code, code), float(probability)


def probabilities(text: str) -> dict[str, float]:
    """How likely each ISO 639-1 code is for a text, 0 to 1."""
    return {code: float(probability) for code, probability in _identifier().rank(text[:_SAMPLE])}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _scripted(tag: str, text: str) -> str:
    """Chinese with its script, and Serbian in Latin letters, which a bare code does not tell."""
    base = _base(tag)
    if base == "zh" and "Han" not in tag:
        old, new = (
            sum(letter in letters for letter in text[:4000]) for letters in (_TRADITIONAL, _SIMPLIFIED)
        )
        return "zh-Hant" if old > new else "zh-Hans"
    if (
        base == "sr"
        and tag == "sr"
        and len(re.findall("[a-zčćžšđ]", text[:2000], re.IGNORECASE)) > len(text[:2000]) / 2
    ):
        return "sr-Latn"
    return tag


def tag(value: str) -> str:
    """A locale or tag as a BCP 47 tag (``de_DE_formal`` is ``de-DE``), or nothing if it is neither."""
    value = re.sub(r"[_-](?:in)?formal$|[.@].*$", "", value.strip())
    return _tag(value) if _TAG.match(value) else ""


def _tag(value: str) -> str:
    """en_us as en-US, zh-hant-tw as zh-Hant-TW."""
    first, *rest = re.split("[-_]", value.strip())
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _base(tag: str) -> str:
    base = tag.partition("-")[0].lower()
    return {"no": "nb", "iw": "he", "in": "id", "ji": "yi", "tl": "fil"}.get(base, base)
