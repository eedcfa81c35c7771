"""Small numbers that are written as words, in the languages whose words were checked; else there are none.

Two to twelve and the tens, in the forms that stand in a sentence. “One” is left out: it is an article or a pronoun
in most languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VALUES = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    30,
    40,
    50,
    60,
    70,
    80,
    90,
    100,
)
# For each value its words, parted by a stroke; the values are parted by spaces.
_WORDS: dict[str, str] = {
    "en": "two three four five six seven eight|eigth nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "de": "zwei|beide|beiden drei|dreier vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette"
    " diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "pt": "dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis"
    " dezessete dezoito dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd",
    "pl": "dwa|dwie|dwaj|dwóch|dwu|dwoma|dwom trzy|trzej|trzech|trzem cztery|czterej|czterech|czterem pięć|pięciu"
    " sześć|sześciu siedem|siedmiu osiem|ośmiu dziewięć|dziewięciu dziesięć|dziesięciu jedenaście|jedenastu"
    " dwanaście|dwunastu trzynaście|trzynastu czternaście|czternastu piętnaście|piętnastu szesnaście|szesnastu"
    " siedemnaście|siedemnastu osiemnaście|osiemnastu|osiemnastoma dziewiętnaście|dziewiętnastu dwadzieścia|dwudziestu"
    " trzydzieści|trzydziestu czterdzieści|czterdziestu pięćdziesiąt|pięćdziesięciu sześćdziesiąt|sześćdziesięciu"
    " siedemdziesiąt|siedemdziesięciu osiemdziesiąt|osiemdziesięciu dziewięćdziesiąt|dziewięćdziesięciu sto|stu",
    "cs": "dva|dvě|dvou|dvěma tři|tří|třech|třem|třemi čtyři|čtyř|čtyřech|čtyřem pět|pěti šest|šesti sedm|sedmi osm|osmi"
    " devět|devíti deset|deseti jedenáct|jedenácti dvanáct|dvanácti třináct|třinácti čtrnáct|čtrnácti patnáct|patnácti"
    " šestnáct|šestnácti sedmnáct|sedmnácti osmnáct|osmnácti devatenáct|devatenácti dvacet|dvaceti třicet|třiceti"
    " čtyřicet|čtyřiceti padesát|padesáti šedesát|šedesáti sedmdesát|sedmdesáti osmdesát|osmdesáti devadesát|devadesáti sto",
    "ru": "два|две|двух|двум|двумя|двое три|трех|трёх|трем|трём|тремя|трое|троих четыре|четырех|четырёх|четырем|четверо"
    " пять|пяти|пятью|пятеро шесть|шести|шестью|шестеро семь|семи|семеро восемь|восьми девять|девяти десять|десяти"
    " одиннадцать|одиннадцати двенадцать|двенадцати тринадцать|тринадцати четырнадцать|четырнадцати пятнадцать|пятнадцати"
    " шестнадцать|шестнадцати семнадцать|семнадцати восемнадцать|восемнадцати девятнадцать|девятнадцати двадцать|двадцати"
    " тридцать|тридцати сорок|сорока пятьдесят|пятидесяти шестьдесят|шестидесяти семьдесят|семидесяти"
    " восемьдесят|восьмидесяти девяносто сто|ста",
    "uk": "два|дві|двох|двом|двома|двоє три|трьох|трьом|трьома|троє чотири|чотирьох|чотирьом пять|п'ять|п’ять|п'яти|п’яти"
    " шість|шести|шістьох сім|семи|сімох вісім|восьми дев'ять|дев’ять|дев'яти|дев’яти десять|десяти одинадцять|одинадцяти"
    " дванадцять|дванадцяти тринадцять чотирнадцять п'ятнадцять|п’ятнадцять шістнадцять сімнадцять вісімнадцять"
    " дев'ятнадцять|дев’ятнадцять двадцять|двадцяти тридцять сорок п'ятдесят|п’ятдесят шістдесят сімдесят вісімдесят"
    " дев'яносто|дев’яносто сто",
    "hi": "दो|दोनों तीन|तीसरे|तीनों चार पांच|पाँच छह|छः|छ सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह|पन्द्रह सोलह सत्रह अठारह उन्नीस बीस"
    " तीस चालीस पचास साठ सत्तर अस्सी नब्बे सौ",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo"
    " trettio fyrtio femtio sextio sjuttio åttio nittio hundra",
    "da": "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve tredive"
    " fyrre halvtreds tres halvfjerds firs halvfems hundrede",
    "nb": "to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tjue"
    " tretti førti femti seksti sytti åtti nitti hundre",
}
_CJK = {
    sign: value
    for value, signs in enumerate(("二兩两", "三", "四", "五", "六", "七", "八", "九", "十"), start=2)
    for sign in signs
}
_NOT_CJK = re.compile(
    r"(?<![一二三四五六七八九十百千万億亿萬第])([二兩两三四五六七八九十])(?=[年个個人名次天日月周週歳岁つ件枚台本回度])"
)


@lru_cache
def _table(language: str) -> tuple[re.Pattern[str], dict[str, int]] | None:
    rows = _WORDS.get(language, "").split()
    table = {word: value for value, words in zip(_VALUES, rows, strict=False) for word in words.split("|")}
    if not table:
        return None
    each = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    # German and Dutch write on: dreiköpfig, zweimal; elsewhere the word ends.
    end = r"(?![\w])" if language not in {"de", "nl"} else r"(?!\w)|(?=mal|jährig|köpfig|tägig|stündig)"
    return re.compile(rf"(?<![\w\u0900-\u097f-])({each})(?:{end})(?![\u0900-\u097f])", re.IGNORECASE), table


def found(text: str, language: str) -> list[tuple[str, int]]:
    """The words and their values, in their order."""
    if language in {"ja", "zh-hans", "zh-hant"}:
        return [(match[1], _CJK[match[1]]) for match in _NOT_CJK.finditer(text)]
    table = _table(language)
    return [(match[1], table[1][match[1].casefold()]) for match in table[0].finditer(text)] if table else []


def known(language: str) -> bool:
    return language in _WORDS or language in {"ja", "zh-hans", "zh-hant"}
