"""Of several places that say something, which is believed."""

from tests.rooms.intake.pages import TEXT, linked, page, read

OG = '<meta property="og:title" content="Flood in the lower town | The Gazette">'
MARKED = '<div itemscope itemtype="https://schema.org/NewsArticle">{}</div>'


def test_the_printed_heading_that_the_metadata_confirms_is_the_headline() -> None:
    html = page(
        head=f"<title>River floods the lower town | The Gazette</title>{linked(headline='River floods town')}",
        top="<h1><a href='/'>The Gazette</a></h1><h1>River floods the lower town</h1>",
    )

    found = read(html).headline

    assert found is not None
    assert (found.value, found.where) == ("River floods the lower town", "html:h1")
    assert found.sure > 0.9


def test_without_a_printed_heading_json_ld_comes_before_open_graph() -> None:
    found = read(page(head=OG + linked(headline="River floods the lower town"), top="")).headline

    assert found is not None
    assert (found.value, found.where) == ("River floods the lower town", "json-ld:headline")


def test_the_name_of_the_outlet_is_no_part_of_the_headline() -> None:
    html = page(head=f'{OG}<meta property="og:site_name" content="The Gazette">', top="")

    found = read(html).headline

    assert found is not None
    assert found.value == "Flood in the lower town"


def test_a_kicker_in_the_heading_is_left_out() -> None:
    html = page(
        head=linked(headline="River floods the lower town"),
        top="<h1><span>Weather report</span> River floods the lower town</h1>",
    )

    found = read(html).headline

    assert found is not None
    assert found.value == "River floods the lower town"


def test_a_page_that_gives_its_title_as_the_name_of_the_outlet_still_has_a_headline() -> None:
    title = "River floods the lower town and the old sluice stays closed"
    html = page(
        head=f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="{title}">',
        top=f"<h1>gazette back to the front page</h1><h1>{title}</h1>",
    )

    found = read(html).headline

    assert found is not None
    assert found.value == title


def test_a_title_made_for_libraries_comes_before_a_heading_that_nothing_confirms() -> None:
    html = page(
        head='<meta property="x:title dc:title" content="River floods the lower town">',
        top="<h1>Welcome to our weekly pages</h1>",
    )

    found = read(html).headline

    assert found is not None
    assert (found.value, found.where) == ("River floods the lower town", "meta:dc:title")


def test_the_sign_of_a_link_to_a_heading_is_no_part_of_it() -> None:
    found = read(page(top="<h1>River floods<a href='#r'>¶</a></h1>")).headline

    assert found is not None
    assert found.value == "River floods"


def test_an_article_that_is_only_linked_to_says_nothing_about_this_one() -> None:
    other = linked(
        headline="Another story", url="https://gazette.example/other", author={"name": "Olga Other"}
    )
    own = linked(headline="River floods the lower town", author={"@type": "Person", "name": "Jana Dorn"})

    names = [found.value.name for found in read(page(head=other + own)).bylines]

    assert names == ["Jana Dorn"]


def test_authors_come_from_json_ld_before_meta_and_byline() -> None:
    html = page(
        head=f'{linked(author=[{"name": "Jana Dorn"}, {"name": "Max Moor"}])}<meta name="author" content="Somebody Else">',
        top='<h1>River floods the lower town</h1><p class="byline">By Third Person</p>',
    )

    bylines = read(html).bylines

    assert [(found.value.name, found.value.role, found.where) for found in bylines] == [
        ("Jana Dorn", "author", "json-ld:author"),
        ("Max Moor", "author", "json-ld:author"),
    ]


def test_an_author_given_by_reference_is_looked_up() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "author": {"@id": "#p"}},
            {"@id": "#p", "@type": "Person", "name": "Jana Dorn"},
        ]
    }

    names = [found.value.name for found in read(page(head=linked(**graph))).bylines]

    assert names == ["Jana Dorn"]


