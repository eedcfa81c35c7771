"""An editor's day: write, preview, publish, correct, and look back."""

from __future__ import annotations

import io
import re
import time

from PIL import Image
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect
from tests.browser.conftest import Outlet, shot


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (1200, 800), (60, 110, 150)).save(made, "PNG")
    return made.getvalue()


def _write(editor: Page) -> None:
    editor.get_by_role("textbox", name="Headline").fill("The ferry runs again")
    editor.get_by_role("textbox", name="Standfirst").fill("After forty years the crossing is open.")


def _choose_lead_picture(editor: Page) -> None:
    editor.get_by_role("button", name=re.compile("Choose an? (image|picture)", re.IGNORECASE)).first.click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.locator("input[type=file]").set_input_files(
        {"name": "ferry.png", "mimeType": "image/png", "buffer": _picture()}
    )
    dialog.get_by_label("Title").fill("The ferry")
    dialog.get_by_label("Credit").fill("Mirela Sandor")
    dialog.get_by_role("button", name="Upload").click()
    dialog.wait_for(state="hidden")
    editor.locator("#id_lead_alt").fill("A flat ferry on a blue river.")


def _add_block(editor: Page, name: str) -> None:
    body = editor.locator("#panel-child-write-body-section, [id*=body-section]").first
    body.get_by_role("button", name=re.compile("Insert a block")).last.click()
    editor.get_by_role("option", name=name, exact=True).click()


def test_an_editor_writes_publishes_and_corrects(desk: BrowserContext, outlet: Outlet) -> None:
    editor = desk.new_page()
    editor.goto(f"{outlet.url}/desk/")
    editor.get_by_role("link", name="Write an article").click()
    _write(editor)
    _choose_lead_picture(editor)
    _add_block(editor, "Text")
    editor.locator(".public-DraftEditor-content").first.click()
    editor.keyboard.type("The old ferry crosses the river ones more.")
    _add_block(editor, "Quotation")
    quotation = editor.locator(".public-DraftEditor-content").nth(1)
    quotation.press_sequentially("I never sold the boat.")
    _kept(editor, "I never sold the boat.")
    editor.get_by_label("Speaker").fill("The ferryman")
    shot(editor, "desk-write")

    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_text("The ferry runs again").first).to_be_visible()
    edit_url = editor.url
    editor.get_by_role("button", name=re.compile("Toggle preview|Preview")).first.click()
    frame = editor.frame_locator("iframe[title=Preview]").first
    expect(frame.get_by_role("heading", level=1)).to_have_text("The ferry runs again")
    editor.get_by_label("Preview mode").select_option("ar")
    expect(frame.locator("html[dir=rtl]")).to_be_attached()
    shot(editor, "desk-preview")

    editor.goto(edit_url)
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.locator(".messages")).to_contain_text("published")
    reader = desk.new_page()
    _until(reader, f"{outlet.url}/en/", "The ferry runs again")
    shot(reader, "front-with-ferry")
    _until(reader, f"{outlet.url}/en/articles/the-ferry-runs-again/", "ones more")

    editor.goto(edit_url)
    text = editor.locator(".public-DraftEditor-content").first
    text.click()
    editor.keyboard.press("ControlOrMeta+a")
    editor.keyboard.type("The old ferry crosses the river once more.")
    _kept(editor, "once more")
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.locator(".messages")).to_contain_text("published")
    _until(reader, f"{outlet.url}/en/articles/the-ferry-runs-again/", "once more")
    shot(reader, "ferry")

    editor.goto(re.sub("/edit/", "/history/", edit_url))
    shot(editor, "desk-history")
    expect(editor.get_by_role("row").filter(has_text="Published")).to_have_count(2)
    shot(editor, "desk-history")


def _kept(editor: Page, text: str) -> None:
    """Wait until the editor has handed a text to the form, a quarter of a second after the last key."""
    editor.wait_for_function(
        "text => [...document.querySelectorAll('input[name^=body]')].some(field => field.value.includes(text))",
        arg=text,
    )


def _until(page: Page, url: str, text: str) -> None:
    """Look at a page until the press has brought it up to date."""
    deadline = time.monotonic() + 60
    page.goto(url)
    while text not in page.content():
        assert time.monotonic() < deadline, f"{url} does not say “{text}”"
        time.sleep(0.3)
        page.reload()


def test_an_article_saved_while_its_first_draft_is_under_way_is_one(
    desk: BrowserContext, outlet: Outlet
) -> None:
    editor = desk.new_page()
    under_way: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST" and "json" in route.request.headers["accept"]:
            under_way.append((route, route.fetch()))  # The desk has it, and the page does not know yet.
        else:
            route.continue_()

    editor.route("**/articles/add/", hold)
    editor.goto(f"{outlet.url}/desk/")
    editor.get_by_role("link", name="Write an article").click()
    editor.get_by_role("textbox", name="Headline").fill("The bridge is closed")
    standfirst = editor.get_by_role("textbox", name="Standfirst")
    until = time.monotonic() + 60
    while not under_way:  # Wagtail takes some seconds before it minds what is written.
        assert time.monotonic() < until, "no draft was kept"
        standfirst.fill(f"{standfirst.input_value()} It is")
        editor.wait_for_timeout(1000)
    standfirst.fill("It is too old for buses.")

    editor.get_by_role("button", name="Save draft").click(no_wait_after=True)
    editor.wait_for_timeout(500)
    route, answer = under_way[0]
    route.fulfill(response=answer)

    expect(editor.locator(".messages")).to_contain_text("The bridge is closed")
    expect(editor.get_by_role("textbox", name="Standfirst")).to_have_value("It is too old for buses.")
    editor.goto(f"{outlet.url}/desk/articles/")
    expect(editor.get_by_role("row").filter(has_text="The bridge is closed")).to_have_count(1)
    editor.close()
