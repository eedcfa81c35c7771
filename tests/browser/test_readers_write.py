"""Subscribing, searching and commenting, as readers of other scripts do it."""

from __future__ import annotations

import re
import time

from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.conftest import Outlet, shot
from tests.browser.scene import ARTICLE


def _mail(outlet: Outlet, address: str, number: int) -> str:
    """The plain text of the n-th mail to an address, once it has come."""
    deadline = time.monotonic() + 30
    while True:
        found = [mail for mail in outlet.mails if address in str(mail["To"])]
        if len(found) >= number:
            body = found[number - 1].get_body(("plain",))
            assert body is not None
            return str(body.get_content())
        assert time.monotonic() < deadline, "the mail did not come"
        time.sleep(0.2)


def test_an_arabic_reader_subscribes_and_receives_the_issue_in_arabic(
    reader: Page, desk: BrowserContext, outlet: Outlet
) -> None:
    reader.goto(f"{outlet.url}/ar/newsletter/")
    reader.locator("input[type=email]").fill("amal@example.org")
    reader.get_by_role("main").get_by_role("button").click()
    asked = _mail(outlet, "amal@example.org", 1)
    link = re.findall(r"http://\S+/newsletter/confirm/\S+", asked)[0]

    reader.goto(link)
    reader.get_by_role("main").get_by_role("button").click()
    editor = desk.new_page()
    editor.goto(f"{outlet.url}/desk/")
    editor.get_by_role("button", name="Newsletter").click()
    editor.get_by_role("link", name="Issues").click()
    editor.get_by_role("link", name=re.compile("Add")).first.click()
    editor.get_by_role("button", name="Choose an article").first.click()
    editor.get_by_role("dialog").get_by_role("link", name="Water is patient").click()
    editor.get_by_role("button", name=re.compile("Save|Create")).first.click()
    editor.get_by_role("button", name=re.compile("More options")).first.click()
    editor.get_by_role("link", name="Test and send…").first.click()
    shot(editor, "issue-send")
    editor.get_by_role("button", name=re.compile(r"^Send to \d+ subscriber")).click()

    issue = _mail(outlet, "amal@example.org", 2)
    assert "الماء صبور" in issue
    mail = [mail for mail in outlet.mails if "amal" in str(mail["To"])][1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = mail.get_body(("html",))
    assert html is not None
    assert 'dir="rtl"' in html.get_content()
    editor.close()


def test_the_search_finds_arabic_and_japanese_words(reader: Page, outlet: Outlet) -> None:
    for language, word, headline in (("ar", "صبور", "الماء صبور"), ("ja", "時間", "水は辛抱強い")):
        reader.goto(f"{outlet.url}/{language}/search/")
        reader.get_by_role("searchbox").fill(word)
        reader.keyboard.press("Enter")

        expect(reader.get_by_role("link", name=headline)).to_be_visible()
        shot(reader, f"search-{language}")


def test_a_comment_waits_for_the_moderator_and_then_shows(
    reader: Page, desk: BrowserContext, outlet: Outlet
) -> None:
    reader.goto(f"{outlet.url}/en/articles/{ARTICLE}/")
    form = reader.locator("form.comment-form")
    form.get_by_label("Name").fill("Ines")
    form.get_by_label("E-mail (will not be shown)").fill("ines@example.org")
    form.get_by_label("Comment", exact=True).fill("I live beside that river.")
    form.get_by_role("button", name="Send").click()
    expect(reader.get_by_text("Thank you.")).to_be_visible()
    reader.goto(f"{outlet.url}/en/articles/{ARTICLE}/")
    assert "I live beside" not in reader.content()

    editor = desk.new_page()
    editor.goto(f"{outlet.url}/desk/")
    editor.get_by_role("link", name=re.compile("Comments")).click()
    shot(editor, "comments")
    editor.get_by_role("link", name=re.compile("^Show: ")).first.click()
    editor.get_by_role("main").get_by_role("button").first.click()
    expect(editor.locator(".messages")).to_contain_text("Comments shown: 1.")
    shot(editor, "comments-shown")
    editor.close()

    deadline = time.monotonic() + 30
    while "I live beside" not in reader.request.get(reader.url).text():
        assert time.monotonic() < deadline, "the comment did not appear"
        time.sleep(0.5)
    reader.reload()  # asks again, where the browser may still hold the page
    expect(reader.get_by_text("I live beside")).to_be_visible()
