"""Five files and an address: dropped, watched, compared with their sources, corrected and cleared."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_httpserver import HTTPServer
from tests.browser.conftest import Outlet, shot

RIVER = (
    "The river rose three metres in the night, and by the morning the lower town stood under water.",
    "The council met at noon and decided to open the old sluice, which had not been moved for forty years.",
    "Engineers from the port authority said that the gates would hold if the wind did not turn before evening.",
)
MILL = (
    "The paper mill at the bend of the valley will close at the end of the month, its owners told the staff.",
    "Two hundred families live from it, and the village has no other employer within an hour by bus.",
    "The mayor wants to keep the turbines running and sell the current to the towns downstream.",
)
HARBOUR = (
    "وصلت السفينة الأولى إلى الميناء القديم بعد انقطاع دام عشر سنوات كاملة، واستقبلها الأهالي على الرصيف.",
    "قال مدير الميناء إن الأرصفة أصبحت جاهزة لاستقبال السفن الكبيرة، وإن العمل سيستمر طوال فصل الشتاء.",
    "ويأمل التجار في المدينة أن تعود الحركة إلى الأسواق التي أغلقت أبوابها واحدا بعد آخر في السنوات الماضية.",
)
BRIDGE = (
    "Die alte Brücke über den Fluss bleibt bis zum Herbst gesperrt, wie die Verwaltung am Montag mitteilte.",
    "Bei der Prüfung der Pfeiler waren Risse gefunden worden, die tiefer reichen als bisher angenommen.",
    "Pendler müssen den Umweg über die nördliche Umgehung nehmen, der eine halbe Stunde länger dauert.",
)
FERRY = (
    "The ferrymen of the upper lake have agreed on one timetable for the summer, after years of quarrels.",
    "Boats will leave every half hour from both shores, and tickets of one line will be good on the other.",
    "Hotels had asked for it since the road along the cliffs was closed by falling rocks last spring.",
)


def _page(
    title: str, paragraphs: tuple[str, ...], *, lang: str = "en", head: str = "", end: str = ""
) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, end) if paragraph)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}'
        '<script>document.title = "ran"</script></head>'
        f'<body><main><article><h1>{title}</h1>{text}<img src="https://tracker.example/x.png" alt=""></article></main></body></html>'
    ).encode()


def _file(name: str, body: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


FILES = [
    _file("river.html", _page("River floods the lower town", RIVER)),
    _file("harbour.html", _page("عودة السفن إلى الميناء القديم", HARBOUR, lang="ar")),
    _file("bridge.md", ("# Brücke bleibt gesperrt\n\n" + "\n\n".join(BRIDGE)).encode()),
    _file(
        "river-again.html",
        _page("Flood in the lower town", RIVER, end="By night the water had gone down again."),
    ),
    _file("ferry.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
]


def _serious(page: Page) -> list[str]:
    return [
        f"{row['id']}: {row['nodes'][0]['html']}"
        for row in Axe().run(page).response["violations"]
        if row["impact"] in ("serious", "critical")
    ]


@pytest.fixture
def editor(desk: BrowserContext) -> Iterator[Page]:
    page = desk.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert not [url for url in asked if "tracker.example" in url]


def _row(page: Page, name: str, state: str) -> None:
    row = page.locator("#intake-parcels .intake-parcel").filter(has_text=re.compile(re.escape(name)))
    expect(row.locator(".intake-state")).to_have_text(state, timeout=60_000)


def test_an_editor_takes_articles_in(
    editor: Page, browser: Browser, desk: BrowserContext, outlet: Outlet, httpserver: HTTPServer
) -> None:
    """One after another: the first wants an outlet that nothing has come to."""
    _five_files_and_an_address(editor, outlet, httpserver)
    _an_arabic_source(browser, desk, outlet)
    _without_any_script(browser, desk, outlet)


def _five_files_and_an_address(editor: Page, outlet: Outlet, httpserver: HTTPServer) -> None:
    head = '<meta name="author" content="Lena Moor"><link rel="canonical" href="https://valley.example/mill">'
    httpserver.expect_request("/mill").respond_with_data(
        _page("Mill to close", MILL, head=head), content_type="text/html"
    )
    address = httpserver.url_for("/mill")

    editor.goto(f"{outlet.url}/desk/")
    editor.get_by_role("link", name="Take articles in").click()
    expect(editor.get_by_text("Nothing waits.")).to_be_visible()
    shot(editor, "intake-empty")
    assert _serious(editor) == []

    editor.get_by_label("Files").set_input_files(FILES)  # type: ignore[arg-type]
    editor.get_by_label("Addresses").fill(address)
    editor.get_by_role("button", name="Take in", exact=True).click()
    for name in ("river.html", "harbour.html", "bridge.md", "river-again.html", address):
        _row(editor, name, "Taken in")
    _row(editor, "ferry.png", "Failed")
    expect(editor.get_by_text("ferry.png is a PNG picture")).to_be_visible()
    expect(editor.get_by_role("status").filter(has_text="5 taken in, 1 failed")).to_have_count(1)
    expect(editor.locator("#intake-list tbody tr")).to_have_count(5)
    shot(editor, "intake-list")
    assert _serious(editor) == []

    editor.get_by_role("button", name=re.compile(r"Dismiss\s*: ferry\.png")).click()
    expect(editor.get_by_text("ferry.png")).to_have_count(0)

    _compare_and_clear(editor)
    _join(editor)


def _compare_and_clear(editor: Page) -> None:
    editor.get_by_role("link", name="Mill to close").last.click()
    source = editor.frame_locator("iframe[title='The source as it came']")
    expect(source.get_by_role("heading", name="Mill to close")).to_be_visible()
    expect(source.get_by_text("Two hundred families live from it")).to_be_visible()
    bylines = editor.get_by_role("group", name="Bylines")
    expect(bylines.locator(".intake-word")).to_have_text(re.compile("sure|check", re.IGNORECASE))
    first = editor.locator(".intake-field").first
    expect(first).to_have_class(re.compile("is-open"))
    shot(editor, "intake-compare")
    assert _serious(editor) == []

    date = editor.get_by_role("group", name="First published on")
    expect(date.locator(".intake-word")).to_have_text("Not found")
    date.locator("#id_origin_date").fill("2026-03-04")
    expect(date.get_by_role("checkbox")).to_be_checked()
    editor.get_by_role("textbox", name="Headline").fill("The mill closes")
    editor.get_by_role("button", name="Save", exact=True).click()
    expect(editor.locator(".messages")).to_contain_text("saved")
    expect(date.locator(".intake-word")).to_have_text("Confirmed")
    editor.get_by_role("button", name="Save and clear").click()
    expect(editor.locator(".messages")).to_contain_text("“The mill closes” is cleared.")
    editor.get_by_role("link", name="Cleared", exact=True).click()
    expect(editor.get_by_role("row").filter(has_text="The mill closes")).to_have_count(1)


def _join(editor: Page) -> None:
    editor.get_by_role("link", name=re.compile("^Duplicates")).click()
    row = editor.locator("#intake-list tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("% of its text stands there too")
    row.get_by_role("link").click()
    editor.get_by_role("link", name="See the two side by side").click()
    expect(editor.locator("mark").filter(has_text="By night the water")).to_have_count(1)
    expect(editor.locator("mark").filter(has_text="three metres")).to_have_count(0)
    shot(editor, "intake-twins")
    assert _serious(editor) == []
    editor.get_by_role("button", name="Join: it is the same article").click()
    expect(editor.locator(".messages")).to_contain_text("Joined to article")


def _an_arabic_source(browser: Browser, desk: BrowserContext, outlet: Outlet) -> None:
    """It stands right to left on every screen."""
    page = desk.new_page()
    page.goto(f"{outlet.url}/desk/intake/")
    page.get_by_label("Files").set_input_files(
        [_file("ferry.html", _page("اتفاق على مواعيد العبّارات", HARBOUR[::-1], lang="ar"))]  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="Take in", exact=True).click()
    _row(page, "ferry.html", "Taken in")
    page.get_by_role("link", name=re.compile(r"Compare\s*: اتفاق")).click()
    url, cookies = page.url, desk.storage_state()
    expect(page.frame_locator("iframe").locator("html[dir=rtl]")).to_be_attached()
    expect(page.locator(".intake-draft .intake-text[dir=rtl]")).to_be_visible()
    page.close()
    for scheme in ("light", "dark"):
        for width in (1280, 390):
            context = browser.new_context(
                storage_state=cookies,
                color_scheme=scheme,
                viewport={"width": width, "height": 900},  # type: ignore[arg-type]
            )
            small = context.new_page()
            small.goto(url)
            assert small.evaluate("document.documentElement.scrollWidth") <= width
            shot(small, f"intake-arabic-{scheme}-{width}")
            assert _serious(small) == []
            if width == 390:
                small.get_by_role("tab", name="Source").click()
                expect(small.locator("iframe")).to_be_visible()
                expect(small.locator("#id_headline")).to_be_hidden()
                shot(small, f"intake-source-{scheme}-{width}")
            small.goto(f"{outlet.url}/desk/intake/")
            assert small.evaluate("document.documentElement.scrollWidth") <= width
            shot(small, f"intake-list-{scheme}-{width}")
            assert _serious(small) == []
            context.close()


def _without_any_script(browser: Browser, desk: BrowserContext, outlet: Outlet) -> None:
    context = browser.new_context(storage_state=desk.storage_state(), java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{outlet.url}/desk/intake/")
    page.locator("#intake-files").set_input_files(
        [_file("lake.md", ("# One timetable\n\n" + "\n\n".join(FERRY)).encode()), _file("empty.txt", b"")]  # type: ignore[arg-type]
    )
    page.locator("#intake-drop button").click()

    expect(page.locator("#intake-parcels .intake-parcel").filter(has_text="lake.md")).to_have_count(1)
    expect(page.get_by_text("empty.txt is empty.")).to_be_visible()
    context.close()
