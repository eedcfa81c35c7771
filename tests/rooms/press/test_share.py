from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from masthead.press.share import links

PAGE = "https://example.org/ar/articles/a-day/"
TITLES = [
    "Peace & quiet: 50% more?",
    "يوم آخر — “نعم”",
    "שלום #עולם",
    "法律 + 法律",
    "ไม่มี/อะไร",
    "हिन्दी 👩‍👧",
]


def by_name(title: str, url: str = PAGE) -> dict[str, str]:
    return {link["name"]: link["url"] for link in links(url, title)}


@pytest.mark.parametrize("title", TITLES)
def test_every_service_gets_the_words_as_they_are(title: str) -> None:
    found = by_name(title)

    telegram = parse_qs(urlsplit(found["Telegram"]).query, strict_parsing=True)
    assert telegram == {"url": [PAGE], "text": [title]}
    assert parse_qs(urlsplit(found["X"]).query) == {"url": [PAGE], "text": [title]}
    assert parse_qs(urlsplit(found["Facebook"]).query) == {"u": [PAGE]}
    assert parse_qs(urlsplit(found["WhatsApp"]).query) == {"text": [f"{title} {PAGE}"]}
    assert unquote(urlsplit(found["Mastodon"]).fragment) == f"text={title} {PAGE}"


@pytest.mark.parametrize("title", TITLES)
def test_a_mail_has_the_headline_as_subject_and_the_address_in_its_body(title: str) -> None:
    address = by_name(title)["E-mail"]

    path, _, query = address.partition("?")
    fields = dict(part.split("=", 1) for part in query.split("&"))
    assert path == "mailto:"
    assert "+" not in address
    assert unquote(fields["subject"]) == title
    assert unquote(fields["body"]) == f"{title}\r\n\r\n{PAGE}"


@pytest.mark.parametrize("title", [*TITLES, "half a \ud83d pair", "\x00"])
def test_links_are_plain_ascii(title: str) -> None:
    assert all(link["url"].isascii() and " " not in link["url"] for link in links(PAGE, title))


def test_a_headline_cannot_add_fields_to_a_mail() -> None:
    address = by_name("Hello\r\nBcc: everyone@example.org&bcc=x@example.org")["E-mail"]

    fields = [part.split("=", 1)[0] for part in address.partition("?")[2].split("&")]
    assert fields == ["subject", "body"]
    assert "%0D" not in address.split("&")[0]


def test_the_name_of_mail_is_in_the_readers_language() -> None:
    assert links(PAGE, "Hello", mail="بريد")[0]["name"] == "بريد"


def test_no_service_gets_more_than_the_shortest_of_them_takes() -> None:
    title = "Ein langer Titel, " * 20

    found = parse_qs(urlsplit(by_name(title)["X"]).query)["text"][0]

    assert found.endswith("…")
    assert title.startswith(found.removesuffix("…"))
    assert 100 < len(found) <= 128
