"""The article that every row of the benchmark holds: ten paragraphs, a byline, a region and a theme."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

HEADLINE = "How the river towns share their water"
STANDFIRST = "Four councils, one aquifer, and the ledger that keeps the peace between them."
PARAGRAPHS = 10
_SENTENCES = (
    "The ledger lies open on a table in the old customs house, where anyone may read it.",
    "Each town writes down what it takes and what it gives back, week by week.",
    'Nobody is <b>fined</b>, but a line in <a href="https://example.org/ledger">red ink</a> is remembered.',
    "When the wells fell by two metres in the spring, the councils met for three nights.",
    "They agreed on a rota that lets the orchards drink first and the fountains last.",
    "“We counted because we did not trust each other,” says the engineer who drew it up.",
)


def body() -> list[dict[str, Any]]:
    """Raw blocks of ``masthead.article.blocks.Body``: about 75 words a paragraph."""
    return [
        {
            "type": "text",
            "id": str(uuid5(NAMESPACE_URL, f"paragraph/{number}")),
            "value": f"<p>{' '.join(_SENTENCES[(number + place) % len(_SENTENCES)] for place in range(5))}</p>",
        }
        for number in range(PARAGRAPHS)
    ]
