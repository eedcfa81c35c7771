from __future__ import annotations

import pytest

from masthead.lib.callers import network, same_site

HOSTS = {"news.example.org", "localhost:8000"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://news.example.org"},
        {"Origin": "http://localhost:8000"},
        {"Referer": "https://news.example.org/en/newsletter/"},
    ],
)
def test_our_own_forms_are_taken(headers: dict[str, str]) -> None:
    assert same_site(headers, HOSTS)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://news.example.org.evil.example"},
        {"Origin": "https://news.example.org:8443"},
        {"Origin": "https://news.example.org@evil.example"},
        {"Origin": "http://[broken"},
        {"Origin": "https://evil.example", "Referer": "https://news.example.org/"},
        {"Referer": "https://evil.example/?https://news.example.org"},
    ],
)
def test_forms_that_stand_elsewhere_are_not(headers: dict[str, str]) -> None:
    assert not same_site(headers, HOSTS)


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "1.1.1.1", "8.8.8.8"),
        ("127.0.0.1", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.2", "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("2a00:1450:4001:830::200e", "", "2a00:1450:4001:830::/64"),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        ("", "1.1.1.1", ""),
    ],
)
def test_a_network_is_believed_only_from_our_own_proxy(remote: str, forwarded: str, counted: str) -> None:
    assert network(remote, forwarded) == counted
