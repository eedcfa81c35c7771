from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import Outlet, shot
from tests.browser.scene import ARTICLE

PAGES = [
    "/{}/",
    f"/{{}}/articles/{ARTICLE}/",
    "/{}/themes/rivers/",
    "/{}/themes/",
    "/{}/newsletter/",
    "/{}/search/?q=water",
]


def test_a_page_reads_fully_without_javascript(browser: Browser, outlet: Outlet) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{outlet.url}/en/articles/{ARTICLE}/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Water is patient")
    expect(page.get_by_text("Nothing is softer.", exact=True)).to_be_visible()
    page.get_by_text("Republish this article", exact=True).click()
    expect(page.get_by_label("HTML to copy")).to_have_value(re.compile("<h1>Water is patient</h1>"))
    page.get_by_text("Language:").click()
    page.get_by_role("link", name="العربية").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("الماء صبور")
    context.close()


def test_an_arabic_page_runs_from_right_to_left(reader: Page, outlet: Outlet) -> None:
    reader.goto(f"{outlet.url}/ar/articles/{ARTICLE}/")

    expect(reader.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.locator("html")).to_have_attribute("lang", "ar")
    expect(reader.get_by_text("النهر ينتظر")).to_be_visible()
    shot(reader, "article-ar")


def test_a_language_without_an_edition_shows_the_original_and_says_so(reader: Page, outlet: Outlet) -> None:
    reader.goto(f"{outlet.url}/de/articles/{ARTICLE}/")

    expect(reader.locator("html")).to_have_attribute("lang", "de")
    expect(reader.locator("article.edition")).to_have_attribute("lang", "en")
    expect(reader.get_by_role("note")).to_be_visible()


def test_a_footnote_leads_there_and_back(reader: Page, outlet: Outlet) -> None:
    reader.goto(f"{outlet.url}/en/articles/{ARTICLE}/")

    reader.get_by_role("link", name="Note 1").click()

    expect(reader).to_have_url(re.compile("#note-1$"))
    reader.get_by_role("link", name="Back to the text").click()
    expect(reader).to_have_url(re.compile("#ref-1$"))


def test_nothing_is_wider_than_a_small_phone(browser: Browser, outlet: Outlet) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    for language in ("en", "ar", "ja"):
        for path in PAGES:
            page.goto(outlet.url + path.format(language))

            assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(browser: Browser, outlet: Outlet, language: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[str] = []
    for path in PAGES:
        page.goto(outlet.url + path.format(language))
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{page.url} at {width}: {fault}" for fault in _serious(page)]
    context.close()

    assert found == []


def _serious(page: Page) -> list[str]:
    return [
        f"{row['id']}: {row['nodes'][0]['html']}"
        for row in Axe().run(page).response["violations"]
        if row["impact"] in ("serious", "critical")
    ]
