"""Words that multiply a number: thousand, Milliarde, 億, लाख.

Each language has ``{power of ten: beginnings of words}``; a word counts if it begins so, up to seven letters more
(cases and plurals). One that ends in ``=`` stands alone, one that ends in a full stop keeps it.
The long scale (Billion = 10¹²) and the short one (billion = 10⁹) are told by the language.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_WORDS: dict[str, dict[int, str]] = {
    "af": {3: "duisend", 6: "miljoen", 9: "miljard", 12: "biljoen"},
    "sq": {3: "mijë mija", 6: "milion", 9: "miliard", 12: "bilion trilion"},
    "ar": {3: "ألف آلاف الف", 6: "مليون ملايين", 9: "مليار بليون بلايين", 12: "تريليون ترليون"},
    "be": {3: "тысяч тыс.", 6: "мільён мільёна млн=", 9: "мільярд млрд=", 12: "трыльён трлн="},
    "bg": {3: "хиляд хил.", 6: "милион млн=", 9: "милиард млрд=", 12: "трилион трлн="},
    "ca": {3: "mil= milers", 6: "milió milions", 9: "miliard", 12: "bilió bilions"},
    "hr": {3: "tisuć tis.", 6: "milijun mil.", 9: "milijard mlrd=", 12: "bilijun"},
    "cs": {3: "tisíc tis.", 6: "milion milión mil.", 9: "miliard mld=", 12: "bilion bilión"},
    "da": {3: "tusind", 6: "million mio.", 9: "milliard mia.", 12: "billion bio."},
    "nl": {3: "duizend", 6: "miljoen mln=", 9: "miljard mld= mrd=", 12: "biljoen"},
    "en": {3: "thousand", 6: "million mn= mln=", 9: "billion bn=", 12: "trillion tn= trn="},
    "et": {3: "tuhat tuhan", 6: "miljon mln=", 9: "miljard mld= mlrd=", 12: "triljon biljon"},
    "fil": {3: "libo libong", 6: "milyon", 9: "bilyon", 12: "trilyon"},
    "fi": {3: "tuhat tuhan tuhansi tuhann", 6: "miljoon milj.", 9: "miljard mrd=", 12: "biljoon"},
    "fr": {3: "mille= milliers", 6: "million", 9: "milliard Md. Mds. mrd=", 12: "billion"},
    "gl": {3: "mil= miles", 6: "millón millóns", 9: "millardo", 12: "billón billóns"},
    "de": {3: "tausend Tsd.", 6: "million Mio=", 9: "milliarde Mrd=", 12: "billion Bio."},
    "el": {3: "χιλιάδ χίλι χιλ.", 6: "εκατομμ εκατ.", 9: "δισεκατομμ δισ.", 12: "τρισεκατομμ τρισ."},
    "he": {3: "אלף אלפי", 6: "מיליון מיליוני מליון", 9: "מיליארד מליארד", 12: "טריליון"},
    "hi": {3: "हज़ार हजार", 5: "लाख", 6: "मिलियन", 7: "करोड़ करोड़", 9: "अरब बिलियन", 11: "खरब", 12: "ट्रिलियन"},
    "hu": {3: "ezer ezr", 6: "millió", 9: "milliárd", 12: "billió"},
    "is": {3: "þúsund", 6: "milljón", 9: "milljarð", 12: "billjón"},
    "id": {3: "ribu", 6: "juta", 9: "miliar milyar", 12: "triliun"},
    "ga": {6: "milliún mhilliún", 9: "billiún bhilliún", 12: "trilliún"},
    "it": {3: "mila mille", 6: "milion mln=", 9: "miliard mld=", 12: "bilion trilion"},
    "lv": {3: "tūkstoš tūkst.", 6: "miljon milj.", 9: "miljard mljrd.", 12: "triljon"},
    "lt": {3: "tūkstan tūkst.", 6: "milijon mln=", 9: "milijard mlrd=", 12: "trilijon"},
    "mk": {3: "илјад", 6: "милион", 9: "милијард", 12: "билион трилион"},
    "ms": {3: "ribu", 6: "juta", 9: "bilion", 12: "trilion"},
    "mt": {3: "elf eluf", 6: "miljun", 9: "biljun", 12: "triljun"},
    "nb": {3: "tusen", 6: "million mill=", 9: "milliard mrd=", 12: "billion"},
    "fa": {3: "هزار", 6: "میلیون ملیون", 9: "میلیارد", 12: "تریلیون"},
    "pl": {3: "tysi tys.", 6: "milion mln=", 9: "miliard mld=", 12: "bilion bln="},
    "pt": {
        3: "mil= milhares",
        6: "milhão milhões",
        9: "bilhão bilhões bi. mil-milhões",
        12: "trilhão trilhões bilião biliões",
    },
    "ro": {3: "mii mie", 6: "milion milioane mil.", 9: "miliard mld=", 12: "trilion bilion"},
    "ru": {3: "тысяч тыс.", 6: "миллион млн=", 9: "миллиард млрд=", 12: "триллион трлн="},
    "sr": {3: "хиљад hiljad", 6: "милион milion", 9: "милијард milijard", 12: "билион bilion"},
    "sk": {3: "tisíc tis.", 6: "milión milion mil.", 9: "miliard miliárd mld= mldr=", 12: "bilión"},
    "sl": {3: "tisoč", 6: "milijon mio.", 9: "milijard mrd=", 12: "bilijon"},
    "es": {3: "mil= miles", 6: "millón millones", 9: "millardo", 12: "billón billones"},
    "sw": {3: "elfu", 6: "milioni", 9: "bilioni", 12: "trilioni"},
    "sv": {3: "tusen", 6: "miljon mn= mnkr=", 9: "miljard md= mdr=", 12: "biljon"},
    "tr": {3: "bin= bini binin bine", 6: "milyon mn=", 9: "milyar mr=", 12: "trilyon"},
    "uk": {3: "тисяч тис.", 6: "мільйон млн=", 9: "мільярд млрд=", 12: "трильйон трлн="},
    "vi": {3: "nghìn ngàn", 6: "triệu", 9: "tỷ tỉ", 12: ""},
    "cy": {3: "mil= fil=", 6: "miliwn filiwn", 9: "biliwn", 12: "triliwn"},
    "yi": {3: "טויזנט", 6: "מיליאָן מיליאן", 9: "מיליאַרד מיליארד ביליאָן", 12: "טריליאָן"},
}
# In sums of money, in every language: $5bn, £125m.
MONEY = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mio": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12}
# The multiplying word stands before the number: milioni 2.4.
BEFORE = frozenset({"sw"})
# Written without spaces, and put after one another: 1億2千万.
_SIGNS: dict[str, dict[str, int]] = {
    "zh-hans": {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12},
    "zh-hant": {"十": 1, "百": 2, "千": 3, "萬": 4, "万": 4, "億": 8, "兆": 12},
    "ja": {"十": 1, "百": 2, "千": 3, "万": 4, "億": 8, "憶": 8, "兆": 12},
    "ko": {"십": 1, "백": 2, "천": 3, "만": 4, "억": 8, "조": 12},
    "th": {"ร้อย": 2, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6},
}


@lru_cache
def words(language: str) -> tuple[re.Pattern[str], dict[str, Decimal]] | None:
    """A pattern for a multiplying word right after a number, and what each beginning multiplies by."""
    table = {
        word: Decimal(10) ** power
        for power, all_of_them in _WORDS.get(language, {}).items()
        for word in all_of_them.split()
    }
    if not table:
        return None
    alone = sorted((word for word in table if word[-1] in "=."), key=len, reverse=True)
    begin = sorted((word for word in table if word[-1] not in "=."), key=len, reverse=True)
    pieces = [rf"(?P<alone>{'|'.join(map(_alone, alone))})"] if alone else ["(?P<alone>(?!))"]
    pieces.append(rf"(?P<begin>{'|'.join(map(re.escape, begin))})\w{{0,7}}" if begin else "(?P<begin>(?!))")
    pattern = re.compile(rf"[\s\u00a0\u202f-]?(?:[$€£¥]\s?|d[ei]\s|d')?(?:{'|'.join(pieces)})", re.IGNORECASE)
    return pattern, {word.rstrip("=").casefold(): value for word, value in table.items()}


def _alone(word: str) -> str:
    return rf"{re.escape(word[:-1])}(?!\w)" if word.endswith("=") else re.escape(word)


@lru_cache
def signs(language: str) -> tuple[re.Pattern[str], dict[str, Decimal]] | None:
    """The same for scripts whose magnitudes are signs: a run of them multiplies."""
    table = _SIGNS.get(language)
    if table is None:
        return None
    each = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.compile(rf"\s?((?:{each})+)(?!โท|เอก|ตรี|จ่า)"), {
        sign: Decimal(10) ** power for sign, power in table.items()
    }
