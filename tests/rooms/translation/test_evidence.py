"""Evidence: what it says of each edition, what it finds wrong, and that somebody else can check it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.translation import actions
from masthead.translation.evidence import as_json, collect

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "fr", "ar")
    made = make.published("Der Rhein", "Der Rhein ist ein Fluss. Er ist lang.")
    actions.translate(made.pk)
    actions.sign(made.pk, "fr", by="Thérèse Moreau")
    return made


def _said(article: Article, *options: str) -> str:
    out = io.StringIO()
    call_command("evidence", str(article.pk), *options, stdout=out)
    return out.getvalue()


def _json(article: Article, *options: str) -> dict[str, Any]:
    return json.loads(_said(article, "--json", *options))  # type: ignore[no-any-return]


def _edition(document: dict[str, Any], language: str) -> dict[str, Any]:
    return next(found for found in document["editions"] if found["language"] == language)


def test_it_says_who_signed_which_text_when_and_against_what(article: Article) -> None:
    document = _json(article)

    french, german = _edition(document, "fr"), _edition(document, "de")
    edition = Edition.objects.get(article=article, language="fr")
    assert (french["kind"], french["engines"]) == ("machine-reviewed", [{"name": "pseudo", "version": "1"}])
    assert (french["review"]["by"], french["review"]["entry"]) == ("Thérèse Moreau", edition.entry)
    assert french["review"]["at"] == edition.reviewed_at.isoformat()  # type: ignore[union-attr]
    assert french["review"]["text"] == french["text"]["digest"]
    assert french["review"]["original"]["digest"] == german["text"]["digest"]
    assert (french["review"]["is_live_text"], french["review"]["original_unchanged"]) == (True, True)
    assert (_edition(document, "ar")["kind"], _edition(document, "ar")["review"]) == ("machine", None)


def test_a_third_party_can_check_it_without_masthead(article: Article) -> None:
    """As docs/reference/evidence.md tells: hash and signature over the canonical statement."""

    def decode(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

    document = _json(article)
    keys = {jwk["kid"]: Ed25519PublicKey.from_public_bytes(decode(jwk["x"])) for jwk in document["keys"]}
    checked = 0
    for edition in document["editions"]:
        for entry in edition["entries"]:
            digest, signature, key = (entry.pop(name) for name in ("hash", "signature", "key"))
            statement = rfc8785.dumps(entry)
            assert hashlib.sha256(statement).hexdigest() == digest
            keys[key].verify(decode(signature), statement)
            checked += 1

    assert checked == 4


def test_a_source_that_changed_since_is_said_and_is_no_fault(article: Article) -> None:
    from masthead.translation.models import Policy

    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    make.rewrite(article, "ist lang", "ist breit")
    actions.translate(article.pk)

    french = _edition(_json(article), "fr")

    assert (french["trails"], french["review"]["original_unchanged"], french["faults"]) == (True, False, [])
    assert "changed since" in _said(article)


def test_a_live_text_that_is_not_the_one_that_was_read_is_a_fault(article: Article) -> None:
    edition = Edition.objects.get(article=article, language="fr")
    edition.content["headline"] = "Forged"
    edition.save()

    with pytest.raises(CommandError, match="not the one that was reviewed"):
        _said(article)

    document = as_json(collect(article.pk))
    assert _edition(document, "fr")["review"]["is_live_text"] is False
    assert _edition(document, "ar")["faults"] == []


def test_a_reviewer_whom_no_entry_names_is_a_fault(article: Article) -> None:
    Edition.objects.filter(article=article, language="ar").update(reviewed_by="Nobody")

    with pytest.raises(CommandError, match="names a reviewer, and no entry does"):
        _said(article)


def test_a_signature_taken_back_stays_in_sight(article: Article) -> None:
    actions.retract(article.pk, "fr", by="Clara", why="The wrong edition.")

    french = _edition(_json(article), "fr")

    assert french["review"] is None
    assert [(taken["by"], taken["reviewer"]) for taken in french["retracted"]] == [
        ("Clara", "Thérèse Moreau")
    ]
    assert "retracted by Clara" in _said(article)


def test_one_language_comes_with_its_original_alone(article: Article) -> None:
    document = _json(article, "--language", "fr")

    assert [edition["language"] for edition in document["editions"]] == ["de", "fr"]


def test_what_is_not_there_is_refused_with_a_sentence(article: Article) -> None:
    with pytest.raises(CommandError, match="no edition in es"):
        _said(article, "--language", "es")
    with pytest.raises(CommandError, match="never been published"):
        call_command("evidence", "999")


def test_people_read_the_same(article: Article) -> None:
    said = _said(article)

    assert "French (fr): live, machine translation, read and signed by a person" in said
    assert "signed    by Thérèse Moreau" in said
    assert "Arabic (ar): live, machine translation that nobody has signed" in said


def test_it_costs_the_same_queries_in_all_languages(article: Article, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        collect(article.pk)
