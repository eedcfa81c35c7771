import pytest

from masthead.intake.readers import sniff


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04word/document.xml", "a ZIP archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\x00\x00\x00\x18ftypavif", "an AVIF picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a WebP picture"),
        (b"MZ\x90\x00", "a program"),
        (b"<html>", ""),
        (b"BMW built a car", ""),
        (b"MZ was a brand", ""),
    ],
)
def test_bytes_are_named_by_what_they_are(body: bytes, name: str) -> None:
    assert sniff.foreign(body) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html>", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="y">', "html"),
        ("<p>a fragment</p>", "html"),
        ("<!-- saved from url -->\n<HTML>", "html"),
        ("Some words <b>and</b> " + "<p>more</p>" * 6, "html"),
        ("# A headline\n\nText with <b>a</b> <p>tag</p>" + "<p>x</p>" * 9, "markdown"),
        ("---\ntitle: A\n---\ntext", "markdown"),
        ("Just words.", "plain"),
        ('<?xml version="1.0"?><rss version="2.0">', "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ('<?xml version="1.0"?><newsMessage xmlns="x">', "newsml"),
        ('<nar:newsItem xmlns:nar="x">', "newsml"),
        ('<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">\n<nitf>', "newsml"),
        ('<NewsML Version="1.2">', "a news agency's XML of the first kind (NewsML 1)"),
        ('{"uri": "urn:x"}', "ninjs"),
        ('<?xml version="1.0"?><data/>', "an XML file"),
        ("<!DOCTYPE a>\n<x:a b='c'>words</x:a>\n", "an XML file"),
        ("<em>words</em>", "plain"),
        ("<x>words</x> and more", "plain"),
        ('<!DOCTYPE rss PUBLIC "x" "y"><rss version="0.91">', "feed"),
        ('<rss xmlns:wp="http://wordpress.org/export/1.2/">', "an export of WordPress"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        ('{"a": 1}', "a JSON file"),
        ("[1](http://x) is a link", "markdown"),
    ],
)
def test_text_is_named_by_what_it_is(text: str, kind: str) -> None:
    assert sniff.kind(text) == kind
