"""feedparser, called with bytes only, so that it fetches nothing; in this process or in one of its own.

As a script it reads a line of JSON (headers) and then a feed from standard input, and answers in JSON. It imports
nothing of Masthead, so that it starts quickly.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

SECONDS, MEMORY = 20, 1_500_000_000


def parse(data: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """feedparser's result as plain values: dates are lists, HTML is as it came."""
    import feedparser

    # As a file: bytes alone would be taken for the name of one.
    result = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    kept = {name: result.get(name) for name in ("version", "feed", "entries")}
    plain: dict[str, Any] = json.loads(json.dumps(kept, default=str))
    return plain


if __name__ == "__main__":
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    given = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(parse(sys.stdin.buffer.read(), given)))
