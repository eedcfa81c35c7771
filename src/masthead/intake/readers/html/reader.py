"""An HTML page as a draft."""

from __future__ import annotations

from collections.abc import Iterator

from masthead.intake import body, citations, language, quotations
from masthead.intake.draft import Draft, Found
from masthead.intake.errors import NoArticle
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.html import (
    bylines,
    dates,
    extraction,
    headline,
    jsonld,
    microdata,
    origin,
    pictures,
    syndication,
    terms,
)
from masthead.intake.readers.html.page import Page, parse
from masthead.intake.readers.html.standfirst import standfirst
from masthead.intake.readers.html.text import folded
from masthead.intake.sources.delivery import Delivery

# Letters; less is a label, not a text.
_SHORTEST = 20


def read(delivery: Delivery, text: Decoded) -> Draft:
    """Headline, bylines, dates, terms and text of a page; ``NoArticle`` where there is none."""
    page = parse(text.text, delivery.url)
    nodes = jsonld.nodes(page.tree)
    article = _article(page, nodes)
    own = origin.own_names(page, article, nodes)
    title = headline.headline(page, article, own)
    names = bylines.bylines(page, article, nodes, own)
    lead = standfirst(page, article)
    parts = extraction.article_body(
        page, article, title.value if title else "", lead, [n.value.name for n in names]
    )
    words = body.words(parts)
    if len(words) < _SHORTEST:
        raise NoArticle(
            f"{delivery.source} holds no article text. If a script fills the page, save it as the browser shows it."
        )
    tongue = language.language(words, _declared_languages(page, article))
    address = origin.canonical(page, article)
    note, chain = syndication.chain(page, article, nodes, own, address)
    published, updated = dates.dates(page, article, title.value if title else "")
    return Draft(
        source=delivery.source,
        body_html=body.render(parts),
        body_text=words,
        headline=title,
        standfirst=lead,
        bylines=names,
        published=published,
        updated=updated,
        language=tongue,
        outlet=origin.outlet(page, article, nodes),
        canonical=address,
        licence=origin.licence(page, article),
        rights=origin.rights(page, article, nodes),
        mining=origin.mining(page),
        source_note=note,
        author_note=syndication.author_note(page, [found.value.name for found in names]),
        terms=terms.terms(page, article),
        chain=chain,
        citations=citations.citations(
            parts, tongue.value if tongue else "", address.value if address else page.url
        ),
        quotations=quotations.quotations(parts),
        pictures=pictures.pictures(page, article),
        warnings=("Some bytes of the page fit no encoding and were replaced.",) if text.lossy else (),
    )


def _article(page: Page, nodes: list[jsonld.Node]) -> jsonld.Node | None:
    titles = {folded(found.value) for found in (*headline.declared(page, None), *headline.printed(page))}
    address = origin.canonical(page, None)
    addresses = {jsonld.bare(url) for url in (page.url, address.value if address else "") if url}
    return jsonld.article(nodes, titles, addresses)


def _declared_languages(page: Page, article: jsonld.Node | None) -> Iterator[Found[str]]:
    if said := jsonld.text((article or {}).get("inLanguage")):
        yield Found(said, "json-ld:inLanguage", 0.8)
    for element in page.marked_as("inLanguage"):
        yield Found(microdata.value(element), "microdata:inLanguage", 0.8)
    for element in page.tree.xpath("/html[@lang] | //article[@lang]")[:1]:
        yield Found(element.get("lang"), "html:lang", 0.8)
    for name, value in page.said(
        "og:locale", "content-language", "dc.language", "dcterms.language", "language"
    ):
        yield Found(value, f"meta:{name}", 0.7)
