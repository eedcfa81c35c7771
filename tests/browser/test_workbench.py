"""A translator's day: two machine editions read, mended and signed by keyboard alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.conftest import ROOT, Outlet, shot
from tests.browser.mill import SLUG


@pytest.fixture(scope="module")
def mill(outlet: Outlet) -> int:
    """The number of an article with machine editions."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "MASTHEAD_HOME": str(outlet.home),
        "DJANGO_SETTINGS_MODULE": "masthead.project.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.mill"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.fixture
def bench(desk: BrowserContext, outlet: Outlet, mill: int) -> Iterator[Callable[[str], Page]]:
    page = desk.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())

    def goto(language: str) -> Page:
        page.goto(f"{outlet.url}/desk/articles/{mill}/workbench/{language}/")
        return page

    yield goto
    page.close()
    assert complaints == []


def _serious(page: Page) -> list[str]:
    return [
        f"{row['id']}: {row['nodes'][0]['html']}"
        for row in Axe().run(page).response["violations"]
        if row["impact"] in ("serious", "critical")
    ]


def _tab_to(page: Page, name: str) -> None:
    """As somebody without a mouse gets there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"“{name}” cannot be reached with the Tab key")


def _said(page: Page, text: str) -> None:
    expect(page.locator("[data-wb-status]")).to_contain_text(text, timeout=30_000)


def _kind(page: Page, number: int) -> str | None:
    return page.locator(f"#row-{number}").get_attribute("data-kind")


def _until(page: Page, url: str, text: str) -> str:
    deadline = time.monotonic() + 60
    page.goto(url)
    while text not in page.content():
        assert time.monotonic() < deadline, f"{url} does not say “{text}”"
        time.sleep(0.3)
        page.reload()
    return page.content()


@pytest.mark.parametrize(
    ("language", "before", "inside", "after"),
    [
        ("de", "Das Rad dreht sich ", "nicht mehr", "."),
        ("ar", "العجلة ", "لم تعد", " تدور الآن."),
    ],
)
def test_a_machine_edition_is_mended_and_signed_by_keyboard_alone(
    bench: Callable[[str], Page],
    outlet: Outlet,
    desk: BrowserContext,
    language: str,
    before: str,
    inside: str,
    after: str,
) -> None:
    reader = desk.new_page()
    address = f"{outlet.url}/{language}/articles/{SLUG}/"
    machine = _until(reader, address, 'name="translation-reviewed-by" content="nobody"')
    assert 'data-translation="machine"' in machine
    page = bench(language)
    keys = page.keyboard

    _tab_to(page, "Next to do")
    keys.press("Enter")
    expect(page.locator("#row-1 textarea")).to_be_focused()
    for number in (1, 2):
        keys.press("Control+Enter")
        _said(page, f"Sentence {number} confirmed")
    expect(page.locator("#row-3 textarea")).to_be_focused()
    keys.press("Control+a")
    keys.type(before)
    keys.press("Control+Enter")
    _said(page, "The code ⟨1⟩ ⟨/1⟩ of the original is missing")
    keys.press("Escape")
    keys.press("1")
    keys.type(inside)
    for _ in range(4):
        keys.press("ArrowRight" if language == "de" else "ArrowLeft")
    keys.type(after)
    expect(page.locator("#row-3 textarea")).to_have_value(f"{before}⟨1⟩{inside}⟨/1⟩{after}")
    shot(page, f"workbench-{language}-typed")
    keys.press("Control+Enter")
    _said(page, "Sentence 3 confirmed")
    for number in (4, 5, 6):
        expect(page.locator(f"#row-{number} textarea")).to_be_focused()
        keys.press("Control+Enter")
        _said(page, f"Sentence {number} confirmed")
    assert [_kind(page, number) for number in range(1, 7)] == ["checked"] * 2 + ["person"] + ["checked"] * 3
    expect(page.get_by_text("What is confirmed here is not printed yet.")).to_be_visible()
    assert _serious(page) == []

    keys.press("Escape")
    keys.press("s")
    expect(page.get_by_role("button", name=re.compile("^Sign as"))).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".messages")).to_contain_text("edition is signed by")
    expect(page.locator(".wb-standing")).to_contain_text("signed by")
    shot(page, f"workbench-{language}-signed")

    signed = _until(reader, address, 'data-translation="machine-reviewed"')
    assert 'name="translation-reviewed-by" content="nobody"' not in signed
    assert inside in signed
    reader.close()


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
def test_axe_finds_nothing_serious_in_light_and_dark_on_a_desk_and_on_a_phone(
    browser: Browser, desk: BrowserContext, outlet: Outlet, mill: int, language: str
) -> None:
    for scheme in ("light", "dark"):
        for width in (1440, 390):
            context = browser.new_context(
                storage_state=desk.storage_state(),
                color_scheme=scheme,
                viewport={"width": width, "height": 900},  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.goto(f"{outlet.url}/desk/articles/{mill}/workbench/{language}/")
            page.locator("#row-3 textarea").focus()
            expect(page.locator("[data-wb-beside]")).to_contain_text("Glossary")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            shot(page, f"workbench-{language}-{scheme}-{width}")
            assert _serious(page) == []
            page.keyboard.press("Escape")
            page.keyboard.press("?")
            expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
            assert _serious(page) == []
            context.close()


def test_what_is_typed_without_a_connection_is_not_lost(
    bench: Callable[[str], Page], desk: BrowserContext
) -> None:
    page = bench("ja")
    field = page.locator("#row-2 textarea")
    field.focus()
    desk.set_offline(True)
    page.keyboard.type("百二十年")
    _said(page, "not saved on the server yet")
    assert "百二十年" in page.evaluate("Object.values(localStorage).join()")

    desk.set_offline(False)
    _said(page, "Draft kept")
    page.reload()

    expect(field).to_have_value("百二十年")
    expect(page.locator("#row-2")).to_contain_text("Undo all")
    field.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(field).to_have_value("")
    _said(page, "Undone")


def test_two_translators_see_each_others_text(
    bench: Callable[[str], Page], desk: BrowserContext, outlet: Outlet, mill: int
) -> None:
    page = bench("ja")
    other: Any = desk.new_page()
    other.goto(page.url)
    for one, text in ((other, "水車小屋は止まった"), (page, "水車が止まる")):
        one.locator("#row-1 textarea").focus()
        one.keyboard.press("Control+a")
        one.keyboard.type(text)
        one.keyboard.press("Control+Enter")
        if one is other:
            _said(other, "Sentence 1 confirmed")

    row = page.locator("#row-1")
    expect(row.locator(".wb-conflict")).to_contain_text("水車小屋は止まった")
    expect(row.locator("textarea")).to_have_value("水車が止まる")
    shot(page, "workbench-conflict")
    assert _serious(page) == []
    row.locator("textarea").focus()
    page.keyboard.press("Control+Enter")
    _said(page, "Sentence 1 confirmed")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("h")
    history = page.get_by_role("dialog", name="History")
    expect(history).to_contain_text("水車小屋は止まった")
    shot(page, "workbench-history")
    assert _serious(page) == []
    other.close()


def test_without_any_script_a_sentence_is_still_confirmed(
    browser: Browser, desk: BrowserContext, outlet: Outlet, mill: int
) -> None:
    context = browser.new_context(storage_state=desk.storage_state(), java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{outlet.url}/desk/articles/{mill}/workbench/ja/")
    page.locator("#row-6 textarea").fill("水だけが流れ続ける。")
    page.locator("#row-6 button[value=confirm]").click()

    expect(page.locator("#row-6 textarea")).to_have_value("水だけが流れ続ける。")
    assert _kind(page, 6) == "person"
    context.close()
