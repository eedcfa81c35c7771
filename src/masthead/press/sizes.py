"""The sizes of pictures: what there is of each, and how they are made. They are kept as Wagtail's renditions.

A page needs little of a picture to be printed, and that is made with it. The rest costs a second or two of processor
time a picture, most of it for AVIF: the worker makes it when nothing else waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, features
from wagtail.images.models import Filter

from masthead.article.models import Picture, Rendition

# How each form is written. AVIF at this quality looks about like WebP and JPEG at theirs; a slower one would be a
# twentieth smaller for five times the time.
_WRITTEN: dict[str, dict[str, Any]] = {
    "avif": {"quality": 56, "speed": 6, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 82, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}
_SUFFIX = {"jpeg": "jpg"}
MODERN = [form for form in ("avif", "webp") if features.check(form)]
"""Forms that browsers choose from, the smallest first."""
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Size:
    """``shape`` in Wagtail's words: ``width-480``, or ``fill-360x240``, cut around the focal point."""

    shape: str
    form: str

    @cached_property
    def spec(self) -> str:
        return f"{self.shape}|format-{self.form}"

    @cached_property
    def _filter(self) -> Filter:
        return Filter(self.spec)

    def focus(self, picture: Picture) -> str:
        """What tells a cut around one focal point from that around another."""
        return str(self._filter.get_cache_key(picture))

    def cut(self, picture: Picture) -> tuple[tuple[float, ...], tuple[int, int]]:
        """Which part of the picture it shows, and its width and height: never larger than that part."""
        transform = self._filter.get_transform(picture)
        return tuple(transform.get_rect()), transform.size


WIDTHS = [f"width-{width}" for width in (480, 800, 1200, 1600)]
# Cut to the same part in every size: browsers choose among them by width alone.
CARDS = [f"fill-{width}x{width * 2 // 3}" for width in (360, 720, 1200)]
SHARE = Size("fill-1200x630", "jpeg")
"""What other sites show with a link to the article."""
_PAGE, _CARD = WIDTHS[2], CARDS[1]


def fallback(picture: Picture) -> Size:
    """What browsers show that know neither AVIF nor WebP: a picture that moves as it is."""
    if picture.moving:
        return Size("original", PurePath(str(picture.file.name)).suffix[1:].replace("jpg", "jpeg"))
    return Size(_PAGE, "png" if picture.see_through else "jpeg")


CARD = Size(_CARD, "jpeg")


def least(picture: Picture) -> list[Size]:
    """What no page can do without."""
    return [fallback(picture), CARD]


def of_page(picture: Picture) -> list[Size]:
    """As an article shows it."""
    modern = [] if picture.moving else [Size(shape, form) for form in MODERN for shape in WIDTHS]
    return [fallback(picture), *modern]


OF_CARD = [CARD, *(Size(shape, form) for form in MODERN for shape in CARDS)]
"""As lists show it: still, and on white."""


def make(picture: Picture, wanted: Iterable[Size] | None = None) -> int:
    """Make the sizes that are missing, of those ``wanted`` or of all; answers how many that were.

    ``OSError`` where the picture's file cannot be read.
    """
    missing = list(_missing(picture, [*of_page(picture), *OF_CARD, SHARE] if wanted is None else wanted))
    if not missing:
        return 0
    with picture.open_file() as file:
        body = file.read()
    with Image.open(BytesIO(body)) as image:
        image.load()
        for size in missing:
            _keep(picture, size, body if size.shape == "original" else _made(image, size, picture))
    return len(missing)


def _missing(picture: Picture, wanted: Iterable[Size]) -> Iterator[Size]:
    """A small picture has fewer sizes: none is as large as another."""
    there = set(picture.renditions.values_list("filter_spec", "focal_point_key"))
    seen: set[tuple[str, tuple[int, int], bool]] = set()
    for size in wanted:
        alike = size.form, size.cut(picture)[1], size.shape.startswith("fill")
        if alike not in seen and (size.spec, size.focus(picture)) not in there:
            yield size
        seen.add(alike)


def _made(image: Image.Image, size: Size, picture: Picture) -> bytes:
    part, target = size.cut(picture)
    if image.mode in ("1", "P", "I", "I;16", "F", "LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    made = image.resize(target, Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)  # type: ignore[arg-type]
    made = _in_srgb(made, image.info.get("icc_profile"))
    if made.mode == "RGBA" and (size.form == "jpeg" or not picture.see_through or size.shape in CARDS):
        paper = Image.new("RGB", made.size, _WHITE)
        paper.paste(made, mask=made.getchannel("A"))
        made = paper
    made.info.clear()  # nothing that was said of the picture goes with it
    out = BytesIO()
    made.save(out, size.form, **_WRITTEN[size.form])
    return out.getvalue()


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that browsers take for granted, so that no profile need go with each size."""
    if image.mode in ("RGB", "RGBA", "CMYK") and profile:
        # Where a profile is none, the numbers are taken as they are.
        with suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(
                image,
                own,
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
            image = made or image
    return image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB")


def _keep(picture: Picture, size: Size, body: bytes) -> None:
    focus = size.focus(picture)
    words = [
        PurePath(str(picture.file.name)).stem[:30],
        picture.get_file_hash()[:8],
        focus,
        size.shape.rpartition("-")[2],
    ]
    name = f"{'-'.join(filter(None, words))}.{_SUFFIX.get(size.form, size.form)}"
    Rendition.objects.get_or_create(
        image=picture,
        filter_spec=size.spec,
        focal_point_key=focus,
        defaults={"file": ContentFile(body, name=name)},
    )
