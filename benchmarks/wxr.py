"""A WordPress export (WXR 1.2) of any size, always the same for the same number: ``write(path, articles=10_000)``.

``python -m benchmarks.wxr PATH [--articles N]``. Its texts are the Universal Declaration in 20 editions of many
scripts, in Gutenberg blocks and in classic paragraphs, with pictures, comments, terms, several authors, pairs of
translations (Polylang) and the things a real export also holds: menu items, drafts, a private article, a page.
About 15 MB a thousand articles.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import masthead.project.demo

SITE = "https://gazette.example"
TONGUES = [
    "en",
    "ar",
    "be",
    "bg",
    "de",
    "el",
    "es",
    "fa",
    "fr",
    "he",
    "hi",
    "ja",
    "ko",
    "pt",
    "ru",
    "th",
    "tr",
    "uk",
    "vi",
    "zh-hans",
]
AUTHORS, TAGS, CATEGORIES = 40, 300, 24
_START = datetime(2012, 3, 1, 8, 0)  # noqa: DTZ001 - an export writes local times
_HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.9.4" created="2026-01-01 08:00" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
\t<title>The Gazette</title>
\t<link>{SITE}</link>
\t<description>News in many languages</description>
\t<language>en-GB</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>{SITE}</wp:base_site_url>
\t<wp:base_blog_url>{SITE}</wp:base_blog_url>
"""


def write(path: Path, *, articles: int = 10_000) -> Path:
    """The export of an outlet with so many articles (its original pieces and their translations together)."""
    with path.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        out.writelines(_people_and_terms(articles))
        for number in range(1, articles + 1):
            out.writelines(_article(number))
        out.write(_page(articles * 2 + 1))
        out.writelines(_menu(articles * 2 + 2 + at) for at in range(5))
        out.write("</channel>\n</rss>\n")
    return path


def _people_and_terms(articles: int) -> Iterator[str]:
    for number in range(1, AUTHORS + 1):
        yield (
            f"\t<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{_cdata(f'author{number}')}</wp:author_login>"
            f"<wp:author_email>{_cdata(f'author{number}@gazette.example')}</wp:author_email>"
            f"<wp:author_display_name>{_cdata(_author(number))}</wp:author_display_name></wp:author>\n"
        )
    for number in range(1, CATEGORIES + 1):
        yield (
            f"\t<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{_cdata(f'section-{number}')}</wp:category_nicename>"
            f"<wp:category_parent></wp:category_parent><wp:cat_name>{_cdata(f'Section {number}')}</wp:cat_name></wp:category>\n"
        )
    for number in range(1, TAGS + 1):
        yield (
            f"\t<wp:tag><wp:term_id>{1000 + number}</wp:term_id><wp:tag_slug>{_cdata(f'subject-{number}')}</wp:tag_slug>"
            f"<wp:tag_name>{_cdata(f'Subject {number}')}</wp:tag_name></wp:tag>\n"
        )
    for at, tongue in enumerate(TONGUES):
        locale = f'a:3:{{s:6:"locale";s:{len(tongue)}:"{tongue}";s:3:"rtl";i:0;s:9:"flag_code";s:2:"xx";}}'
        yield _term(2000 + at, "language", tongue, tongue, locale)
    for first in range(5, articles, 10):
        known = f'a:2:{{s:2:"{_tongue(first)}";i:{first};s:2:"{_tongue(first + 1)}";i:{first + 1};}}'
        yield _term(3000 + first, "post_translations", f"pll_{first:012x}", f"pll_{first:012x}", known)


def _term(number: int, taxonomy: str, slug: str, name: str, description: str) -> str:
    return (
        f"\t<wp:term><wp:term_id>{number}</wp:term_id><wp:term_taxonomy>{_cdata(taxonomy)}</wp:term_taxonomy>"
        f"<wp:term_slug>{_cdata(slug)}</wp:term_slug><wp:term_parent></wp:term_parent><wp:term_name>{_cdata(name)}</wp:term_name>"
        f"<wp:term_description>{_cdata(description)}</wp:term_description></wp:term>\n"
    )


