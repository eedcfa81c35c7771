"""Small pages, written for the tests."""

from __future__ import annotations

import json
from typing import Any

from masthead.intake.draft import Draft
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

PARAGRAPHS = (
    "The river rose three metres in the night, and by the morning the lower town stood under water.",
    "The council met at noon and decided to open the old sluice, which had not been moved for forty years.",
    "Engineers from the port authority said that the gates would hold if the wind did not turn before evening.",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
URL = "https://gazette.example/2024/05/02/river"


def page(
    *, head: str = "", top: str = "<h1>River floods the lower town</h1>", body: str = TEXT, lang: str = "en"
) -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head>'
        f"<body><main><article>{top}{body}</article></main></body></html>"
    )


def linked(**said: Any) -> str:
    """A JSON-LD script about a news article."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **said}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def read(html: str | bytes, url: str = URL) -> Draft:
    content = html.encode() if isinstance(html, str) else html
    return registry.read(Delivery(content, "page.html", url))
