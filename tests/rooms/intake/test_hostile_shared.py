"""Known attacks and odd words of others, in every reader and on to what is stored; forged addresses at the one door."""

from __future__ import annotations

import json
import re
import socket
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.rooms.intake.hostile import UNHELD, harm, harm_of, survivors
from tests.rooms.intake.pages import page
from tests.rooms.intake.pages import read as read_page
from tests.rooms.intake.poisoned import SOURCES

from masthead.article.models import Article, Byline
from masthead.article.snapshot import content_of
from masthead.intake import clearing
from masthead.intake.actions import take_in
from masthead.intake.archive import Item
from masthead.intake.draft import Found
from masthead.intake.errors import DoesNotFit, IntakeError, NotFetched
from masthead.intake.models import Arrival, Parcel
from masthead.intake.read import deliver
from masthead.intake.readers import newsml, registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.readers.decode import Decoded
from masthead.intake.sources.delivery import Delivery
from masthead.lib.network import is_public

SHARED = Path(__file__).parents[4] / "shared" / "data"
pytestmark = pytest.mark.shared


def attacks() -> list[str]:
    lines = (SHARED / "html-sanitizing" / "dompurify.jsonl").read_text("utf-8").split("\n")
    files = sorted((SHARED / "html-sanitizing" / "bleach").glob("*.test"))
    return [json.loads(line)["payload"] for line in lines if line] + [
        file.read_text("utf-8").partition("\n--\n")[0] for file in files
    ]


def naughty() -> list[str]:
    found: list[str] = json.loads((SHARED / "naughty-strings" / "blns.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_no_known_attack_comes_out_of_a_reader(source: str) -> None:
    found = {}
    for words in attacks():
        left = SOURCES[source](words)
        found[words] = [one for draft in left.drafts for one in harm(draft)]
        found[words] += [one for piece in left.pieces for one in harm_of(piece)]

    assert len(found) > 100
    assert {words: harmful for words, harmful in found.items() if harmful} == {}


@pytest.mark.parametrize("source", SOURCES)
def test_naughty_words_in_every_field_are_read_or_refused(source: str) -> None:
    """Each string in every field of half the readers; platforms, whose names hold a blank, share most of their code."""
    number, parts = list(SOURCES).index(source), 4 if " " in source else 2
    found = {}
    for words in naughty()[number % parts :: parts]:
        left = SOURCES[source](words)
        found[words] = [one for draft in left.drafts for one in harm(draft)]
        found[words] += [one for piece in left.pieces for one in harm_of(piece)]

    assert {words: harmful for words, harmful in found.items() if harmful} == {}


@pytest.mark.django_db
def test_naughty_words_are_stored_and_read_back() -> None:
    """Five strings at a time through one source after the other, in every field, on to the database and the blocks."""
    stored = 0
    names = list(SOURCES)
    whole = naughty()
    several = [" ".join(whole[at : at + 5]) for at in range(0, len(whole), 5)]
    for number, words in enumerate(several):
        left = SOURCES[names[number % len(names)]](words)
        drafts = [*left.drafts, *(piece.draft for piece in left.pieces if isinstance(piece, Item))]
        for draft in drafts[:1]:
            with suppress(DoesNotFit):
                article = take_in(
                    replace(draft, language=Found("en", "test", 1.0)), by=words or "Edith", again=True
                )
                stored += 1
                kept = Article.objects.get(pk=article.pk)
                content = content_of(kept)
                texts = [kept.headline, kept.standfirst, kept.origin_outlet, kept.origin_url, kept.rights, json.dumps(content.to_json(), ensure_ascii=False), json.dumps(Arrival.objects.get(article=kept).found, ensure_ascii=False), *Byline.objects.filter(article=kept).values_list("person__name", flat=True)]  # fmt: skip
                assert [text for text in texts if UNHELD.search(text)] == [], words
                assert survivors(content.headline) + survivors(content.standfirst) == [], words

    assert stored > len(several) / 2


@pytest.mark.django_db
def test_naughty_words_in_every_field_of_the_desk_are_saved_or_refused() -> None:
    """Three strings at a time, in every field of the form beside the source, and as addresses."""
    make.outlet()
    desk = Client()
    desk.force_login(make.chief())
    arrival = take_in(read_page(page()), by="Edith").arrivals.get()
    kept = 0
    whole = naughty()
    for number in range(0, len(whole), 12):
        words = "\n".join(whole[number : number + 3])
        names = ("headline", "standfirst", "bylines", "origin_outlet", "origin_url", "rights", "licence", "language", "origin_date", "regions", "revision")  # fmt: skip
        odd = desk.post(reverse("intake_compare", args=[arrival.pk]), dict.fromkeys(names, words))
        saved = desk.post(reverse("intake_compare", args=[arrival.pk]), {"language": "en", "licence": "", **dict.fromkeys(("headline", "standfirst", "bylines", "origin_outlet", "rights"), words)})  # fmt: skip
        assert desk.post(reverse("intake_drop"), {"addresses": words}).status_code == 302
        article = clearing.newest(arrival)
        content = content_of(article)
        assert odd.status_code == 422
        assert survivors(content.headline) + survivors(content.standfirst) == [], words
        assert [text for text in (article.headline, article.rights, article.origin_outlet) if UNHELD.search(text)] == []  # fmt: skip
        kept += saved.status_code == 302

    assert kept > 30
    assert not [name for name in Parcel.objects.values_list("address", flat=True) if UNHELD.search(name)]
    assert desk.get(reverse("intake")).status_code == 200


@pytest.mark.parametrize("kind", ["newsml", "wxr", "any"])
def test_hostile_xml_is_refused(kind: str, tmp_path: Path) -> None:
    for file in sorted((SHARED / "hostile-files" / "xml").iterdir()):
        body = file.read_bytes()
        with suppress(IntakeError):  # what is harmless but no news is refused as well, or holds nothing
            if kind == "newsml":
                assert list(newsml.drafts(Delivery(body, file.name), Decoded(body.decode(), "utf-8"))) == []
            elif kind == "wxr":
                assert list(archives.ARCHIVES["wordpress"][1](file)) == []
            else:
                assert registry.read_all(Delivery(body, file.name)) == []


def test_no_forged_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms of the inside, and what browsers read as numbers: none is asked, whichever parser would be fooled."""
    text = "\n".join(file.read_text("utf-8") for file in (SHARED / "urls" / "ssrf").glob("*.md"))
    found = set(re.findall(r"(?<![\w(<])(?:[a-z]+:)?[a-z]+:/{0,2}[^\s`\"')|]+", text))
    inside = r"https?:/*(?:\[|[oq]?\d|localhost|ip6-|metadata|instance-data)|(?!https?:)[a-z:]+//"
    forms = {form for form in found if re.match(inside, form)}
    rows = json.loads((SHARED / "urls" / "wpt" / "urltestdata.json").read_text("utf-8"))
    forms |= {
        row["input"]
        for row in rows
        if isinstance(row, dict)
        and re.match(r"[a-z]+:", row["input"], re.IGNORECASE)
        and re.fullmatch(r"\[.*\]|[\d.]+|localhost|", row.get("hostname", ""))
    }
    connected: list[tuple[str, int]] = []

    def refuse(_self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for form in sorted(forms):
        with pytest.raises((NotFetched, IntakeError)) as caught:
            deliver(form)
        assert caught.value.sentence.endswith("."), form

    assert len(forms) > 150
    assert [address for address in connected if not is_public(ip_address(address[0]))] == []
