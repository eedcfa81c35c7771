"""What tests are made of: an outlet, people, pictures and articles, with as little said as will do.

Everything goes through the desk's own verbs, so a published article here is published as an editor publishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from masthead.article.content import (
    Block,
    Content,
    Embed,
    Footnote,
    Heading,
    Note,
    PictureBlock,
    Quotation,
    References,
    Table,
    Text,
)
from masthead.article.models import Article, Byline, Dossier, Outlet, Person, Picture, Region, Theme
from masthead.article.snapshot import footnotes_of, stream_of
from masthead.desk import actions, roles
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation.models import Policy

BASE = "https://outlet.example"


def outlet(**fields: Any) -> Outlet:
    return Outlet.objects.create(**{"name": "Die Warte", "url": BASE, "language": "de", **fields})


def languages_on(*codes: str, **policy: Any) -> None:
    """Translate into these languages at publication; into all that there are if none is named."""
    Policy.objects.bulk_create(Policy(language=code, **policy) for code in codes or languages.CODES)


def user(name: str, *groups: str, password: str = "a-long-passphrase") -> User:
    """Somebody at the desk, in these groups; in none, a stranger to it."""
    roles.prepare()
    made = User.objects.create_user(name, password=password, first_name=name.title(), last_name="Example")
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def editor(name: str = "edith") -> User:
    """May write, and may not publish."""
    return user(name, roles.EDITORS)


def chief(name: str = "clara") -> User:
    return user(name, roles.CHIEF)


def translator(name: str = "tariq") -> User:
    return user(name, roles.TRANSLATORS)


def stranger(name: str = "sam") -> User:
    return user(name)


def person(name: str = "Ada Autorin", **fields: Any) -> Person:
    return Person.objects.create(**{"name": name, "slug": _slug(name), "language": "de", **fields})


def region(name: str = "Mitteleuropa", **fields: Any) -> Region:
    return Region.objects.create(**{"name": name, "slug": _slug(name), "language": "de", **fields})


def theme(name: str = "Gewässer", **fields: Any) -> Theme:
    return Theme.objects.create(**{"name": name, "slug": _slug(name), "language": "de", **fields})


def dossier(title: str = "Grenzflüsse", **fields: Any) -> Dossier:
    return Dossier.objects.create(**{"title": title, "slug": _slug(title), "language": "de", **fields})


def _slug(name: str) -> str:
    from masthead.article.slugs import slug

    return slug(name)


def png(width: int = 64, height: int = 40, colour: str = "#336699") -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "PNG")
    return made.getvalue()


def picture(title: str = "Ein Fluss", **fields: Any) -> Picture:
    file = ContentFile(png(), name=f"{_slug(title)}.png")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")  # a test that commits has emptied what migrations had filled
    return Picture.objects.create(**{"title": title, "file": file, "credit": "Paula Photo", **fields})


def block_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"test/{name}"))


def paragraphs(*texts: str, name: str = "text") -> Text:
    return Text(block_id(name), "".join(f"<p>{text}</p>" for text in texts))


def every_kind(picture: int, own: str = "") -> tuple[tuple[Block, ...], tuple[Footnote, ...]]:
    """A block of every kind, with two footnotes. German, so that no word of it is English."""
    blocks: tuple[Block, ...] = (
        paragraphs(
            f"Der Rhein entspringt in den Alpen{own}.[^1] Er fließt durch <em>sechs</em> Staaten.",
            'Davon handelt <a href="https://quelle.example/rhein">ein altes Buch</a>.[^zwei]',
            name="opening",
        ),
        Heading(block_id("heading"), f"Von der Quelle{own}"),
        Text(
            block_id("list"),
            "<ul><li>Vorderrhein<ol><li>Tujetsch</li><li>Disentis</li></ol></li><li>Hinterrhein</li></ul>",
        ),
        Quotation(
            block_id("quotation"),
            f"<p>Alles fließt{own}.</p><p>Nichts bleibt.</p>",
            "Heraklit",
            "Fragmente",
            "https://quelle.example/heraklit",
        ),
        PictureBlock(
            block_id("picture"), picture, "Ein blaues Rechteck", f"Der Fluss im Winter{own}", "Paula"
        ),
        Table(
            block_id("table"),
            (("Staat", "Länge"), ("Schweiz", "376 km"), ("Liechtenstein", "")),
            f"Längen{own}",
            header_row=True,
            header_column=True,
        ),
        Embed(block_id("embed"), "https://video.example/rhein", f"Ein Film vom Rhein{own}"),
        Note(block_id("note"), f"<p>Hierzu erreichten uns Briefe{own}.</p>"),
        Note(block_id("correction"), f"<p>Wir hatten eine falsche Länge genannt{own}.</p>", "correction"),
        References(block_id("references"), ("Heraklit: <em>Fragmente</em>.", "Strabon: Geographika.")),
    )
    notes = (Footnote("1", f"<p>Am Tomasee{own}.</p>"), Footnote("zwei", "<p>Aus dem Jahr 1832.</p>"))
    return blocks, notes


def draft(
    headline: str = "Der Rhein",
    *texts: str,
    blocks: Iterable[Block] | None = None,
    footnotes: Sequence[Footnote] = (),
    authors: Iterable[Person] = (),
    regions: Iterable[Region] = (),
    themes: Iterable[Theme] = (),
    dossiers: Iterable[Dossier] = (),
    by: User | None = None,
    **fields: Any,
) -> Article:
    """A saved draft. ``texts`` are the paragraphs of one block of text."""
    article = Article(**{"language": "de", "headline": headline, **fields})
    if blocks is None:
        blocks = [paragraphs(*(texts or ("Der Rhein ist ein Fluss. Er ist lang.",)))]
    compose(article, blocks, footnotes)
    article.bylines = [Byline(person=author, sort_order=place) for place, author in enumerate(authors)]
    article.regions = list(regions)
    article.themes = list(themes)
    article.dossiers = list(dossiers)
    return actions.save_draft(article, by=by)


def published(headline: str = "Der Rhein", *texts: str, by: User | None = None, **fields: Any) -> Article:
    article = draft(headline, *texts, by=by, **fields)
    actions.publish(article, by=by)
    article.refresh_from_db()
    return article


def compose(article: Article, blocks: Iterable[Block], footnotes: Sequence[Footnote] = ()) -> None:
    article.body = stream_of(blocks)
    article.footnotes = footnotes_of(footnotes)


def rewrite(article: Article, old: str, new: str, *, by: User | None = None) -> Article:
    """Change words of the newest draft, in its headline, standfirst or body, and publish it again."""
    newest = article.get_latest_revision_as_object()
    newest.headline = newest.headline.replace(old, new)
    newest.standfirst = newest.standfirst.replace(old, new)
    raw = [dict(block) for block in newest.body.raw_data]
    for block in raw:
        if block["type"] == "text":
            block["value"] = block["value"].replace(old, new)
    newest.body = raw
    actions.save_draft(newest, by=by)
    actions.publish(newest, by=by)
    newest.refresh_from_db()
    return newest


__all__ = ["BASE", "Content", "chief", "draft", "every_kind", "outlet", "published"]
