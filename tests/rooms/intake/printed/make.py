"""Prints the pages of this folder as a browser does, and writes what a reader would copy from the print-out.

    python tests/rooms/intake/printed/make.py

Needs Chromium with the fonts of Debian's fonts-liberation, fonts-noto-core and fonts-noto-cjk, and pdftotext of
poppler-utils for the copies. The results are committed: tests read them and need none of this.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

HERE = Path(__file__).parent
# By page: its address, the paper, the date and time as the browser of that language prints them.
PAGES = {
    "gazette": ("https://harbourgazette.example/2024/05/two-rivers", "A5", "11/22/24, 10:15 AM"),
    "kurier": ("https://neuer-kurier.example/gesellschaft/dorflaeden", "A4", "22.11.24, 10:15"),
    "manara": ("https://manara.example/thaqafa/maktabat", "A5", "22/11/2024، 10:15"),
    "minato": ("https://minato.example/bunka/honya", "A5", "2024/11/22 10:15"),
}
EDGE = '<div style="font-size:8px;width:100%;margin:0 8mm;display:flex;justify-content:space-between">'


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (url, paper, when) in PAGES.items():
            page = browser.new_page()
            html = (HERE / f"{name}.html").read_text("utf-8")
            page.route("**/*", partial(answer, html))
            page.goto(url)
            page.pdf(
                path=HERE / f"{name}.pdf",
                format=paper,
                margin={"top": "16mm", "bottom": "16mm", "left": "14mm", "right": "14mm"},
                display_header_footer=True,
                header_template=f'{EDGE}<span>{when}</span><span class="title"></span><span></span></div>',
                footer_template=f'{EDGE}<span class="url"></span><span><span class="pageNumber"></span>/'
                '<span class="totalPages"></span></span></div>',
            )
            copy(page.evaluate("document.body.innerText"), name)
        browser.close()


def answer(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def copy(words: str, name: str) -> None:
    """Two are copied from the window; two from the print-out, with its frame and its broken lines."""
    text = HERE / f"{name}.txt"
    if name in {"gazette", "kurier"}:
        subprocess.run(["pdftotext", HERE / f"{name}.pdf", text], check=True)
    else:
        text.write_text(words + "\n", "utf-8")


if __name__ == "__main__":
    main()
