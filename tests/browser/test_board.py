"""The board of translations under a person's hands: by keys, in the dark, on a phone, without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import Outlet, shot


def _serious(page: Page) -> list[str]:
    return [
        f"{row['id']}: {row['nodes'][0]['html']}"
        for row in Axe().run(page).response["violations"]
        if row["impact"] in ("serious", "critical")
    ]


def _board(page: Page, outlet: Outlet) -> None:
    page.goto(f"{outlet.url}/desk/translation/?language=ar&language=ja")
    expect(page.get_by_role("row").filter(has_text="Water is patient")).to_be_visible()


def test_an_edition_is_chosen_by_keys_and_given_to_a_reviewer(desk: BrowserContext, outlet: Outlet) -> None:
    page = desk.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _board(page, outlet)

    row = page.get_by_role("row").filter(has_text="Water is patient")
    row.get_by_role("checkbox", name="Choose Arabic", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(row.get_by_role("checkbox", name="Choose Japanese", exact=True)).to_be_checked()
    expect(page.get_by_text("1 chosen.")).to_be_visible()
    expect(page.get_by_label("Reviewer")).to_be_hidden()
    page.locator("[name=act]").select_option("assign")
    page.get_by_label("Reviewer").select_option(index=1)
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="Mark for review")).to_be_visible()
    shot(page, "job")
    # What a person wrote needs no review: the worker says so, and the page without being reloaded.
    expect(page.get_by_text("Nothing that was chosen needed it.")).to_be_visible(timeout=60_000)
    assert _serious(page) == []
    page.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_screens_can_be_read_by_everybody(
    browser: Browser, desk: BrowserContext, outlet: Outlet, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        storage_state=desk.storage_state(),
    )
    page = context.new_page()
    for address in ("translation/", "translation/jobs/", "translation/spending/"):
        page.goto(f"{outlet.url}/desk/{address}")
        shot(page, f"{address.replace('/', '-')}{scheme}-{width}")
        assert _serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_board_serves_without_a_script(browser: Browser, desk: BrowserContext, outlet: Outlet) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=desk.storage_state())
    page = context.new_page()
    _board(page, outlet)

    page.get_by_role("checkbox", name="Choose the row of Water is patient").check()
    page.locator("[name=act]").select_option("hold")
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="Hold for review")).to_be_visible()
    context.close()