def test_the_outlet_itself_is_the_author_of_last_resort() -> None:
    publisher = {"@type": "Organization", "name": "The Gazette"}
    head = linked(author=publisher, publisher=publisher)
    signed = '<h1>River floods the lower town</h1><p class="byline">By Jana Dorn and Max Moor</p>'

    alone = read(page(head=head)).bylines
    with_byline = read(page(head=head, top=signed)).bylines

    assert [found.value.name for found in alone] == ["The Gazette"]
    assert [found.value.name for found in with_byline] == ["Jana Dorn", "Max Moor"]
    assert with_byline[0].where == "html:byline"


def test_microdata_comes_before_meta_elements() -> None:
    body = MARKED.format(
        '<h1 itemprop="headline">River floods the lower town</h1><span itemprop="author">Jana Dorn</span>'
    )
    html = page(head='<meta name="author" content="Webmaster Desk">', top=body)

    found = read(html).bylines[0]

    assert (found.value.name, found.where) == ("Jana Dorn", "microdata:author")


def test_a_link_to_the_page_of_an_author_names_the_author() -> None:
    html = page(top='<h1>River floods</h1><div><a href="/about/newsteam/jana-dorn">Jana Dorn</a></div>')

    found = read(html).bylines[0]

    assert (found.value.name, found.where) == ("Jana Dorn", "html:profile")


def test_a_byline_in_the_footer_of_the_article_counts_and_one_in_that_of_the_page_does_not() -> None:
    signed = '<footer><span class="author">Jana Dorn</span></footer>'
    of_page = page().replace("</main>", f"</main>{signed}")

    assert [found.value.name for found in read(page(body=TEXT + signed)).bylines] == ["Jana Dorn"]
    assert read(of_page).bylines == ()


def test_those_who_comment_wrote_no_article() -> None:
    body = '<div class="comment"><span class="author">Troll Example</span></div>'

    assert read(page(body=page() + body)).bylines == ()


def test_the_date_in_json_ld_keeps_its_time_and_offset() -> None:
    html = page(
        head=linked(datePublished="2024-05-02T07:30:00+02:00", dateModified="2024-05-03T10:00:00+02:00")
        + '<meta property="article:published_time" content="2024-05-01T00:00:00Z">'
    )

    draft = read(html)

    assert draft.published is not None
    assert draft.updated is not None
    assert (draft.published.value, draft.published.where) == (
        "2024-05-02T07:30:00+02:00",
        "json-ld:datePublished",
    )
    assert draft.updated.value == "2024-05-03T10:00:00+02:00"


def test_a_change_that_is_the_publication_is_none() -> None:
    html = page(head=linked(datePublished="2024-05-02T07:30:00Z", dateModified="2024-05-02T07:30:12Z"))

    assert read(html).updated is None


def test_a_moment_in_utc_is_put_on_the_day_that_the_page_prints() -> None:
    head = linked(datePublished="2024-05-01T22:30:00Z")

    found = read(page(head=head, top="<h1>River floods</h1><p>2. Mai 2024</p>"), url="").published

    assert found is not None
    assert found.value == "2024-05-02T00:30:00+02:00"


def test_a_printed_time_is_taken_where_nothing_is_declared() -> None:
    html = page(top='<h1>River floods</h1><time datetime="2024-05-02T07:30+02:00">yesterday</time>')

    found = read(html, url="").published

    assert found is not None
    assert (found.value[:16], found.where) == ("2024-05-02T07:30", "html:time")


DAYS = "<p>The old sluice was built on 3 May 1999 and mended on 4 May 2009.</p>"


def test_the_day_printed_beside_the_headline_is_taken_before_those_in_the_text() -> None:
    behind = page(top="<h1>River floods</h1><p>Jana Dorn, 2. Mai 2024</p>", body=DAYS + TEXT)
    before = page(top="<p>2 May 2024</p><h1>River floods</h1>", body=DAYS + TEXT)

    for html in (behind, before):
        found = read(html, url="").published
        assert found is not None
        assert (found.value, found.where) == ("2024-05-02", "text:date")


def test_a_day_of_change_beside_the_headline_is_no_day_of_publication() -> None:
    html = page(
        top="<h1>River floods</h1><p>Updated 9 May 2024</p>",
        body=f"{TEXT}<p>Published on: <b>2 May 2024</b></p>",
    )

    found = read(html, url="").published

    assert found is not None
    assert found.value == "2024-05-02"


