"""One piece of an archive on its way to its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html import escape
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from masthead.article import slugs
from masthead.article.content import Block, PictureBlock
from masthead.article.facts import facts_of, terms_of
from masthead.article.models import Article, Byline, Edition, Outlet, Person
from masthead.article.permission import may_publish
from masthead.article.snapshot import content_of, stream_of
from masthead.desk import events
from masthead.desk.actions import body
from masthead.desk.errors import CannotJoin
from masthead.desk.moving import particulars
from masthead.desk.moving.options import Options
from masthead.desk.moving.pictures import NONE, Album, Pictures
from masthead.desk.moving.terms import Terms
from masthead.intake import likeness
from masthead.intake import survey as look
from masthead.intake.actions import arrival_of, article_of, fit, person_called
from masthead.intake.archive import Attached, Author, Comment, Filed, Item, Left, State
from masthead.intake.errors import UnknownLanguage
from masthead.intake.models import Move, MovedItem
from masthead.intake.recognising import remember
from masthead.lib import languages
from masthead.record import actions as record

Outcome = MovedItem.Outcome
_STANDING = {
    Article.Standing.ABOUT: {"about", "about-us", "ueber-uns", "a-propos", "acerca-de", "quienes-somos", "chi-siamo"},
    Article.Standing.CONTACT: {"contact", "contact-us", "kontakt", "contacto", "contatti", "contato"},
    Article.Standing.MEDIA_INQUIRIES: {"media-inquiries", "press-inquiries", "presse", "press-contact"},
    Article.Standing.MEMBERSHIP: {"membership", "become-a-member", "mitgliedschaft", "mitglied-werden"},
    Article.Standing.REPUBLISH_TERMS: {"republish", "republishing", "republication", "republishing-guidelines"},
    Article.Standing.DISCLAIMER: {"disclaimer", "haftungsausschluss"},
    Article.Standing.PRIVACY: {"privacy", "privacy-policy", "datenschutz", "datenschutzerklaerung"},
}  # fmt: skip


class Bringer:
    """Brings pieces of one move to their places; each in a transaction of the caller's.

    ``originals`` is {key of a translation: key of its original}. What is looked up often is kept; after a
    transaction that was rolled back, ``forget``.
    """

    def __init__(
        self, move: Move, options: Options, survey: look.Survey, originals: dict[str, str], *, dry: bool
    ) -> None:
        self.move, self.options, self.survey, self.originals = move, options, survey, originals
        self.dry = dry
        self.outlet = Outlet.objects.get()
        self.terms = Terms(options.terms)
        self.album = Album()
        self._people: dict[str, Person] = {}
        self._articles: dict[str, int] = {}
        self._type = ContentType.objects.get_for_model(Article)

    def forget(self) -> None:
        self.terms.forget()
        self.album.forget()
        self._people.clear()
        self._articles.clear()

    def row(self, keyed: look.Keyed, outcome: Outcome, why: str = "", **fields: Any) -> MovedItem:
        piece = keyed.piece
        return MovedItem(
            move=self.move,
            kind=keyed.kind[:40],
            identifier=fit(particulars.clean(piece.identifier), MovedItem, "identifier"),
            key=keyed.key,
            outcome=outcome,
            why=why,
            line=getattr(piece, "line", 0),
            **{"title": fit(particulars.clean(particulars.title(piece)), MovedItem, "title"), **fields},
        )

    def must_wait(self, keyed: look.Keyed) -> bool:
        """Is it the translation of an article that has not come yet?"""
        original = self.originals.get(keyed.key)
        return original is not None and not self.dry and self._article(original) is None

    def bring(self, keyed: look.Keyed, pictures: Pictures, before: MovedItem | None) -> list[MovedItem]:
        """Take one piece in. ``before`` is what became of it in an earlier export."""
        match keyed.piece:
            case Left() as left:
                return [self.row(keyed, Outcome.LEFT, left.why)]
            case Item() as item:
                return self._again(keyed, item, before) if before else self._item(keyed, item, pictures)
            case _ if before is not None:
                return [self.row(keyed, Outcome.KNOWN)]
            case Author() as author:
                return [self.row(keyed, *self._author(author))]
            case Filed() as filed:
                language = self.options.language or self.outlet.language
                outcome, why = self.terms.file(filed, self.survey.carried, language)
                return [self.row(keyed, outcome, why)]
            case Attached():
                return [self.row(keyed, *self.album.keep(pictures))]

    def failed(self, keyed: look.Keyed, error: Exception) -> MovedItem:
        """The row of a piece that could not be brought."""
        if isinstance(error, ValidationError):
            why = " ".join(dict.fromkeys(error.messages))
        else:
            why = str(error) or type(error).__name__
        item, brought = keyed.piece, {}
        if isinstance(item, Item):
            brought = particulars.brought(
                {"failed": len(item.comments)}, {"failed": len(look.pictures_of(item))}
            )
        return self.row(keyed, Outcome.FAILED, why, brought=brought)

    def _author(self, author: Author) -> tuple[Outcome, str]:
        name = author.name.strip()
        if not name or name.casefold() not in self.survey.named:
            return Outcome.LEFT, "No article in the archive bears this name."
        there = Person.objects.filter(name__iexact=fit(name, Person, "name")).exists()
        person = self._person(name, self.options.language or self.outlet.language, author.slug)
        if author.biography and not person.biography:
            person.biography = author.biography
            Person.objects.filter(pk=person.pk, biography="").update(biography=author.biography)
        return (Outcome.JOINED if there else Outcome.ARRIVED), ""

    def _person(self, name: str, language: str, slug: str = "") -> Person:
        kept = self._people.get(name.casefold())
        if kept is None:
            kept = self._people[name.casefold()] = person_called(name, language, slug)
        return kept

    # -- items -------------------------------------------------------------------------------------------------

    def _again(self, keyed: look.Keyed, item: Item, before: MovedItem) -> list[MovedItem]:
        """It moved in before: what an editor did since stays; only comments that are new come along."""
        digest = look.digest_of(item)
        why = (
            ""
            if digest == before.digest
            else "It was changed at the source since. What is here was left as it is."
        )
        if before.article_id is None:
            why = "Its article was deleted here since."
        fresh, known = self._comments(item, set(before.comments))
        if fresh and before.article_id:
            self._ring(before.article_id, before.language, (), fresh)
        row = self.row(
            keyed,
            Outcome.KNOWN,
            why,
            digest=digest,
            article_id=before.article_id,
            language=before.language,
            comments=sorted({*before.comments, *(look.comment_key(comment) for comment in fresh)}),
            brought=particulars.brought(
                {"arrived": len(fresh), "known": known}, {"known": len(look.pictures_of(item))}
            ),
        )
        return [row, *self._refused(keyed, item)]

    def _item(self, keyed: look.Keyed, item: Item, pictures: Pictures) -> list[MovedItem]:
        language = self._language(item)
        wanted = self.originals.get(keyed.key)
        beside = ""
        if wanted and self.dry:
            return self._came(
                keyed,
                item,
                None,
                language,
                Outcome.JOINED,
                "If its paragraphs follow those of its original.",
                NONE,
            )
        original = self._article(wanted) if wanted else None
        if original is not None and item.state is State.PUBLISHED:
            try:
                with transaction.atomic():
                    article = self._join(item, original, language)
            except CannotJoin as error:
                beside = f"It translates article {original}, but stands by itself: {error}"
            else:
                return self._came(
                    keyed,
                    item,
                    article,
                    language,
                    Outcome.JOINED,
                    f"It is an edition of article {article}.",
                    NONE,
                )
        article, notes = self._arrive(keyed, item, language, pictures)
        why = " ".join(note for note in (beside, *notes, *pictures.notes) if note)
        return self._came(keyed, item, article, language, Outcome.ARRIVED, why, pictures)

    def _came(
        self,
        keyed: look.Keyed,
        item: Item,
        article: int | None,
        language: str,
        outcome: Outcome,
        why: str,
        pictures: Pictures,
    ) -> list[MovedItem]:
        fresh, _ = self._comments(item, set())
        if article is not None:
            if item.group:
                self._articles[keyed.key] = article
            self._ring(article, language, particulars.addresses(item), fresh)
        left = len(look.pictures_of(item)) - pictures.ready
        row = self.row(
            keyed,
            outcome,
            why,
            digest=look.digest_of(item),
            article_id=article,
            language=language,
            comments=[look.comment_key(comment) for comment in fresh],
            brought=particulars.brought({"arrived": len(fresh)}, {"arrived": pictures.ready, "left": left}),
        )
        return [row, *self._refused(keyed, item)]

    def _ring(
        self, article: int, language: str, addresses: tuple[str, ...], comments: tuple[Comment, ...]
    ) -> None:
        events.article_moved_in.ring(
            events.ArticleMovedIn(article, language, addresses, comments, self.move.by)
        )

    def _comments(self, item: Item, known: set[str]) -> tuple[tuple[Comment, ...], int]:
        """The approved comments that are new, and how many are not."""
        approved = [comment for comment in item.comments if comment.approved]
        fresh = tuple(comment for comment in approved if look.comment_key(comment) not in known)
        return fresh, len(approved) - len(fresh)

    def _refused(self, keyed: look.Keyed, item: Item) -> list[MovedItem]:
        return [
            self.row(
                look.Keyed(
                    replace(item, identifier=comment.identifier), "comment", f"{keyed.key[:40]}/{number}"
                ),
                Outcome.LEFT,
                "It was not approved there.",
                title="",
            )
            for number, comment in enumerate(item.comments)
            if not comment.approved
        ]

    def _language(self, item: Item) -> str:
        found = item.draft.language.value if item.draft.language else ""
        known = (
            languages.match(found) if found else languages.get(self.options.language or self.outlet.language)
        )
        if known is None:
            raise UnknownLanguage(f"It is in a language that Masthead does not publish in: {found}.")
        return known.code

    def _article(self, key: str) -> int | None:
        """The article that an item of this system has become, in this move or an earlier one."""
        if key not in self._articles:
            found = (
                MovedItem.objects.filter(key=key, move__source=self.move.source, article__isnull=False)
                .order_by("-pk")
                .values_list("article_id", flat=True)
                .first()
            )
            if found is None:
                return None
            self._articles[key] = found
        return self._articles[key]

    def _join(self, item: Item, original: int, language: str) -> int:
        """Make it an edition of its original; ``CannotJoin`` where it does not follow that."""
        draft, published, updated = item.draft, *particulars.moments(item)
        article = article_of(particulars.whole(draft), language, person=self._person)
        events.translation_moved_in.ring(
            events.TranslationMovedIn(
                original,
                language,
                content_of(article),
                next((byline.person.name for byline in article.bylines.all()), self.move.by),
                published,
                updated,
            )
        )
        named = set(Byline.objects.filter(article_id=original).values_list("person_id", flat=True))
        Byline.objects.bulk_create(
            Byline(
                article_id=original, person=byline.person, role=byline.role, language=language, sort_order=100
            )
            for byline in article.bylines.all()
            if byline.person.pk not in named
        )
        return original

    def _arrive(
        self, keyed: look.Keyed, item: Item, language: str, pictures: Pictures
    ) -> tuple[int, list[str]]:
        """A new article, with its entry, published where it was; its number, and what is to be said of it."""
        published, updated = particulars.moments(item)
        public = item.state is State.PUBLISHED and self.options.publish and published <= timezone.now()
        notes = [particulars.state_note(item, public)]
        draft = particulars.whole(item.draft)
        article = article_of(draft, language, person=self._person, **particulars.origin(item))
        if (
            public
            and not (permitted := may_publish(terms_of(article, self.outlet), timezone.localdate())).allowed
        ):
            public = False
            notes = [f"It is a draft: it may not be published. {permitted.why}"]
        article.live, article.has_unpublished_changes = public, not public
        if public:
            article.first_published_at, article.last_published_at = published, updated
        self._dress(article, pictures)
        article.slug = particulars.slug(item, article)
        if item.is_page:
            article.standing = self._standing(item) if public else None
            if article.standing is None:
                notes.append("It was a page: it is an article that lists do not show.")
        article.regions, article.themes = self.terms.of(item.draft, language)
        article.full_clean()
        article.save()
        revision = Revision.objects.create(
            content_object=article,
            base_content_type=self._type,
            content=article.serializable_data(),
            object_str=str(article),
        )
        Article.objects.filter(pk=article.pk).update(
            latest_revision=revision, live_revision=revision if public else None, created_at=published
        )
        arrival = arrival_of(draft, article, self._source(item), particulars.address(item), by=self.move.by)
        arrival.save()
        remember(arrival, likeness.bands(likeness.shingles(draft.body_text)))
        self._record(article, item, published, updated, public=public)
        return article.pk, notes

    def _source(self, item: Item) -> str:
        return f"{self.move.source} {item.identifier}"

    def _dress(self, article: Article, pictures: Pictures) -> None:
        """Its picture at the head, and the others below the text: where they stood is not known."""
        lead, others = self.album.store(pictures)
        if lead is not None:
            article.lead_picture = lead.picture
            article.lead_alt = fit(lead.alt or article.headline, Article, "lead_alt")
            article.lead_caption = fit(lead.caption, Article, "lead_caption")
        blocks: list[Block] = [
            PictureBlock(
                f"{one.picture.pk}-{number}",
                one.picture.pk,
                escape(one.alt or one.caption or article.headline, quote=False)[:300],
                escape(one.caption, quote=False)[:500],
                escape(one.credit, quote=False)[:200],
            )
            for number, one in enumerate(others)
        ]
        if blocks:
            article.body = [*article.body.raw_data, *stream_of(blocks)]

    def _standing(self, item: Item) -> str | None:
        """The place of a page that every outlet has, if it is free."""
        place = next((place for place, names in _STANDING.items() if slugs.slug(item.slug) in names), None)
        if place is None or Article.objects.filter(standing=place).exists():
            return None
        return place

    def _record(
        self, article: Article, item: Item, published: datetime, updated: datetime, *, public: bool
    ) -> None:
        subject = f"article/{article.pk}"
        told = {
            "by": self.move.by,
            "move": self.move.pk,
            "source": self.move.source,
            "identifier": item.identifier,
            "line": item.line,
            "addresses": list(item.addresses),
            "published": published.isoformat(),
            "digest": look.digest_of(item),
        }
        statements = [record.Statement("article.moved-in", subject, told)]
        if not public:
            record.append(statements)
            return
        content = content_of(article)
        edition = Edition(
            article=article,
            is_original=True,
            language=article.language,
            state=Edition.State.LIVE,
            listed=not item.is_page,
            headline=content.headline,
            standfirst=content.standfirst,
            content=content.to_json(),
            published_at=published,
            updated_at=updated,
        )
        said = body(edition, content, facts_of(article, self.outlet), self.move.by)
        statements.append(record.Statement("edition.published", edition.subject, said))
        edition.entry = record.append(statements)[-1].number
        edition.save()
