from __future__ import annotations

from masthead.press import addresses
from masthead.press.addresses import ListKey


def test_addresses_begin_with_the_language_and_end_with_a_slash() -> None:
    theme = ListKey("themes", 7, "gewasser")

    assert addresses.front("ar") == "/ar/"
    assert addresses.front("ar", 3) == addresses.listing("ar", ListKey("front"), 3) == "/ar/page/3/"
    assert addresses.listing("zh-hans", theme) == "/zh-hans/themes/gewasser/"
    assert addresses.listing("zh-hans", theme, 2) == "/zh-hans/themes/gewasser/page/2/"
    assert addresses.article("de", "der-rhein") == "/de/articles/der-rhein/"
    assert addresses.standing("de", "media_inquiries") == "/de/media-inquiries/"


def test_an_address_stands_for_a_file() -> None:
    assert addresses.file_of("/de/") == "de/index.html"
    assert addresses.file_of("/de/404.html") == "de/404.html"
    assert addresses.file_of("/sitemap.xml") == "sitemap.xml"


def test_no_standing_page_has_the_address_of_something_else() -> None:
    from masthead.article.models import Article

    taken = {"articles", "page", "search", "newsletter", "regions", "themes", "dossiers", "authors"}

    assert not taken & {
        addresses.standing("de", page).strip("/").split("/")[1] for page in Article.Standing.values
    }
