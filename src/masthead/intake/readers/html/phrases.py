"""What stands around the words of an article, as outlets write it in their languages."""

from __future__ import annotations

import re

# What a line begins with that leads to another article.
_ON = """
en: read more; read also; also read; read next; read on; read our; read the full; further reading; see also; also on;
    related; more on; more:; read:; watch:; listen:; please read
de: lesen sie auch; lesen sie hier; lesen sie dazu; lesen sie mehr; lesen sie weiter; lies auch; mehr zum thema;
    mehr dazu; mehr lesen; auch interessant; das könnte sie; zum artikel; zum thema; hier geht es
fr: lire aussi; lire également; lire la suite; à lire; voir aussi
es: lea también; lea más; lea además; lee también; lee más; te puede interesar; también le puede; también te puede;
    ver también; leer más
pt: leia também; leia mais; veja também; veja mais; saiba mais
it: leggi anche; per approfondire
nl: lees ook; lees meer; bekijk ook
da no sv: læs også; les også; les mer; läs också; läs även; läs mer; läs vidare
fi: lue myös; lue lisää
pl: czytaj także; czytaj też; czytaj więcej; czytaj również; zobacz także; zobacz też; zobacz również
cs sk: čtěte také; čtěte též; čtěte více; přečtěte si; prečítajte si; čítajte aj; čítajte viac
hu ro: olvass tovább; olvassa el; citește și; citiți și; vezi și
bg ru uk: прочетете; вижте още; вижте също; читайте также; читайте також; читайте ещё; читайте еще; читайте ще;
    смотрите также; дивіться також
el: διαβάστε επίσης; διαβάστε ακόμα; διαβάστε ακόμη; δείτε επίσης; δείτε ακόμα
tr: ayrıca okuyun; ayrıca bkz; bunları da; ilginizi çekebilir
ar fa he: اقرأ أيضا; اقرأ أيضًا; إقرأ; اقرأ المزيد; شاهد أيضا; بیشتر بخوانید; همچنین بخوانید; קראו גם; קראו עוד
hi: यह भी पढ़ें; ये भी पढ़ें; इसे भी पढ़ें; और पढ़ें
id ms vi th: baca juga; simak juga; xem thêm; đọc thêm; อ่านเพิ่มเติม; อ่านข่าว
zh ja ko: 関連記事; 延伸閱讀; 延伸阅读; 相关阅读; 相关新闻; 相关报道; 相關閱讀; 相關新聞; 관련 기사; 관련기사; 관련뉴스
sw zu: soma pia; soma zaidi; funda olunye
"""
# What a line before the first paragraph holds that is no part of the text.
_AROUND = (
    "stand; updated; update; published; posted; by; von; par; por; di; foto; photo; image; bild; lesezeit"
)
_WHOLE_WORDS = re.compile("[^\u0e00-\u0eff\u2e80-\ud7ff]$")


def _phrases(table: str) -> str:
    """The alternatives of a table as a pattern; where words have spaces between them, only whole ones."""
    said = (phrase.strip() for phrase in re.sub(r"(?m)^[a-z ]+:(?= )", ";", table).split(";"))
    return "|".join(
        re.escape(phrase) + (r"(?![^\W\d_])" if _WHOLE_WORDS.search(phrase) else "")
        for phrase in said
        if phrase
    )


READ_ON = re.compile(rf"^\W*(?:{_phrases(_ON)})", re.IGNORECASE)
"""The beginning of a line that leads to another article."""

FRAME = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d\s*(?:min|comment|kommentar|share|view)"
    rf"|^(?:{_phrases(_AROUND)})",
    re.IGNORECASE,
)
"""A date, a time of day, a time to read, a byline: what stands between headline and text."""
