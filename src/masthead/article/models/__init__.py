"""The nouns of the room, one file each."""

from masthead.article.models.article import Article, Byline
from masthead.article.models.classification import Dossier, Region, Theme
from masthead.article.models.edition import Edition
from masthead.article.models.outlet import FollowLink, Outlet
from masthead.article.models.people import Person
from masthead.article.models.permission import Permission
from masthead.article.models.picture import Attachment, Picture, Rendition

__all__ = [
    "Article",
    "Attachment",
    "Byline",
    "Dossier",
    "Edition",
    "FollowLink",
    "Outlet",
    "Permission",
    "Person",
    "Picture",
    "Region",
    "Rendition",
    "Theme",
]