def _article(number: int) -> Iterator[str]:
    """An article, and for every other one its picture after it, as WordPress writes them."""
    chance = random.Random(number)
    tongue = _tongue(number)
    texts = _TEXTS[tongue]
    paragraphs = [chance.choice(texts) for _ in range(chance.randint(8, 40))]
    picture = 1_000_000 + number if number % 2 else 0
    terms = [
        ("category", f"section-{1 + number % CATEGORIES}", f"Section {1 + number % CATEGORIES}"),
        *(("post_tag", f"subject-{tag}", f"Subject {tag}") for tag in chance.sample(range(1, TAGS + 1), 3)),
        ("language", tongue, tongue),
    ]
    if number % 10 in {5, 6}:
        group = f"pll_{number // 10 * 10 + 5:012x}"
        terms.append(("post_translations", group, group))
    if number % 7 == 0:
        terms += [
            ("author", f"cap-author{who}", f"author{who}") for who in chance.sample(range(1, AUTHORS + 1), 2)
        ]
    meta = {"_edit_last": "1", "_yoast_wpseo_metadesc": paragraphs[0][:150]}
    if picture:
        meta["_thumbnail_id"] = str(picture)
    if number % 25 == 0:
        meta["_wp_old_slug"] = f"first-name-of-{number}"
    body = _blocks(paragraphs, picture, number) if number % 3 else _classic(paragraphs, picture, number)
    status = {13: "draft", 17: "private", 19: "pending"}.get(number % 100, "publish")
    yield _item(
        number,
        paragraphs[0][:90],
        "post",
        status,
        body,
        excerpt=paragraphs[1][:200] if number % 4 == 0 else "",
        creator=f"author{1 + number % AUTHORS}",
        terms=terms,
        meta=meta,
        comments="".join(_comment(number * 10 + at, number, paragraphs[0], at) for at in range(number % 5)),
    )
    if picture:
        yield _item(
            picture,
            f"Picture {number}",
            "attachment",
            "inherit",
            "",
            excerpt=f"What is seen in picture {number}.",
            creator="author1",
            meta={"_wp_attachment_image_alt": f"View {number}", "_wp_attached_file": f"2024/05/{number}.jpg"},
            extra=f"\t\t<wp:attachment_url>{_cdata(_picture(number))}</wp:attachment_url>\n",
        )


def _blocks(paragraphs: list[str], picture: int, number: int) -> str:
    pieces = [f"<!-- wp:paragraph -->\n<p>{escape(text)}</p>\n<!-- /wp:paragraph -->" for text in paragraphs]
    pieces.insert(
        2,
        f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{escape(paragraphs[2][:60])}</h2>\n<!-- /wp:heading -->',
    )
    pieces.insert(
        4,
        f'<!-- wp:quote -->\n<blockquote class="wp-block-quote"><p>{escape(paragraphs[3])}</p><cite>{_author(number)}</cite></blockquote>\n<!-- /wp:quote -->',
    )
    pieces.insert(
        5,
        f"<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>{escape(paragraphs[4][:80])}</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->",
    )
    if picture:
        pieces.insert(
            1,
            f'<!-- wp:image {{"id":{picture},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large"><img src="{_picture(number)}" alt="View {number}" class="wp-image-{picture}"/>'
            f'<figcaption class="wp-element-caption">What is seen. Photo: {_author(number)}</figcaption></figure>\n<!-- /wp:image -->',
        )
    pieces.append(
        f'<!-- wp:paragraph -->\n<p>See <a href="https://river.example/report/{number}">the report</a> and <strong>more</strong>.</p>\n<!-- /wp:paragraph -->'
    )
    return "\n\n".join(pieces)


def _classic(paragraphs: list[str], picture: int, number: int) -> str:
    pieces = [escape(text, quote=False) for text in paragraphs]
    pieces.insert(2, f"<h3>{escape(paragraphs[2][:60])}</h3>")
    pieces.insert(3, f"<blockquote>{escape(paragraphs[3])}</blockquote>")
    if picture:
        pieces.insert(
            1,
            f'[caption id="attachment_{picture}" align="aligncenter" width="800"]<img class="wp-image-{picture}" src="{_picture(number)}" alt="View" width="800" /> What is seen.[/caption]',
        )
    return "\n\n".join([*pieces, f'See <a href="https://river.example/report/{number}">the report</a>.'])


def _page(number: int) -> str:
    return _item(number, "About us", "page", "publish", "<p>Who we are.</p>", creator="author1")


def _menu(number: int) -> str:
    return _item(
        number, "", "nav_menu_item", "publish", "", creator="author1", terms=[("nav_menu", "main", "Main")]
    )


