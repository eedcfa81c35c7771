from __future__ import annotations

import pytest
from tests.rooms.reading.helpers import Publish, headlines, translated

from masthead.article.models import Edition
from masthead.desk import actions as desk
from masthead.reading import actions, queries

SUFFRAGE = {
    "en": ("The right to vote", "Citizens went to court because the law kept them from the polls."),
    "ar": ("الحق في التصويت", "ذهب المواطنون إلى المحكمة لأن القانون منعهم من التصويت."),
    "el": ("Το δικαίωμα ψήφου", "Οι πολίτες πήγαν στο δικαστήριο επειδή ο νόμος τούς εμπόδιζε."),
    "he": ("הזכות להצביע", "האזרחים פנו לבית המשפט כי החוק מנע מהם להצביע."),
    "ja": ("投票する権利", "市民は、法律によって投票を妨げられたため裁判所に訴えた。"),
    "ko": ("투표할 권리", "시민들은 법이 투표를 막았기 때문에 법원에 갔다."),
    "ru": ("Право голоса", "Граждане обратились в суд: закон не пускал их к урнам. Счёт ещё идёт."),
    "th": ("สิทธิในการลงคะแนน", "ประชาชนไปศาลเพราะกฎหมายห้ามไม่ให้ลงคะแนนเสียง"),
    "tr": (
        "Oy hakkı",
        "Işıl İstanbul'da yurttaşlarla mahkemeye gitti, çünkü yasa oy vermelerini engelliyordu.",
    ),
    "vi": ("Quyền bầu cử", "Người dân ra tòa vì luật pháp cản trở họ bỏ phiếu."),
    "zh_hans": ("投票的权利", "公民因法律禁止他们投票而上法院。"),
}


@pytest.fixture
def suffrage(publish: Publish) -> None:
    publish(
        "Rivers in summer", "The water stood low, and nobody swam.", de=("Flüsse", "Das Wasser stand tief.")
    )
    publish(*SUFFRAGE["en"], **{code: words for code, words in SUFFRAGE.items() if code != "en"})


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "law"),
        ("en", "Citizen courts"),
        ("ar", "القانون"),
        ("ar", "قانون"),
        ("ar", "الْقَانُون"),
        ("ar", "بالقانون"),
        ("el", "νομος"),
        ("el", "ΔΙΚΑΙΩΜΑ"),
        ("he", "חוק"),
        ("he", "החוק"),
        ("ja", "法律"),
        ("ja", "裁判所"),
        ("ko", "법"),
        ("ko", "시민"),
        ("ru", "законом"),
        ("ru", "счет"),
        ("th", "กฎหมาย"),
        ("th", "ศาล"),
        ("tr", "istanbul"),
        ("tr", "İSTANBUL"),
        ("tr", "ışıl"),
        ("tr", "IŞIL"),
        ("vi", "luật pháp"),
        ("vi", "luat phap"),
        ("zh-hans", "法律"),
        ("zh-hans", "法"),
    ],
)
def test_a_word_finds_the_edition_in_its_language(suffrage: None, language: str, query: str) -> None:
    assert headlines(query, language) == [SUFFRAGE[language.replace("-", "_")][0]]


def test_only_the_language_asked_is_searched(suffrage: None) -> None:
    assert headlines("Wasser", "de") == ["Flüsse"]
    assert headlines("Wasser", "en") == []


def test_all_languages_find_each_article_once_in_the_readers_language_if_it_can(publish: Publish) -> None:
    publish("Warsaw", "Warsaw lies on the Vistula.", de=("Warschau", "Warschau liegt an der Vistula."))
    publish("Elsewhere", "Nothing of it.", de=("Anderswo", "Warschau und Krakau."))

    assert headlines("Vistula", "de", all_languages=True) == ["Warschau"]
    assert headlines("Vistula", "en", all_languages=True) == ["Warsaw"]
    assert sorted(headlines("Warschau", "fr", all_languages=True)) == ["Anderswo", "Warschau"]


def test_a_headline_weighs_more_than_the_text(publish: Publish) -> None:
    publish("A day in May", "Strikes were rare that year, and the harvest was good, it is said.")
    publish("Strikes spread", "Nobody had expected it that year, and the harvest was good, it is said.")

    assert headlines("strikes", "en") == ["Strikes spread", "A day in May"]


def test_a_few_words_must_all_be_there_unless_nothing_holds_them_all(publish: Publish) -> None:
    publish("One", "alpha beta")
    publish("Two", "alpha gamma")

    assert headlines("alpha gamma", "en") == ["Two"]
    assert headlines("beta gamma", "en") == ["One", "Two"] or headlines("beta gamma", "en") == ["Two", "One"]
    assert headlines("delta", "en") == []


def test_the_snippet_marks_the_words_and_escapes_the_rest(publish: Publish) -> None:
    publish(
        "Signs",
        "Before. " * 80 + "If a &lt;script&gt; meets the laws &amp; the Law, it waits. " + "After. " * 80,
    )

    [hit] = queries.search("law script", "en").hits

    assert (
        "a &lt;<mark>script</mark>&gt; meets the <mark>laws</mark> &amp; the <mark>Law</mark>" in hit.snippet
    )
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")


def test_withdrawn_articles_leave_the_index(publish: Publish) -> None:
    article = publish("Taken back", "A claim.", de=("Zurück", "Eine Behauptung."))

    desk.withdraw(article, by=None)
    shown_before_the_worker_came = queries.search("claim", "en")
    actions.index_article(article.pk)

    assert shown_before_the_worker_came.hits == []
    assert queries.search("claim", "en").total == 0
    assert queries.search("Behauptung", "de").total == 0


def test_what_is_held_or_not_listed_is_not_found(publish: Publish) -> None:
    article = publish("Open", "words")
    translated(article, "de", "Gehalten", "Wörter", state=Edition.State.HELD)
    translated(article, "fr", "Hors liste", "mots", listed=False)

    actions.index_article(article.pk)

    assert headlines("Wörter", "de") == []
    assert headlines("mots", "fr") == []


def test_a_new_text_takes_the_place_of_the_old(publish: Publish) -> None:
    article = publish("Old", "before")
    article.headline = "New"
    desk.save_draft(article)
    desk.publish(article, by=None)

    actions.index_article(article.pk)
    actions.index_article(article.pk)

    assert queries.search("old", "en").total == 0
    assert queries.search("new", "en").total == 1


def test_results_come_in_pages(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SIZE", 2)
    keys = {publish(f"Number {number}", "word").pk for number in range(3)}

    first, second, beyond = (queries.search("word", "en", page=page) for page in (1, 2, 3))

    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (3, 2, 2, 1)
    assert beyond.hits == []
    assert {hit.edition.article_id for hit in (*first.hits, *second.hits)} == keys


def test_a_search_costs_the_same_queries_in_one_language_and_in_all(
    suffrage: None, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        queries.search("law", "en")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        queries.search("law", "en", all_languages=True)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00",
        "\ufdfa",
        "a" * 100_000,
        "AND OR NOT ( ) [ ] { } ^ ~ * ? : \" ' \\ + - && || !",
        "id:1",
        "🦔" * 300,
        "headline:law",
        "en:law",
        "/.*/",
        "*",
        "\ud800",
        "ิ" * 500,
        "法" * 500,
        "a " * 5_000,
        "'" * 400,
    ],
)
def test_no_query_is_an_error(suffrage: None, query: str) -> None:
    for everywhere in (False, True):
        assert queries.search(query, "en", all_languages=everywhere).total >= 0
