from __future__ import annotations

import html as markup
import json
import shutil

import pytest
from django.test import Client
from django.utils import timezone
from tests.conftest import SHARED
from tests.rooms.reading.helpers import Publish

from masthead.desk.models import User
from masthead.lib import interface
from masthead.press.slots import filled_after_article
from masthead.reading import comments, index, queries
from masthead.reading.models import Comment

pytestmark = pytest.mark.urls("tests.rooms.reading.urls")
GOOD = {"name": "Ada", "email": "ada@example.org", "text": "Well said."}


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return markup.unescape(answer.content.decode())


def test_a_search_page_shows_what_was_found(client: Client, publish: Publish) -> None:
    article = publish("The law of the sea", "Ships must keep the law.", de=("Seerecht", "Das Recht der See."))

    page = _page(client, "/en/search/?q=law")

    assert f'<a href="/en/articles/{article.slug}/">The law of the sea</a>' in page
    assert "Ships must keep the <mark>law</mark>." in page
    assert "1 result" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_hit_in_another_language_says_so(client: Client, publish: Publish) -> None:
    publish("The sea", "Ships.", ar=("البحر", "السفن تحترم القانون."))

    page = _page(client, "/en/search/?q=القانون&all=1")

    assert 'lang="ar" dir="rtl"' in page
    assert '<span class="search-language">Arabic</span>' in page
    assert 'name="all" value="1" checked' in page


def test_a_search_without_words_is_a_form_and_no_count(client: Client, publish: Publish) -> None:
    publish("News", "text")

    page = _page(client, "/en/search/")

    assert 'name="q" value=""' in page
    assert "result" not in page.replace("search-results", "")


def test_nothing_found_is_said_with_a_hint_in_the_pages_language(client: Client, publish: Publish) -> None:
    publish("News", "text")
    words = interface.of("de")

    page = _page(client, "/de/search/?q=Zyklotron")

    assert words.text("search_nothing", query="Zyklotron") in page
    assert words.text("search_hint") in page


