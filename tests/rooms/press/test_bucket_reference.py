"""What operators are told of a bucket is so: the headers a CDN must add, and the paths that it must pass on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from masthead.press.headers import SECURITY
from masthead.project import environment as env

PAGE = (Path(__file__).parents[3] / "docs/how-to/put-pages-in-a-bucket.md").read_text(encoding="utf-8")


def _paths(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        path = before + re.sub(r"<[^>]+>", "x", str(pattern.pattern).lstrip("^").replace("$", ""))
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, path)
        else:
            yield path


def test_the_headers_that_a_cdn_must_add_are_those_of_the_outlet() -> None:
    said = re.findall(r"^([A-Z][A-Za-z-]+): (.+)$", PAGE, re.M)

    assert said == SECURITY


def test_every_address_that_django_answers_is_passed_on() -> None:
    passed = re.findall(r"^\| `(/[^`]*\*[^`]*)` \|", PAGE, re.M)
    asked = list(_paths(get_resolver().url_patterns))
    assert len(asked) > 50

    assert [path for path in asked if not any(fnmatchcase(path, pattern) for pattern in passed)] == []
    pressed = [
        "/de/",
        "/de/articles/x/",
        "/de/feed.xml",
        "/de/about/",
        "/assets/site-1.css",
        "/media/images/x.webp",
    ]
    assert [path for path in pressed if any(fnmatchcase(path, pattern) for pattern in passed)] == []


@pytest.mark.s3
@pytest.mark.parametrize(
    ("value", "name", "prefix"),
    [
        ("s3://river", "river", ""),
        ("s3://river/", "river", ""),
        ("s3://river.example/press/de", "river.example", "press/de/"),
    ],
)
def test_a_bucket_is_a_name_and_a_folder(
    monkeypatch: pytest.MonkeyPatch, value: str, name: str, prefix: str
) -> None:
    monkeypatch.setenv("MASTHEAD_BUCKET", value)

    assert env.bucket() == {"name": name, "prefix": prefix, "endpoint": ""}


@pytest.mark.parametrize(
    "value",
    [
        "river",
        "https://river",
        "s3://",
        "s3://r",
        "s3://river/../x",
        "s3://river//x",
        "s3://river/ä",
        "s3://-x",
    ],
)
def test_what_names_no_bucket_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MASTHEAD_BUCKET", value)

    with pytest.raises(
        ImproperlyConfigured, match=r"MASTHEAD_BUCKET is “.*”; write s3://name or s3://name/folder"
    ):
        env.bucket()


def test_a_store_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_BUCKET_ENDPOINT", "s3.river.example")

    with pytest.raises(ImproperlyConfigured, match=r"MASTHEAD_BUCKET_ENDPOINT is “s3.river.example”; write"):
        env.bucket()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("MASTHEAD_BUCKET", "s3://river", env.bucket),
        ("MASTHEAD_CLOUDFRONT_DISTRIBUTION", "E1", env.caches),
    ],
)
def test_without_boto3_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(env, "find_spec", lambda module: None)

    with pytest.raises(
        ImproperlyConfigured, match=rf"{name} is set and needs boto3, .*pip install 'masthead\[s3\]'"
    ):
        read()  # type: ignore[operator]
