"""Pictures as pages print them: sizes for phones and desks, with width and height so that nothing jumps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from masthead.article import licences
from masthead.article.models import Picture

WIDTHS = (480, 960, 1600)
_WEBP = [f"width-{width}|format-webp|webpquality-78" for width in WIDTHS]
_FALLBACK = "width-960|format-jpeg|jpegquality-82|bgcolor-ffffff"


def sized(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{picture key: what a template needs}; three queries for any number, sizes are made when first asked for."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    found = Picture.objects.filter(pk__in=wanted).prefetch_renditions(*_WEBP, _FALLBACK)
    return {picture.pk: _sized(picture) for picture in found}


def _sized(picture: Any) -> dict[str, Any]:
    made = picture.get_renditions(*_WEBP, _FALLBACK)
    fallback = made[_FALLBACK]
    sources = {rendition.width: rendition.url for rendition in (made[spec] for spec in _WEBP)}
    return {
        "src": fallback.url,
        "width": fallback.width,
        "height": fallback.height,
        "srcset": ", ".join(f"{url} {width}w" for width, url in sorted(sources.items())),
        "thumb": min(sources.items())[1],
        "credit": picture.credit,
        "source": picture.source_url,
        "licence": licences.ALL[picture.licence] if picture.licence else None,
    }
