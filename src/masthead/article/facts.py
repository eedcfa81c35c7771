"""What is said about an article beside its words, as the record keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from masthead.article import licences
from masthead.article.models import Article, Outlet, Permission
from masthead.article.models.article import ArticleQuerySet
from masthead.article.permission import Terms


def licence_of(article: Article, outlet: Outlet | None) -> str:
    """The code of the licence in force: the article's, or the outlet's for its own work."""
    if article.licence:
        return article.licence
    if article.is_reprint or outlet is None:
        return "all-rights-reserved"
    return outlet.licence


def licence(code: str) -> licences.Licence:
    return licences.ALL.get(code, licences.ALL["all-rights-reserved"])


def permissions_of(article: Article) -> list[Permission]:
    """The permissions that nobody has revoked, of this article and of its first outlet; newest first."""
    if not article.is_reprint:
        return []
    mine = Q(article_id=article.pk) if article.pk else Q(pk=None)
    return list(Permission.objects.standing().filter(mine | Q(origin_outlet__iexact=article.origin_outlet)))


def concerned(grant: Permission) -> ArticleQuerySet:
    """The reprints that a permission speaks of: one article, or all of an outlet."""
    mine = Q(pk=grant.article_id) if grant.article_id else Q(origin_outlet__iexact=grant.origin_outlet)
    return Article.objects.filter(mine).exclude(origin_outlet="")


def terms_of_all(articles: Iterable[Article], outlet: Outlet | None) -> dict[int, Terms]:
    """``terms_of`` many, by article; one query where there is a reprint among them."""
    known = list(articles)
    reprints = [article for article in known if article.is_reprint]
    kept = list(Permission.objects.standing()) if reprints else []
    return {
        article.pk: _terms(
            article,
            outlet,
            [row for row in kept if _concerns(row, article)] if article.is_reprint else [],
        )
        for article in known
    }


def _concerns(kept: Permission, article: Article) -> bool:
    outlet = kept.origin_outlet.casefold()
    return kept.article_id == article.pk or bool(outlet and outlet == article.origin_outlet.casefold())


def terms_of(article: Article, outlet: Outlet | None) -> Terms:
    """What is known of the rights in an article, for ``masthead.article.permission``; one query for a reprint."""
    return _terms(article, outlet, permissions_of(article))


def _terms(article: Article, outlet: Outlet | None, permissions: Iterable[Permission]) -> Terms:
    return Terms(
        own=not article.is_reprint,
        language=article.language,
        licence=licence(licence_of(article, outlet)),
        commercial=outlet is not None and outlet.commercial,
        grants=tuple(kept.grant() for kept in permissions),
    )


def facts_of(article: Article, outlet: Outlet | None) -> dict[str, Any]:
    """Bylines, origin, licence and dates as plain JSON."""
    return {
        "slug": article.slug,
        "bylines": [
            {"name": byline.person.name, "role": byline.role, "language": byline.language}
            for byline in article.bylines.select_related("person").order_by("sort_order", "pk")
        ],
        "origin": {
            "outlet": article.origin_outlet,
            "url": article.origin_url,
            "date": article.origin_date.isoformat() if article.origin_date else "",
        },
        "licence": licence_of(article, outlet),
        "rights": article.rights,
    }
