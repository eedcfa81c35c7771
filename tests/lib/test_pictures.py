"""Picture files from outside are opened within bounds and tell nothing of place and camera."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from masthead.lib import pictures
from masthead.lib.pictures import NoPicture, kept


def _made(form: str, size: tuple[int, int] = (40, 20), **said: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#336699").save(out, form, **said)
    return out.getvalue()


def _told(*, turned: bool = False) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Example"
    exif.get_ifd(0x8825)[1] = "N"
    if turned:
        exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    ("form", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")]
)
def test_a_picture_that_tells_nothing_is_kept_as_it_is(form: str, extension: str) -> None:
    body = _made(form)

    assert kept(body) == pictures.Kept(body, extension, 40, 20)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_are_taken_out(form: str) -> None:
    body = _made(form, exif=_told())
    assert b"Camera of Example" in body

    made = kept(body)

    assert b"Camera of Example" not in made.body
    with Image.open(BytesIO(made.body)) as image:
        assert len(image.getexif()) == 0


def test_a_picture_held_sideways_stands_upright() -> None:
    made = kept(_made("JPEG", exif=_told(turned=True)))

    assert (made.width, made.height) == (20, 40)
    with Image.open(BytesIO(made.body)) as image:
        assert image.size == (20, 40)


def test_colour_profiles_stay() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    made = kept(_made("JPEG", exif=_told(), icc_profile=profile))

    with Image.open(BytesIO(made.body)) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        _made("BMP"),
        _made("PNG")[:60],
        _made("JPEG")[:200],
    ],
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(NoPicture):
        kept(body)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "PIXELS", 100)

    with pytest.raises(NoPicture, match="pixels"):
        kept(_made("PNG"))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(NoPicture, match="pixels"):
        kept(_made("PNG"))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "BYTES", 10)

    with pytest.raises(NoPicture, match="MB"):
        kept(_made("PNG"))
