"""A reader asks for a translation and reads it when it is there, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import shot
from tests.journeys import crashing

from masthead.lib import interface


@pytest.fixture(scope="module")
def outlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, crashing.Do]]:
    """Its address, and what has something done in it: an outlet with Hebrew and Spanish on request."""
    home = tmp_path_factory.mktemp("asked")
    with crashing.forked(home) as do:
        do("prepare")
        do("offer", languages=["he", "es"])
        with crashing.serving(home, home / "web") as port:
            yield f"http://127.0.0.1:{port}", do


def _ask(page: Page, url: str, code: str) -> None:
    words = interface.of(code)
    page.goto(f"{url}/de/articles/fluss-1/")
    page.locator("details.switch > summary").click()
    page.locator("details.on-request > summary").click()
    page.locator(f'details.on-request a[hreflang="{code}"]').click()
    expect(page.get_by_role("heading", name="Fluss 1", level=1)).to_be_visible()
    shot(page, f"ask-{code}")
    page.get_by_role("button", name=words.text("ask_translation")).click()
    expect(page.get_by_text(words.text("translation_asked"))).to_be_visible()
    expect(page.get_by_role("button", name=words.text("ask_translation"))).to_have_count(0)
    shot(page, f"asked-{code}")


def test_the_page_says_when_the_translation_is_there(
    browser: Browser, outlet: tuple[str, crashing.Do]
) -> None:
    url, do = outlet
    words = interface.of("he")
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith((url, "data:")) else complaints.append(request.url),
    )
    _ask(page, url, "he")

    do("drain")

    expect(page.get_by_role("status")).to_contain_text(words.text("translation_there"), timeout=60_000)
    page.get_by_role("link", name=words.text("read_translation")).click()
    expect(page.locator('article[data-translation="machine"]')).to_be_visible()
    assert page.url.startswith(f"{url}/he/articles/fluss-1/")
    assert complaints == []
    context.close()


def test_without_scripts_a_link_looks_again(browser: Browser, outlet: tuple[str, crashing.Do]) -> None:
    url, do = outlet
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _ask(page, url, "es")
    again = page.get_by_role("link", name=interface.of("es").text("look_again"))
    again.click()
    expect(again).to_be_visible()

    do("drain")
    again.click()

    expect(page.locator('article[data-translation="machine"]')).to_be_visible()
    context.close()
