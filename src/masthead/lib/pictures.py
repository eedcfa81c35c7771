"""Picture files from outside: opened within bounds, and kept without what they tell beside the picture.

Cameras write into a file where it was made, when and with what (EXIF, XMP, IPTC). A published picture keeps its
colours and the way it is held up, and nothing else.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

BYTES = 25_000_000
PIXELS = 60_000_000
FRAMES = 500
_FORMATS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_TELLING = ("exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp", "Raw profile type exif")
_ORIENTATION = 0x0112
_END_OF_PNG = b"IEND\xaeB`\x82"
# Segments of a JPEG that say how it is to be shown, by their markers, and how they begin: JFIF, profile of colours, Adobe.
_NEEDED = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class NoPicture(ValueError):
    """The bytes are no picture that can be kept; the message is a sentence."""

    code = "no-picture"
    permanent = True


@dataclass(frozen=True, slots=True)
class Kept:
    """``extension`` without its dot, of what the bytes are and not of what they were called."""

    body: bytes
    extension: str
    width: int
    height: int
    moving: bool = False
    see_through: bool = False
    """Does something behind it show through?"""


def kept(body: bytes) -> Kept:
    """The picture in these bytes as it may be published; ``NoPicture`` if there is none."""
    if len(body) > BYTES:
        raise NoPicture(f"It has more than {BYTES // 1_000_000} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(body), formats=tuple(_FORMATS)) as image:
                return _kept(image, body)
    except UnidentifiedImageError as error:
        raise NoPicture("It is no JPEG, PNG, GIF, WebP or AVIF.") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NoPicture("It has too many pixels.") from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
    ) as error:
        if isinstance(error, NoPicture):
            raise
        raise NoPicture("Its file is broken.") from error


def _kept(image: Any, body: bytes) -> Kept:
    photograph = image.format in ("JPEG", "MPO")  # which has others behind it, as telephones make them
    frames = 1 if photograph else getattr(image, "n_frames", 1)
    if image.width * image.height > PIXELS or frames > FRAMES:
        raise NoPicture("It has too many pixels.")
    name = "JPEG" if photograph else image.format
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    telling = (
        any(image.info.get(key) for key in _TELLING)
        or bool(getattr(image, "text", None))
        or (name == "PNG" and not body.endswith(_END_OF_PNG))
    )
    image.load()
    seen = frames == 1 and _is_see_through(image)
    if photograph and not turned and (bare := _bare_jpeg(body)):
        made = bare
    elif photograph or telling:
        image = ImageOps.exif_transpose(image) if turned and frames == 1 else image
        made = _written(image, name, moving=frames > 1)
    else:
        made = body
    return Kept(made, _FORMATS[name], image.width, image.height, frames > 1, seen)


def _is_see_through(image: Any) -> bool:
    if not image.has_transparency_data:
        return False
    return bool(image.convert("RGBA").getchannel("A").getextrema()[0] < 255)


def _bare_jpeg(body: bytes) -> bytes:
    """The first picture of a JPEG, bit by bit, without what is said beside it (ITU-T T.81, annex B). Nothing where it is
    not in order."""
    parts, at = [body[:2]], 2
    while at + 4 <= len(body):
        marker = body[at + 1]
        if body[at] != 0xFF or marker == 0xFF:
            return b""
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4], "big")
        needed = _NEEDED.get(marker)
        told = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not told or (needed and body.startswith(needed, at + 4)):
            parts.append(body[at:end])
        at = end
        if marker == 0xDA:
            found = _END_OF_SCAN.search(body, at)
            at = found.start() if found else len(body)
            parts.append(body[end:at])
    return b"".join([*parts, b"\xff\xd9"])


def _written(image: Any, name: str, *, moving: bool) -> bytes:
    """Written anew without what it tells."""
    said: dict[str, Any] = {"exif": b""}
    if image.info.get("icc_profile"):
        said["icc_profile"] = image.info["icc_profile"]
    if moving:
        said["save_all"] = True
        image.seek(0)
    image.info.pop("comment", None)
    image.info.pop("xmp", None)
    match name:
        case "JPEG":
            said["quality"] = 92
        case "WEBP":
            said |= {"quality": 90, "xmp": b""}
        case "AVIF":
            said |= {"quality": 85, "xmp": b""}
        case "GIF":
            said.pop("exif")
    made = BytesIO()
    image.save(made, name, **said)
    return made.getvalue()
