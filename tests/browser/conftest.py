"""A real outlet in a folder of its own, served by the real command, and a real browser looking at it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from tests.conftest import CHROMIUM

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, and that is no fault
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the outlet is served, and how its chief editor logs in."""

    url: str
    password: str
    home: Path
    mails: list[EmailMessage]


class _Mailbox:
    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def outlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outlet]:
    home, port = tmp_path_factory.mktemp("outlet"), _free_port()
    mailbox = _Mailbox()
    mail = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    mail.start()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "MASTHEAD_HOME": str(home),
        "MASTHEAD_SMTP_HOST": "127.0.0.1",
        "MASTHEAD_SMTP_PORT": str(mail.port),
        "MASTHEAD_ALLOW": "localhost",
        "DJANGO_SETTINGS_MODULE": "masthead.project.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    url = f"http://localhost:{port}"

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    said = run("-m", "masthead", "init", "Testblatt", "--url", url, "--languages", "ar,de,es,ja")
    password = re.findall(r"password (\S+)", said)[0]
    run("-m", "tests.browser.scene")
    server = subprocess.Popen(
        [sys.executable, "-m", "masthead", "serve", "--port", str(port)], env=environment, cwd=ROOT
    )
    try:
        _await(f"{url}/en/")
        _await(f"{url}/desk/login/")
        yield Outlet(url, password, home, mailbox.mails)
    finally:
        server.terminate()
        server.wait(20)
        mail.stop()


def _await(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def reader(browser: Browser, outlet: Outlet) -> Iterator[Page]:
    """A reader's page that notes whatever the browser complains of, or asks of others."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((outlet.url, "data:")) else complaints.append(request.url)
        ),
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def desk(browser: Browser, outlet: Outlet) -> Iterator[BrowserContext]:
    """The chief editor, logged in."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.goto(f"{outlet.url}/desk/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(outlet.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Today").wait_for()
    page.close()
    yield context
    context.close()


def shot(page: Page, name: str) -> None:
    """Keep a screenshot where MASTHEAD_SCREENSHOTS says, if it says."""
    folder = os.environ.get("MASTHEAD_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
