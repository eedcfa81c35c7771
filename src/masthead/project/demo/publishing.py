"""Articles, standing pages and their translations, by the verbs of the desk and of translation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from masthead.article.content import Content, Note, Text
from masthead.article.models import Article, Byline, Dossier, Edition, Person, Region, Theme
from masthead.article.snapshot import footnotes_of, stream_of
from masthead.desk import actions as desk
from masthead.desk.models import User
from masthead.lib import html, languages
from masthead.project.demo import plan, source, words
from masthead.project.demo.frame import picture_keys
from masthead.project.demo.source import Source
from masthead.reading import actions as reading
from masthead.reading.comments import Draft
from masthead.reading.models import Comment
from masthead.translation import actions as translation
from masthead.translation.segments import Maker

FOLDER = Path(__file__).parent


def editor() -> User:
    return User.objects.get(username=plan.EDITOR)


def sources() -> list[Source]:
    """All articles, oldest first, so that the newest comes to stand on top of the lists."""
    keys = picture_keys()
    found = [source.read(file, keys) for file in sorted((FOLDER / "articles").glob("*.md"))]
    return sorted([*map(_worded, found), _declaration()], key=lambda one: (one.facts["date"], one.name))


def pages() -> list[Source]:
    return [source.read(file, {}) for file in sorted((FOLDER / "pages").glob("*.md"))]


def _worded(read: Source) -> Source:
    """A short article's file is a template; here are its words."""
    if read.name not in plan.SHORT:
        return read
    return replace(read, content=words.filled(read.name, read.content, words.SOURCE))


def _declaration() -> Source:
    day = "1948-12-10"
    facts = {
        "language": words.SOURCE,
        "author": "united-nations",
        "date": day,
        "regions": "world",
        "themes": "rights, law",
        "dossiers": "agreements",
        "origin": "United Nations",
        "origin_url": "https://www.un.org/en/about-us/universal-declaration-of-human-rights",
        "origin_date": day,
        "licence": "public-domain",
        "rights": "Text: United Nations, General Assembly resolution 217 A (III).",
    }
    return Source(words.DECLARATION, facts, words.declaration(words.SOURCE))


def publish_all(found: list[Source]) -> int:
    """Publish what is not there yet."""
    by = editor()
    there = set(Article.objects.values_list("slug", flat=True))
    for one in found:
        if one.name not in there:
            _publish(one, by)
    return len(found)


@transaction.atomic
def _publish(one: Source, by: User) -> None:
    """One article. Where the file says how it read ``before``, that is published first, and then corrected."""
    article = _article(one)
    if "before" in one.facts:
        _compose(article, _before(one))
        desk.save_draft(article, by=by)
        desk.publish(article, by=by)
        article = article.get_latest_revision_as_object()
    _compose(article, one.content)
    desk.save_draft(article, by=by)
    desk.publish(article, by=by)


def _article(one: Source) -> Article:
    facts = one.facts
    article = Article(
        slug=one.name,
        language=facts["language"],
        kind=Article.Kind.PAGE if "standing" in facts else Article.Kind.ARTICLE,
        standing=facts.get("standing"),
        written_on=_day(facts.get("date")),
        origin_outlet=facts.get("origin", ""),
        origin_url=facts.get("origin_url", ""),
        origin_date=_day(facts.get("origin_date")),
        licence=facts.get("licence", ""),
        rights=facts.get("rights", ""),
    )
    if "author" in facts:
        article.bylines = [Byline(person=Person.objects.get(slug=facts["author"]))]
    article.regions = [Region.objects.get(slug=slug) for slug in one.list("regions")]
    article.themes = [Theme.objects.get(slug=slug) for slug in one.list("themes")]
    article.dossiers = [Dossier.objects.get(slug=slug) for slug in one.list("dossiers")]
    return article


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _compose(article: Article, content: Content) -> None:
    article.headline, article.standfirst = html.plain(content.headline), html.plain(content.standfirst)
    if content.lead:
        article.lead_picture_id = content.lead.picture
        article.lead_alt, article.lead_caption = (
            html.plain(content.lead.alt),
            html.plain(content.lead.caption),
        )
    article.body, article.footnotes = stream_of(content.blocks), footnotes_of(content.footnotes)
    article.disclaimer = html.plain(content.disclaimer)


def _before(one: Source) -> Content:
    """The content with its mistake, and without the note that corrects it."""
    wrong, right = one.facts["before"], one.facts["after"]
    kept = [
        block for block in one.content.blocks if not (isinstance(block, Note) and block.sort == "correction")
    ]
    blocks = [
        replace(block, html=block.html.replace(right, wrong)) if isinstance(block, Text) else block
        for block in kept
    ]
    return replace(one.content, blocks=tuple(blocks))


@transaction.atomic
def order_dossiers() -> int:
    keys = dict(Article.objects.values_list("slug", "pk"))
    for slug, (_, articles) in plan.DOSSIERS.items():
        Dossier.objects.filter(slug=slug, order=[]).update(
            order=[keys[name] for name in articles if name in keys]
        )
    return len(plan.DOSSIERS)


def translate_short() -> int:
    keys = picture_keys()
    templates = {name: source.read(FOLDER / "articles" / f"{name}.md", keys).content for name in plan.SHORT}
    return sum(
        _enter(name, {code: words.filled(name, template, code) for code in languages.CODES}, words.ENGINE)
        for name, template in templates.items()
    )


def translate_declaration() -> int:
    contents = {code: words.declaration(code) for code in languages.CODES}
    return _enter(words.DECLARATION, contents, words.UNITED_NATIONS)


@transaction.atomic
def _enter(name: str, contents: dict[str, Content], maker: Maker) -> int:
    """Enter what is missing; answers the editions that are there, the original among them."""
    article = Article.objects.filter(slug=name, live=True).first()
    if article is None:
        return 0
    there = set(Edition.objects.filter(article=article).values_list("language", flat=True))
    for code, texts in words.translations(contents).items():
        if code not in there:
            translation.enter(article.pk, code, texts, maker=maker)
    return len(contents)


@transaction.atomic
def comment() -> int:
    """Readers write, and the editor lets their remarks stand."""
    by, now = editor(), timezone.now()
    for remark in _unsaid():
        article = Article.objects.get(slug=remark.article)
        draft = Draft(remark.name, "", remark.text)
        reading.send_comment(article, remark.language, draft, network=plan.NAME, now=now)
    waiting = Comment.objects.waiting().filter(text__in=[remark.text for remark in plan.REMARKS])
    reading.show_comments(waiting.values_list("pk", flat=True), by=by)
    return len(plan.REMARKS)


def _unsaid() -> Iterator[plan.Remark]:
    said = set(
        Comment.objects.filter(text__in=[remark.text for remark in plan.REMARKS]).values_list(
            "text", flat=True
        )
    )
    return (remark for remark in plan.REMARKS if remark.text not in said)
