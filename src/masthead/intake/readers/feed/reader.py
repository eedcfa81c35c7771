"""Bytes to a feed."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from masthead.intake.errors import Empty, Fault, IntakeError, TooLarge
from masthead.intake.readers.decode import decode
from masthead.intake.readers.feed import json_feed, xml
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.readers.feed.values import Feed
from masthead.intake.sources.delivery import Delivery

log = logging.getLogger(__name__)

LARGEST = 10_000_000
"""Bytes of one feed."""


def read(delivery: Delivery, headers: Mapping[str, str] | None = None) -> Feed:
    """The feed in a delivery; ``headers`` are those of the answer it came in, in lower case.

    ``NotAFeed``, ``HostileFeed``, ``TooLarge``, ``Empty``, ``NotText``.
    """
    name, body = delivery.source, delivery.body
    if len(body) > LARGEST:
        raise TooLarge(f"{name} is larger than {LARGEST / 1e6:g} MB, which is more than a feed may be.")
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Empty(f"{name} is empty.")
    if is_archive(body[:4096].decode("ascii", "replace")):
        raise NotAFeed(f"{name} is an export of WordPress, not a feed. Move it in as an archive.")
    told = {**(headers or {})}
    told.setdefault("content-location", delivery.url)
    if delivery.media_type and "content-type" not in told:
        told["content-type"] = delivery.media_type + (
            f"; charset={delivery.charset}" if delivery.charset else ""
        )
    try:
        if re.match(rb"(?:\xef\xbb\xbf)?\s*\{", body):
            return json_feed.read(decode(body, delivery.charset).text, delivery.url, name)
        return xml.read(body, told, name)
    except IntakeError:
        raise
    except Exception as error:  # whatever a feed does to a library, people get a sentence
        log.exception("The reader of feeds broke on %s", name)
        raise Fault(
            f"{name} could not be read: the reader broke on it. Please report it with the file."
        ) from error


def is_archive(start: str) -> bool:
    """Whether an RSS file is an export of WordPress (WXR), which only looks like a feed."""
    return "wordpress.org/export/" in start
