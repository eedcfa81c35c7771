import pytest

from masthead.intake.draft import Found
from masthead.intake.language import language

ENGLISH = (
    "The river rose three metres in the night, and by the morning the lower town stood under water. " * 3
)
YIDDISH = (
    "דער טײַך האָט זיך אין דער נאַכט אויפֿגעהויבן אויף דרײַ מעטער, און אין דער פֿרי איז די שטאָט געשטאַנען אונטער וואַסער. "
    * 2
)


def tag(text: str, *declared: str) -> str:
    found = language(text, [Found(value, "html:lang", 0.8) for value in declared])
    assert found is not None
    return found.value


def test_a_declaration_that_the_text_confirms_is_kept_with_its_region() -> None:
    assert tag(ENGLISH, "en_gb") == "en-GB"


def test_a_clear_text_wins_over_its_declaration() -> None:
    assert tag(ENGLISH, "de") == "en"


def test_a_short_text_does_not_win() -> None:
    assert tag("Das ist eine kurze Zeile.", "nl") == "nl"


def test_near_languages_are_told_by_the_declaration() -> None:
    assert (
        tag("Rijeka je narasla tri metra tijekom noći i grad je ujutro stajao pod vodom. " * 4, "hr") == "hr"
    )


def test_yiddish_is_told_from_hebrew() -> None:
    assert tag(YIDDISH) == "yi"
    assert tag(YIDDISH, "he") == "yi"
    assert tag("הנהר עלה בלילה בשלושה מטרים, ובבוקר עמדה העיר התחתונה מתחת למים. " * 3, "yi") == "he"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("河水在一夜之间上涨了三米，这座城市来说还没见过。", "zh-Hans"),
        ("河水在一夜之間上漲了三米，這座城市來說還沒見過。", "zh-Hant"),
    ],
)
def test_chinese_says_its_script(text: str, script: str) -> None:
    assert tag(text * 4, "zh") == script


def test_nonsense_is_no_declaration() -> None:
    assert tag(ENGLISH, "<script>", "en; q=1") == "en"


def test_nothing_to_go_by_is_no_language() -> None:
    assert language("", []) is None


def test_filler_is_in_no_language_of_its_own() -> None:
    filler = (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. "
        * 3
    )
    assert language(filler, []) is None
    assert tag(filler, "pt") == "pt"