def test_pages_of_results_keep_the_question(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SIZE", 1)
    publish("One", "a b&c")
    publish("Two", "a b&c")

    page = _page(client, "/en/search/?q=b%26c&all=1")

    assert '<a rel="next" href="/en/search/?q=b%26c&all=1&page=2">Page 2</a>' in page


@pytest.mark.parametrize("page", ["0", "-1", "99999999", "x", "٣", "2.5", ""])
def test_an_odd_page_number_is_no_error(client: Client, publish: Publish, page: str) -> None:
    publish("News", "text")

    assert client.get("/en/search/", {"q": "text", "page": page}).status_code == 200


def test_a_missing_index_is_an_empty_answer(client: Client, publish: Publish) -> None:
    publish("News", "text")
    shutil.rmtree(index.folder())

    assert "Nothing found" in _page(client, "/en/search/?q=text")


def test_languages_that_are_not_printed_are_not_found(client: Client, publish: Publish) -> None:
    publish("News", "text")

    assert client.get("/cy/search/").status_code == 404
    assert client.get("/xx/search/").status_code == 404


@pytest.mark.shared
def test_naughty_strings_are_answered_and_shown_as_they_are(client: Client, publish: Publish) -> None:
    publish("News", "text")
    strings = json.loads((SHARED / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))

    for naughty in strings:
        assert queries.search(naughty, "en", all_languages=True).total >= 0
    for naughty in strings[::4]:
        answer = client.get("/en/search/", {"q": naughty})
        page = answer.content.decode()
        asked = " ".join(naughty.replace("\x00", " ").split())[: queries.LONGEST_QUERY]
        assert answer.status_code == 200
        assert f'value="{asked}"' in markup.unescape(page) or '"' in asked
        assert page.count("<script") == 1


def test_a_comment_is_sent_and_thanked_for(client: Client, publish: Publish) -> None:
    article = publish("News", "text", de=("Nachricht", "Text"))
    here = f"/de/articles/{article.slug}/comments/"

    sent = client.post(here, GOOD, headers={"Origin": "http://testserver"})
    thanks = _page(client, sent.headers["Location"])

    assert sent.status_code == 302
    assert interface.of("de").text("comment_thanks") in thanks
    assert f'href="/de/articles/{article.slug}/"' in thanks
    assert Comment.objects.get().language == "de"
    assert not sent.cookies


def test_a_comment_with_faults_comes_back_with_nothing_lost(client: Client, publish: Publish) -> None:
    article = publish("News", "text", ar=("خبر", "نص"))
    text = "\n<b>Three</b> http://a.example http://b.example http://c.example"

    answer = client.post(f"/ar/articles/{article.slug}/comments/", {"name": "", "email": "x", "text": text})

    page = markup.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert 'lang="ar" dir="rtl"' in page
    assert interface.of("ar").text("error_required") in page
    assert interface.of("ar").text("error_email") in page
    assert text.strip() in page
    assert "<b>Three" not in answer.content.decode()
    assert not Comment.objects.exists()


def test_too_many_comments_are_asked_to_wait(client: Client, publish: Publish) -> None:
    article = publish("News", "text")
    here = f"/en/articles/{article.slug}/comments/"

    answers = [client.post(here, {**GOOD, "text": f"Number {number}"}).status_code for number in range(6)]

    assert answers == [302, 302, 302, 302, 429, 429]


def test_a_form_on_another_site_is_refused(client: Client, publish: Publish) -> None:
    article = publish("News", "text")

    answer = client.post(
        f"/en/articles/{article.slug}/comments/", GOOD, headers={"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert "Well said." in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_robot_that_fills_the_trap_is_thanked_and_forgotten(client: Client, publish: Publish) -> None:
    article = publish("News", "text")

    answer = client.post(f"/en/articles/{article.slug}/comments/", {**GOOD, "website": "http://spam.example"})

    assert answer.status_code == 302
    assert not Comment.objects.exists()


def test_comments_on_what_is_not_there_are_not_found(client: Client, publish: Publish) -> None:
    publish("News", "text")

    assert client.post("/en/articles/elsewhere/comments/", GOOD).status_code == 404
    assert client.get("/en/articles/elsewhere/comments/").status_code == 404


def test_the_address_of_the_form_leads_back_to_the_article(client: Client, publish: Publish) -> None:
    article = publish("News", "text")

    answer = client.get(f"/en/articles/{article.slug}/comments/")

    assert answer.headers["Location"] == f"/en/articles/{article.slug}/#comments"


@pytest.mark.shared
def test_naughty_strings_are_printed_as_they_are_or_refused_with_a_reason(
    client: Client, publish: Publish
) -> None:
    article, kept = publish("News", "text"), []
    for naughty in json.loads((SHARED / "naughty-strings" / "blns.json").read_text(encoding="utf-8")):
        sent = comments.draft({"name": "Ada", "text": naughty})
        if not comments.faults(sent):
            kept.append(
                Comment(article=article, name=sent.name, text=sent.text, language="en", state="shown")
            )
        elif len(kept) % 50 == 0:
            answer = client.post(f"/en/articles/{article.slug}/comments/", {"name": "Ada", "text": naughty})
            assert 'class="comment-fault"' in answer.content.decode()
    for comment in kept:
        comment.decided_at = timezone.now()
    Comment.objects.bulk_create(kept)

    below = filled_after_article(article.pk, ["en"])["en"]

    shown = markup.unescape(below)
    assert len(kept) > 450
    assert "<script" not in below
    assert [line for comment in kept for line in comment.text.split("\n") if line not in shown] == []


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def test_a_moderator_shows_a_comment_from_the_queue(desk: Client, publish: Publish) -> None:
    article = publish("News", "text")
    comment = Comment.objects.create(article=article, language="en", name="Ada", text="Well said.")
    queue = _page(desk, "/desk/comments/")

    asked = _page(desk, f"/desk/bulk/reading/comment/show/?id={comment.pk}&next=/desk/comments/")
    done = desk.post(f"/desk/bulk/reading/comment/show/?id={comment.pk}&next=/desk/comments/")

    comment.refresh_from_db()
    assert "Well said." in queue
    assert "Comments (1)" in queue
    assert f'href="/en/articles/{article.slug}/"' in queue
    assert "Well said." in asked
    assert done.headers["Location"] == "/desk/comments/"
    assert comment.state == "shown"
    assert comment.decided_by.username == "mo"


def test_the_queue_shows_what_waits_first_and_can_be_narrowed(desk: Client, publish: Publish) -> None:
    article = publish("News", "text")
    for text, language in (("Elderberry", "en"), ("Nightshade", "de")):
        Comment.objects.create(article=article, language=language, name="Ada", text=text)
    desk.post(f"/desk/bulk/reading/comment/refuse/?id={Comment.objects.get(text='Nightshade').pk}")

    queue, refused, german = (
        _page(desk, f"/desk/comments/{narrowed}") for narrowed in ("", "?state=refused", "?language=de")
    )

    assert queue.index("Elderberry") < queue.index("Nightshade")
    assert "Nightshade" in refused
    assert "Elderberry" not in refused
    assert "Elderberry" not in german


def test_nobody_writes_or_changes_comments_at_the_desk(desk: Client, publish: Publish) -> None:
    comment = Comment.objects.create(article=publish("News", "text"), language="en", name="Ada", text="Mine.")

    for address in ("add/", f"edit/{comment.pk}/", f"delete/{comment.pk}/"):
        assert desk.get(f"/desk/comments/{address}").status_code == 302
        assert desk.post(f"/desk/comments/{address}", {"text": "Other"}).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "Mine."
    assert "Mine." in _page(desk, f"/desk/comments/inspect/{comment.pk}/")


def test_erasing_takes_the_place_of_deleting(desk: Client, publish: Publish) -> None:
    comment = Comment.objects.create(article=publish("News", "text"), language="en", name="Ada", text="Mine.")

    desk.post(f"/desk/bulk/reading/comment/delete/?id={comment.pk}&next=/desk/comments/")

    assert not Comment.objects.exists()


def test_who_may_not_moderate_sees_and_decides_nothing(client: Client, publish: Publish) -> None:
    comment = Comment.objects.create(article=publish("News", "text"), language="en", name="Ada", text="Mine.")
    stranger = User.objects.create_user("sam")
    client.force_login(stranger)

    assert client.get("/desk/comments/").status_code == 302
    assert client.post(f"/desk/bulk/reading/comment/show/?id={comment.pk}").status_code == 302
    comment.refresh_from_db()
    assert comment.state == "waiting"


def test_each_row_of_the_queue_leads_to_the_whole_comment_and_to_what_can_be_done(
    desk: Client, publish: Publish
) -> None:
    comment = Comment.objects.create(
        article=publish("News", "text"), language="ar", name="ليلى", text="شكرا " * 100
    )

    queue = _page(desk, "/desk/comments/")

    assert f'href="/desk/comments/inspect/{comment.pk}/"' in queue
    for action in ("show", "refuse"):
        assert f"/desk/bulk/reading/comment/{action}/?id={comment.pk}&next=" in queue
