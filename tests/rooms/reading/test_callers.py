from __future__ import annotations

import pytest

from masthead.reading.callers import network, same_site

OWN = {"lantern.example", "localhost:8000"}


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"Origin": "https://lantern.example"}, True),
        ({"Origin": "http://localhost:8000"}, True),
        ({"Referer": "https://lantern.example/en/articles/a/"}, True),
        ({}, True),
        ({"Origin": "https://lantern.example.evil.example"}, False),
        ({"Origin": "https://lantern.example:444"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://evil.example", "Referer": "https://lantern.example/"}, False),
        ({"Origin": "https://[oops"}, False),
    ],
)
def test_a_form_of_another_site_is_told_from_ours(headers: dict[str, str], ours: bool) -> None:
    assert same_site(headers, OWN) is ours


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("93.184.216.34", "", "93.184.216.34"),
        ("93.184.216.34", "1.1.1.1", "93.184.216.34"),
        ("127.0.0.1", "8.8.8.8, 1.1.1.1", "1.1.1.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "", "2606:2800:21f:cb07::/64"),
        ("::ffff:93.184.216.34", "", "93.184.216.34"),
        ("", "", ""),
    ],
)
def test_callers_are_counted_by_network(peer: str, forwarded: str, counted: str) -> None:
    assert network(peer, forwarded) == counted