def _item(
    number: int,
    title: str,
    kind: str,
    status: str,
    body: str,
    *,
    excerpt: str = "",
    creator: str,
    terms: list[tuple[str, str, str]] | None = None,
    meta: dict[str, str] | None = None,
    comments: str = "",
    extra: str = "",
) -> str:
    local = _START + timedelta(hours=11 * (number % 10_000))
    written = f"{local:%Y-%m-%d %H:%M:%S}", f"{local - timedelta(hours=2):%Y-%m-%d %H:%M:%S}"
    slug = f"{kind}-{number}"
    return (
        f"\t<item>\n\t\t<title>{_cdata(title)}</title>\n\t\t<link>{SITE}/{local:%Y/%m}/{slug}/</link>\n"
        f"\t\t<pubDate>{local - timedelta(hours=2):%a, %d %b %Y %H:%M:%S} +0000</pubDate>\n"
        f'\t\t<dc:creator>{_cdata(creator)}</dc:creator>\n\t\t<guid isPermaLink="false">{SITE}/?p={number}</guid>\n'
        f"\t\t<description></description>\n\t\t<content:encoded>{_cdata(body)}</content:encoded>\n"
        f"\t\t<excerpt:encoded>{_cdata(excerpt)}</excerpt:encoded>\n\t\t<wp:post_id>{number}</wp:post_id>\n"
        f"\t\t<wp:post_date>{_cdata(written[0])}</wp:post_date>\n\t\t<wp:post_date_gmt>{_cdata(written[1])}</wp:post_date_gmt>\n"
        f"\t\t<wp:post_modified>{_cdata(written[0])}</wp:post_modified>\n\t\t<wp:post_modified_gmt>{_cdata(written[1])}</wp:post_modified_gmt>\n"
        f"\t\t<wp:comment_status>{_cdata('open')}</wp:comment_status>\n\t\t<wp:post_name>{_cdata(slug)}</wp:post_name>\n"
        f"\t\t<wp:status>{_cdata(status)}</wp:status>\n\t\t<wp:post_parent>0</wp:post_parent>\n"
        f"\t\t<wp:post_type>{_cdata(kind)}</wp:post_type>\n\t\t<wp:post_password></wp:post_password>\n\t\t<wp:is_sticky>0</wp:is_sticky>\n"
        f"{extra}"
        + "".join(
            f'\t\t<category domain="{domain}" nicename="{nicename}">{_cdata(name)}</category>\n'
            for domain, nicename, name in terms or []
        )
        + "".join(
            f"\t\t<wp:postmeta>\n\t\t\t<wp:meta_key>{_cdata(key)}</wp:meta_key>\n\t\t\t<wp:meta_value>{_cdata(value)}</wp:meta_value>\n\t\t</wp:postmeta>\n"
            for key, value in (meta or {}).items()
        )
        + f"{comments}\t</item>\n"
    )


def _comment(number: int, article: int, text: str, at: int) -> str:
    approved = ("1", "1", "0", "spam")[at % 4]
    return (
        f"\t\t<wp:comment>\n\t\t\t<wp:comment_id>{number}</wp:comment_id>\n\t\t\t<wp:comment_author>{_cdata(f'Reader {number}')}</wp:comment_author>\n"
        f"\t\t\t<wp:comment_author_email>reader{number}@mail.example</wp:comment_author_email>\n\t\t\t<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>\n"
        f"\t\t\t<wp:comment_date>2024-05-02 10:00:00</wp:comment_date>\n\t\t\t<wp:comment_date_gmt>2024-05-02 08:00:00</wp:comment_date_gmt>\n"
        f"\t\t\t<wp:comment_content>{_cdata(text)}</wp:comment_content>\n\t\t\t<wp:comment_approved>{approved}</wp:comment_approved>\n"
        f"\t\t\t<wp:comment_type>comment</wp:comment_type>\n\t\t\t<wp:comment_parent>{article * 10 if at == 1 else 0}</wp:comment_parent>\n\t\t</wp:comment>\n"
    )


def _tongue(number: int) -> str:
    return TONGUES[number % len(TONGUES)]


def _author(number: int) -> str:
    given, family = (
        ("Ana", "Boris", "Chen", "Dina", "Emre"),
        ("Adler", "Berg", "Costa", "Dorn", "Evans", "Fiore"),
    )
    return f"{given[number % 5]} {family[number % 6]} {number % AUTHORS}"


def _picture(number: int) -> str:
    return f"{SITE}/wp-content/uploads/2024/05/{number}.jpg"


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _declared(tongue: str) -> list[str]:
    folder = Path(masthead.project.demo.__path__[0]) / "declaration"
    data = json.loads((folder / f"{tongue}.json").read_text(encoding="utf-8"))

    def strings(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for member in value.values():
                yield from strings(member)
        elif isinstance(value, list):
            for member in value:
                yield from strings(member)

    return [text for text in strings(data) if len(text) > 60]


_TEXTS = {tongue: _declared(tongue) for tongue in TONGUES}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=10_000, help="how many (%(default)s)")
    options = parser.parse_args()
    made = write(options.path, articles=options.articles)
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
