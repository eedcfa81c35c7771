"""What an outlet has before its first article: users, the outlet itself, languages, pictures, ways in and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.db import transaction

from masthead.article.localised import Localised
from masthead.article.models import Dossier, FollowLink, Outlet, Person, Picture, Region, Theme
from masthead.desk import roles
from masthead.desk.models import User
from masthead.lib import languages
from masthead.press import addresses
from masthead.project.demo import plan, words
from masthead.translation import terminology
from masthead.translation.glossary import files
from masthead.translation.models import GlossaryTerm, Policy

PICTURES = Path(__file__).parent / "pictures"
GLOSSARY = Path(__file__).parent / "glossary.csv"


@transaction.atomic
def users(passwords: dict[str, str]) -> int:
    roles.prepare()
    for name, (first, last, groups) in plan.USERS.items():
        if not User.objects.filter(username=name).exists():
            user = User.objects.create_user(name, password=passwords[name], first_name=first, last_name=last)
            user.groups.set(Group.objects.filter(name__in=groups))
    return len(plan.USERS)


@transaction.atomic
def outlet() -> int:
    if Outlet.objects.exists():
        return 1
    made = Outlet(
        name=plan.NAME,
        language=words.SOURCE,
        url=settings.WAGTAILADMIN_BASE_URL,
        licence=plan.LICENCE,
        mail_address=plan.ADDRESS,
    )
    words.say(made, "tagline", "outlet.tagline")
    made.full_clean()
    made.save()
    FollowLink.objects.create(outlet=made, name="Atom", url=made.base + addresses.feed(words.SOURCE))
    return 1


@transaction.atomic
def policies() -> int:
    """Every language is on, the outlet's own too: it is the target of what is written in another."""
    there = set(Policy.objects.values_list("language", flat=True))
    Policy.objects.bulk_create(Policy(language=code) for code in languages.CODES if code not in there)
    return len(languages.CODES)


def glossary() -> int:
    """A few names and a term; what an editor has made of them since stays."""
    kept = set(GlossaryTerm.objects.values_list("key", flat=True))
    reading = files.read(GLOSSARY.read_bytes())
    new = tuple(term for term in reading.terms if term.key not in kept)
    return terminology.take(replace(reading, terms=new)).new


def pictures() -> int:
    for name, title in plan.PICTURES.items():
        if not Picture.objects.filter(title=title).exists():
            with (PICTURES / f"{name}.webp").open("rb") as file:
                Picture.objects.create(
                    title=title,
                    file=ImageFile(file, name=f"{name}.webp"),
                    credit=plan.CREDIT,
                    licence=plan.LICENCE,
                )
    return len(plan.PICTURES)


def picture_keys() -> dict[str, int]:
    """Keys of pictures by the name of their file."""
    keys = dict(Picture.objects.filter(title__in=plan.PICTURES.values()).values_list("title", "pk"))
    return {name: keys[title] for name, title in plan.PICTURES.items()}


@transaction.atomic
def ways_in() -> int:
    """Regions, themes and dossiers, in the order of the labels."""
    keys = picture_keys()
    made: list[Localised] = []
    for position, slug in enumerate(_slugs("region", "")):
        made += _new(Region(slug=slug, position=position), name=f"region.{slug}")
    for position, slug in enumerate(plan.THEMES):
        made += _new(Theme(slug=slug, position=position), name=f"theme.{slug}")
    for position, slug in enumerate(_slugs("dossier", ".title")):
        dossier = Dossier(slug=slug, position=position, picture_id=keys[plan.DOSSIERS[slug][0]])
        base = f"dossier.{slug}"
        made += _new(dossier, title=f"{base}.title", introduction=f"{base}.introduction")
    _save(made)
    return Region.objects.count() + Theme.objects.count() + Dossier.objects.count()


@transaction.atomic
def people() -> int:
    made: list[Localised] = []
    for slug in _slugs("person", ".name"):
        person = Person(slug=slug, biography=plan.YEARS.get(slug, ""), url=plan.ORGANISATIONS.get(slug, ""))
        person.is_organisation = slug in plan.ORGANISATIONS
        base = f"person.{slug}"
        fields = {"name": f"{base}.name"}
        if slug not in plan.YEARS:
            fields["biography"] = f"{base}.biography"
        made += _new(person, **fields)
    _save(made)
    return Person.objects.count()


def _slugs(kind: str, field: str) -> list[str]:
    """The slugs in label keys such as ``region.europe`` or ``dossier.rivers.title``."""
    start = f"{kind}."
    return [
        key[len(start) : len(key) - len(field)]
        for key in words.labels()
        if key.startswith(start) and key.endswith(field)
    ]


def _new(thing: Region | Theme | Dossier | Person, **fields: str) -> list[Localised]:
    """The thing with its fields said in every language; nothing where one with its slug is there."""
    if type(thing)._default_manager.filter(slug=thing.slug).exists():
        return []
    for field, key in fields.items():
        words.say(thing, field, key)
    return [thing]


def _save(things: Iterable[Localised]) -> None:
    for thing in things:
        thing.full_clean()
        thing.save()