def test_a_line_that_begins_with_published_says_the_day_in_many_languages() -> None:
    lines = ("Veröffentlicht am 2.5.2024", "Publié le 2 mai 2024", "Дата публикации: 2 мая 2024")

    for line in lines:
        found = read(page(body=f"{DAYS}{TEXT}<span>{line}</span>", lang="de"), url="").published
        assert found is not None
        assert found.value == "2024-05-02"


def test_the_month_in_the_address_tells_which_printed_day_it_is() -> None:
    body = f"{DAYS}{TEXT}<p>Jana Dorn wrote this on 2 May 2024.</p>"

    found = read(page(body=body), url="https://gazette.example/2024/05/river").published

    assert found is not None
    assert found.value == "2024-05-02"


def test_a_number_that_begins_the_words_of_an_address_is_no_day() -> None:
    html = page(head=linked(datePublished="2024-05-20"))

    found = read(html, url="https://gazette.example/2024/05/3-questions").published

    assert found is not None
    assert found.value == "2024-05-20"


def test_the_day_in_the_address_stays_where_the_article_was_changed_on_it() -> None:
    head = linked(datePublished="2024-05-01T22:30:00Z", dateModified="2024-05-02T18:00:00Z")

    found = read(page(head=head, top="<h1>River floods</h1><p>2 May 2024</p>")).published

    assert found is not None
    assert found.value == "2024-05-02T00:30:00+02:00"


def test_the_canonical_link_comes_before_open_graph_and_a_bare_host_is_a_mistake() -> None:
    right = page(
        head='<link rel="canonical" href="/a/river"><meta property="og:url" content="https://x.example/y">'
    )
    wrong = page(head='<link rel="canonical" href="https://gazette.example/">')

    assert read(right).canonical.value == "https://gazette.example/a/river"  # type: ignore[union-attr]
    assert read(wrong).canonical.value == "https://gazette.example/2024/05/02/river"  # type: ignore[union-attr]


def test_a_licence_is_named_by_its_spdx_identifier() -> None:
    link = '<a rel="license" href="https://creativecommons.org/licenses/by-nc-nd/4.0/deed.de">terms</a>'
    of_picture = '<figure><a href="https://creativecommons.org/licenses/by/2.0/">CC BY 2.0</a></figure>'

    licence = read(page(body=page() + link)).licence

    assert licence is not None
    assert (licence.value, licence.where) == ("CC-BY-NC-ND-4.0", "link:rel=license")
    assert read(page(body=page() + of_picture)).licence is None


def test_the_holder_of_the_rights_is_named() -> None:
    html = page(head=linked(copyrightHolder={"name": "Gazette Ltd"}, copyrightYear=2024))

    assert read(html).rights.value == "© 2024 Gazette Ltd"  # type: ignore[union-attr]


def test_a_printed_standfirst_that_the_description_confirms_opens_the_body() -> None:
    said = "Three metres of water in one night, and a sluice that nobody had moved for decades."
    html = page(
        head=f'<meta name="description" content="{said[:60]}…">',
        top=f'<h1>River floods the lower town</h1><p class="standfirst">{said}</p>',
    )

    draft = read(html)

    assert draft.standfirst is not None
    assert (draft.standfirst.value, draft.standfirst.where) == (said, "html:standfirst")
    assert draft.body_text.startswith(said)


def test_what_is_not_there_is_not_invented() -> None:
    draft = read(page(), url="")

    flat = draft.to_json()

    assert {name for name in ("published", "outlet", "canonical", "licence", "rights") if flat[name]} == set()
    assert flat["bylines"] == []
    assert set(flat["found"]) == {"headline", "language"}


def test_json_ld_is_read_as_pages_write_it() -> None:
    broken = (
        '<script type="application/ld+json">\n//<![CDATA[\n{"@type": "NewsArticle", "author": '
        '{"name": "Jana Dorn",},\n "headline": "River\tfloods", }\n//]]>\n</script>'
        '<script type="application/ld+json">{"@type": </script>'
    )

    assert [found.value.name for found in read(page(head=broken)).bylines] == ["Jana Dorn"]
