"""Picture files from outside: opened within bounds, and kept without what they tell beside the picture.

Cameras write into a file where it was made, when and with what (EXIF, XMP, IPTC). A published picture keeps its
colours and the way it is held up, and nothing else.
"""

from __future__ import annotations

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
    if image.width * image.height > PIXELS or getattr(image, "n_frames", 1) > FRAMES:
        raise NoPicture("It has too many pixels.")
    name = image.format
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    telling = any(image.info.get(key) for key in _TELLING) or bool(getattr(image, "text", None))
    image.load()
    if not telling:
        return Kept(body, _FORMATS[name], image.width, image.height)
    return _written(image, name, turned=turned)


def _written(image: Any, name: str, *, turned: bool) -> Kept:
    """Written anew without what it tells; a JPEG that is held up rightly keeps its quantisation."""
    said: dict[str, Any] = {"exif": b""}
    if image.info.get("icc_profile"):
        said["icc_profile"] = image.info["icc_profile"]
    if getattr(image, "n_frames", 1) > 1:
        said["save_all"] = True
        image.seek(0)
    elif turned:
        image = ImageOps.exif_transpose(image)
    image.info.pop("comment", None)
    image.info.pop("xmp", None)
    match name:
        case "JPEG":
            said["quality"] = 92 if turned else "keep"
        case "WEBP":
            said |= {"quality": 90, "xmp": b""}
        case "AVIF":
            said |= {"quality": 85, "xmp": b""}
        case "GIF":
            said.pop("exif")
    made = BytesIO()
    image.save(made, name, **said)
    return Kept(made.getvalue(), _FORMATS[name], image.width, image.height)
