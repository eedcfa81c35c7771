"""The lines around a text that say where it first appeared, whose it is, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from masthead.intake.draft import Appearance
from masthead.intake.moments import written
from masthead.intake.readers.html import origin
from masthead.intake.readers.printed.joining import unspaced
from masthead.lib.addresses import split
from masthead.lib.html import plain

# Where a text first appeared, in the words of outlets. What stands behind the match names it.
_FIRST = re.compile(
    r"""\b(?:originally|first|previously)\s+(?:been\s+)?(?:published|appeared|posted|ran|printed|released)\b
    |\b(?:re-?published|re-?printed|re-?posted|cross-?posted|syndicated)\b(?=\s+(?:here|from|with|by|courtesy|under|on|in|at)\b)
    |\bthe\s+original\s+source\s+of\s+this\s+(?:article|text|piece)\s+is\b
    |\b(?:zuerst|erstmals|ursprünglich|zunächst)\s+(?:\w+\s+){0,4}?(?:erschienen|erschien|veröffentlicht|publiziert)
    |\b(?:erschien(?:en)?|veröffentlicht)\s+(?:\w+\s+){0,2}?(?:zuerst|erstmals|ursprünglich)|\bübernommen\s+(?:von|aus)\b|^erstveröffentlichung\b
    |\bmit\s+freundlicher\s+genehmigung\b
    |\b(?:initialement|d['’]abord|pour\s+la\s+première\s+fois|originellement)\s+(?:été\s+)?(?:publiée?|parue?)
    |\b(?:publiée?|parue?)\s+(?:\w+\s+){0,2}?(?:initialement|d['’]abord|pour\s+la\s+première\s+fois|à\s+l['’]origine)
    |\b(?:publicad[oa])\s+(?:originalmente|originariamente|por\s+primera\s+vez|inicialmente|pela\s+primeira\s+vez)
    |\boriginalmente\s+(?:fue\s+|foi\s+)?publicad[oa]
    |\bpubblicat[oa]\s+(?:originariamente|originalmente|per\s+la\s+prima\s+volta|inizialmente)
    |\b(?:eerder|oorspronkelijk|voor\s+het\s+eerst)\s+(?:gepubliceerd|verschenen)|\bverscheen\s+(?:eerder|oorspronkelijk|eerst)
    |\b(?:ursprungligen|först|først|oprindeligt|opprinnelig)\s+(?:publicera[dt]|publiceret|udgivet|publisert|trykt)
    |\b(?:pierwotnie|po\s+raz\s+pierwszy)\s+(?:opublikowan[oya]|ukazał)
    |\b(?:впервые|первоначально)\s+(?:был[аио]?\s+)?опубликован\w*|\b(?:вперше|спочатку)\s+(?:бул[аио]\s+)?опублікован\w*
    |\bδημοσιεύ(?:θηκε|τηκε)\s+(?:αρχικά|για\s+πρώτη\s+φορά)|\bilk\s+(?:olarak|kez)\b[^.]{0,40}\byayı[nm]lan\w+
    |نشرت?\s+(?:(?:هذا|هذه)\s+\w+\s+)?(?:لأول\s+مرة|لاول\s+مرة|أولا|أولًا|أصلا|في\s+الأصل)|نخستین\s+بار|פורסמ?ה?\s+(?:לראשונה|במקור)
    |(?:最初|首次|首先)(?:发表|刊载|刊登|發表|刊載)(?:于|於)?|(?:原载|原載|首发|首發|转载自|轉載自)(?:于|於)?|初出|に(?:最初に)?掲載され
    |\bpertama\s+kali\s+(?:diterbitkan|dimuat|terbit)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(
    r"""^\W*(?:(?:original\s+)?sources?(?:\s+(?:url|link|article))?|original(?:\s+(?:article|link|url|source))?|via|quellen?(?:nachweis|angabe)?|originalquelle
    |(?:article\s+)?(?:source|article)\s+originale?|fuente(?:\s+original)?|fonte(?:\s+originale?)?|bron|källa|kilde|lähde|źródło|zdroj|forrás|sursa|kaynak|sumber|nguồn
    |источник|оригинал|джерело|першоджерело|πηγή|المصدر(?:\s+الأصلي)?|منبع|מקור|स्रोत|ที่มา|来源|來源|出典|初出|출처|原文)\s*[:：]\s*(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands between the verb and the name of the outlet.
_LEADING = re.compile(
    r"""^(?:[\s:：,–—|-]|(?:as|here|by|on|in|at|from|with|the|a|an|kind|permission|of|courtesy|magazine|newspaper|journal|website|site|bei|auf|im|in|der|die|das|dem|den|am|vom|von
    |aus|[Zz]eitschrift|[Zz]eitung|[Tt]ageszeitung|[Mm]agazin|[Pp]ortal|[Oo]nlinemagazin|[Ww]ochenzeitung|dans|sur|par|le|la|les|l['’]|revue|magazine|journal|quotidien|en|el|los|las|por|revista|periódico
    |diario|em|no|na|nos|o|jornal|pelo|pela|su|sul|sulla|sul|nel|nella|il|lo|da|dal|dalla|rivista|giornale|op|bij|het|de|tijdschrift|krant|i|på|av|af|tidningen|tidskriften|w|na|portalu|в|на|у|журнале|журналі|газете|газеті
    |στο|στη|στην|في|على|عن|موقع|مجلة|صحيفة|جريدة|بموقع|بمجلة|در|روزنامه|מגזין|באתר|בעיתון|di|oleh)(?=[\s'’]|$))""",
    re.VERBOSE,
)
_TRAILING = re.compile(
    r"""[.;،。!(\[|]|,(?!\s+[A-Z]\w+$)|\s[–—-]\s|\s(?:under|with|unter|mit|sous|avec|bajo|sob|met|onder|pod|as\s+part|and\s+(?:is|has|was|re)|und\s+(?:ist|wird|wurde)|et\s+est|تحت)(?=\s|$)
    |に(?:最初に)?掲載|$""",
    re.VERBOSE,
)
# What stands between the name of the outlet and the day.
_BEFORE_DAY = re.compile(
    r"(?:\s+(?:on|in|at|am|im|vom|le|du|el|em|il|op|den|dnia|w|в|от|від|à|بتاريخ|يوم|في|من|در))+$"
)
_BRACKETED = re.compile(r"[『《「]([^』》」]{1,60})[』》」]")
_LINK = re.compile(r'<a href="([^"]+)">(.*?)</a>')
_WHOSE = re.compile(
    r"""^\W*(?:©|\(c\)\s|copyright\b)|\b(?:all\s+rights\s+reserved|alle\s+rechte\s+vorbehalten|tous\s+droits\s+réservés|todos\s+los\s+derechos\s+reservados
    |todos\s+os\s+direitos\s+reservados|tutti\s+i\s+diritti\s+riservati|alle\s+rechten\s+voorbehouden|alla\s+rättigheter|wszelkie\s+prawa\s+zastrzeżone|все\s+права\s+защищены
    |(?:усі|всі)\s+права\s+захищен|tüm\s+hakları\s+saklıdır)|(?:جميع|كافة|كل)\s+الحقوق\s+محفوظة|حقوق\s+النشر|כל\s+הזכויות\s+שמורות|版权所有|版權所有|無断(?:転載|複写|複製)|무단\s*전재|สงวนลิขสิทธิ์""",
    re.IGNORECASE | re.VERBOSE,
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:by\s+)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?[\s,]*(?:by\s+)?(.*)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[\s,]*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?[\s,.]*$")
_ABOUT = re.compile(
    r"""^\W*(?:about\s+the\s+authors?|(?:über|zu)\s+(?:den|die|der|dem)\s+autor(?:in|en|innen)?|à\s+propos\s+de\s+l['’]aut(?:eur|rice)|(?:sobre|acerca\s+de)l?\s+(?:el\s+|la\s+|o\s+|a\s+)?autora?(?:es)?
    |l['’]autore|over\s+de\s+auteur|om\s+(?:författaren|forfatteren)|o\s+autor(?:ze|ce|ovi)|об\s+авторе|про\s+автора|عن\s+الكاتبة?|نبذة\s+عن\s+الكاتبة?|על\s+(?:המחבר|הכותב)ת?
    |作者简介|作者簡介|关于作者|關於作者|著者(?:紹介|プロフィール)|글쓴이\s*소개|yazar\s+hakkında|tentang\s+penulis|về\s+tác\s+giả)\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_IS = re.compile(
    r"""^\W*(?:(?:the|this)\s+(?:author|writer)s?\s+(?:is|are|was|has|teaches|works)\b|(?:der|die)\s+autor(?:in|en)?\s+(?:ist|sind|lebt|arbeitet|lehrt)\b|l['’]aut(?:eur|rice)\s+est\b|(?:el|la)\s+autora?\s+es\b
    |(?:o|a)\s+autora?\s+é\b|l['’]autrice\s+è\b|l['’]autore\s+è\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASIDE = re.compile(
    r"""^\W*(?:note\s+to\s+readers|(?:please\s+)?click\s+(?:on\s+)?the\s+(?:share|below)|all\s+[\w\s.]{2,40}\s+articles\s+can\s+be\s+read\s+in|follow\s+us\s+on|(?:sign\s+up|subscribe)\s+(?:to|for)\s+(?:our|the)\b
    |featured\s+image|this\s+(?:post|article)\s+is\s+(?:also\s+)?available\s+in|become\s+a\s+(?:member|supporter)|comment\s+on\s+.{2,60}\s+articles\s+on|support\s+(?:our|us)\b|share\s+this\s+(?:article|post|story)
    |diesen\s+(?:artikel|beitrag)\s+(?:teilen|drucken)|(?:newsletter|abonnieren\s+sie)\b|partager\s+(?:cet|sur)|compartir?\s+(?:en|este)|この記事をシェア|分享到|شارك\s+(?:هذا|المقال))""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_NOTE, _LONGEST_BIOGRAPHY = 400, 900


def is_source(text: str) -> bool:
    """Does the line say where the text appeared before?"""
    return len(text) <= _LONGEST_NOTE and bool(_FIRST.search(text) or _LABEL.match(text))


def appearance(html: str, language: str = "") -> Appearance | None:
    """What a source note tells of the place it names: the outlet, its address, the day."""
    text = plain(html)
    days = list(written(text, language))
    day = days[0][2][:10] if days else ""
    url = next(iter(re.findall(r"https?://[^\s<>\"”)]+", text)), "").rstrip(".,;")
    link = _LINK.search(html)
    bare = text
    for start, end, _ in reversed(days):
        bare = bare[:start] + " | " + bare[end:]
    label, first = _LABEL.match(bare), None
    if label is not None:
        bare = bare[label.end() :]
    first = _FIRST.search(bare)
    bracketed = _BRACKETED.search(bare)
    name = bracketed[1] if bracketed else _name(bare[first.end() :] if first else bare)
    if link is not None and split(link[1]).scheme in {"http", "https"}:
        linked = plain(link[2]).strip(" .“”\"'")
        url = url or link[1]
        name = (
            linked
            if 1 < len(linked) <= 60 and not re.match(r"https?:|www\.|here$|hier$|ici$", linked)
            else name
        )
    if not name and url:
        name = (split(url).hostname or "").removeprefix("www.")
    return Appearance(name, url, day) if name else None


def _name(text: str) -> str:
    text = re.sub(r"https?://\S+", " ", text)
    while shorter := _LEADING.match(text):
        text = text[shorter.end() :]
    found = _TRAILING.search(text)
    name = _BEFORE_DAY.sub("", text[: found.start() if found else len(text)].rstrip()).strip(
        " .,:;“”\"'«»„–—-()。"
    )
    return name if 1 < len(name) <= 60 and len(name.split()) <= 8 and not name[0].islower() else ""


def is_rights(text: str) -> bool:
    """Does the line claim the rights?"""
    return len(text) <= 300 and bool(_WHOSE.search(text) or (len(text) <= 120 and origin.RIGHTS.search(text)))


def is_aside(text: str) -> bool:
    """Does the line speak to readers of the site: share, subscribe, read in other languages?"""
    return len(text) <= 400 and bool(_ASIDE.match(text))


def holders(text: str) -> list[str]:
    """Whom a line of rights names, best first."""
    found = _HOLDER.search(text)
    if found is None:
        return []
    line = re.split(r"[.。|]\s*|\s*[–—]\s+|\s+(?=無断)", found[1])[0]
    return [
        name
        for piece in re.split(r"\s*[,،、]\s*", _YEAR.sub("", line))
        if 1 < len(name := piece.strip(" .©")) <= 60 and not re.fullmatch(r"\d+", name)
    ][::-1]


def announces_author(text: str) -> bool:
    """Is it a heading over lines about the author, or the beginning of such a line?"""
    return bool(_ABOUT.match(text))


def is_author(text: str, names: Iterable[str]) -> bool:
    """Does the line tell who the author is? ``names`` are those of the bylines."""
    if len(text) > _LONGEST_BIOGRAPHY:
        return False
    if _IS.match(text) or (_ABOUT.match(text) and len(text) > 40):
        return True
    start = re.sub(r"^\W+", "", text)[:160].casefold()
    for name in names:
        rest = start[len(name) :] if start.startswith(name.casefold()) else ""
        if rest and not _SAYS.match(rest) and (not rest[0].isalnum() or unspaced(rest[0])):
            return True
    return False


_SAYS = re.compile(r"\s+(?:said|says|told|asked|added|sagte|sagt|erklärte|a déclaré|dijo|dice|disse)\b")
