"""The languages an edition can be in: codes, tags, scripts, direction, names.

A language's *code* is what stands in addresses and in the database, always lower case (``zh-hans``);
its *tag* is the BCP 47 form for ``lang`` and ``hreflang`` (``zh-Hans``).
Names, plural rules and formats come from CLDR through Babel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language of an edition. ``script`` is an ISO 15924 code, ``iso3`` an ISO 639-3 one."""

    code: str
    tag: str
    script: str
    iso3: str

    @property
    def direction(self) -> Direction:
        return "rtl" if self.script in {"Arab", "Hebr"} else "ltr"

    @property
    def locale(self) -> Locale:
        return _locale(self.tag)


# code, script, ISO 639-3. The order is the alphabetical order of the English names.
_TABLE = """
af Latn afr, sq Latn sqi, ar Arab arb, be Cyrl bel, bg Cyrl bul, ca Latn cat, zh-hans Hans zho,
zh-hant Hant zho, hr Latn hrv, cs Latn ces, da Latn dan, nl Latn nld, en Latn eng, et Latn est,
fil Latn fil, fi Latn fin, fr Latn fra, gl Latn glg, de Latn deu, el Grek ell, he Hebr heb,
hi Deva hin, hu Latn hun, is Latn isl, id Latn ind, ga Latn gle, it Latn ita, ja Jpan jpn,
ko Kore kor, lv Latn lav, lt Latn lit, mk Cyrl mkd, ms Latn msa, mt Latn mlt, nb Latn nob,
fa Arab pes, pl Latn pol, pt Latn por, ro Latn ron, ru Cyrl rus, sr Cyrl srp, sk Latn slk,
sl Latn slv, es Latn spa, sw Latn swa, sv Latn swe, th Thai tha, tr Latn tur, uk Cyrl ukr,
vi Latn vie, cy Latn cym, yi Hebr yid
"""


def _parse(row: str) -> Language:
    code, script, iso3 = row.split()
    base, _, subtag = code.partition("-")
    return Language(code=code, tag=f"{base}-{subtag.title()}" if subtag else base, script=script, iso3=iso3)


ALL: tuple[Language, ...] = tuple(_parse(row) for row in _TABLE.replace("\n", " ").split(","))
CODES: tuple[str, ...] = tuple(language.code for language in ALL)
_BY_CODE = {language.code: language for language in ALL}
# What others write for a language that we know under another code.
_ALIASES = {
    "no": "nb", "nn": "nb", "iw": "he", "in": "id", "ji": "yi", "tl": "fil", "prs": "fa", "pes": "fa",
    "zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant",
    "zh-mo": "zh-hant", "arb": "ar", "swh": "sw", "zsm": "ms", "cmn": "zh-hans", "cmn-hans": "zh-hans",
    "cmn-hant": "zh-hant", "zho-hans": "zh-hans", "zho-hant": "zh-hant", "als": "sq", "ekk": "et", "lvs": "lv",
    "tgl": "fil", "ydd": "yi",
}  # fmt: skip


class UnknownLanguage(ValueError):
    """The code names no language that Masthead publishes in."""

    def __init__(self, code: str) -> None:
        super().__init__(f"“{code}” is not a language Masthead knows. Known: {' '.join(CODES)}.")
        self.code = code


def get(code: str) -> Language:
    """The language with exactly this code; ``UnknownLanguage`` otherwise."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise UnknownLanguage(code) from None


def match(tag: str | None) -> Language | None:
    """The language that a BCP 47 tag from outside means (``pt_BR``, ``zh-TW``, ``eng``), or None.

    Lookup by RFC 4647 section 3.4: subtags are dropped from the right until something is known.
    """
    parts = (tag or "").strip().lower().replace("_", "-").split("-")
    while parts and parts[0]:
        candidate = "-".join(parts)
        known = _BY_CODE.get(_ALIASES.get(candidate, candidate))
        if known is not None:
            return known
        if len(parts) == 1:
            return next((language for language in ALL if language.iso3 == candidate), None)
        parts.pop()
    return None


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


@cache
def name(code: str, within: str | None = None) -> str:
    """The name of a language in another (``within``), or in itself; first letter as CLDR has it."""
    language, reader = get(code), get(within or code)
    found = reader.locale.languages.get(language.tag.replace("-", "_")) or language.locale.get_display_name(
        reader.locale
    )
    return str(found or language.tag)
