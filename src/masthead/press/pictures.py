"""Pictures as pages print them, in sizes for phones and desks, with width and height so that nothing jumps."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from wagtail.images.models import get_rendition_storage

from masthead.article import licences
from masthead.article.models import Picture, Rendition
from masthead.press import sizes
from masthead.press.sizes import Size

log = logging.getLogger(__name__)


class _Made(NamedTuple):
    """A size that is there."""

    file: str
    width: int
    height: int


def sized(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """{picture key: what an article's template needs}; two queries for any number.

    What is made is printed. A picture of which nothing is there gets what no page can do without; the rest is the
    worker's (``tasks.make_sizes``). One whose file is lost is left out.
    """
    return {picture.pk: _page(picture, made) for picture, made in _read(keys)}


def cut(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The same for cards, cut around the focal point."""
    return {picture.pk: _image(sizes.CARD, sizes.CARDS, made) for picture, made in _read(keys)}


def _read(keys: Iterable[int]) -> list[tuple[Picture, dict[str, _Made]]]:
    found = Picture.objects.in_bulk({key for key in keys if key})
    there = _there(found)
    lacking = {
        key: picture
        for key, picture in found.items()
        if not {size.spec for size in sizes.least(picture)} <= there[key].keys()
    }
    for key, picture in lacking.items():
        try:
            sizes.make(picture, sizes.least(picture))
        except OSError as error:
            log.warning("Picture %s cannot be read, and pages go without it: %s", key, error)
            del found[key]
    if lacking:
        there |= _there(lacking)
    return [(picture, there[key]) for key, picture in found.items()]


def _there(pictures: Mapping[int, Picture]) -> dict[int, dict[str, _Made]]:
    """What is made of each, by Wagtail's name of the size; of cuts those around its focal point."""
    if not pictures:
        return {}
    there: dict[int, dict[str, _Made]] = defaultdict(dict)
    focus = {key: {"", sizes.CARD.focus(picture)} for key, picture in pictures.items()}
    rows = Rendition.objects.filter(image_id__in=pictures)
    for key, spec, around, *made in rows.values_list(
        "image_id", "filter_spec", "focal_point_key", *_Made._fields
    ):
        if around in focus[key]:
            there[key][spec] = _Made(*made)
    return there


def _page(picture: Picture, made: Mapping[str, _Made]) -> dict[str, Any]:
    fallback = sizes.fallback(picture)
    share = made.get(sizes.SHARE.spec, made[fallback.spec])
    return {
        **_image(fallback, sizes.WIDTHS, made),
        "see_through": picture.see_through,
        "share": {"url": _url(share), "width": share.width, "height": share.height},
        "credit": picture.credit,
        "source": picture.source_url,
        "licence": licences.ALL[picture.licence] if picture.licence else None,
    }


def _image(fallback: Size, shapes: list[str], made: Mapping[str, _Made]) -> dict[str, Any]:
    """``sources``: for each form that is made, the best first, its sizes as ``srcset`` names them."""
    src = made[fallback.spec]
    sources = []
    for form in sizes.MODERN:
        own = [found for shape in shapes if (found := made.get(Size(shape, form).spec))]
        if own:
            srcset = ", ".join(f"{_url(one)} {one.width}w" for one in own)
            sources.append({"type": f"image/{form}", "srcset": srcset})
    return {"src": _url(src), "width": src.width, "height": src.height, "sources": sources}


def _url(made: _Made) -> str:
    return str(get_rendition_storage().url(made.file))
