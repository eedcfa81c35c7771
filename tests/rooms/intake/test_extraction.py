from tests.rooms.intake.pages import PARAGRAPHS, TEXT, linked, page, read

NEWSLETTER = "Lea también: Otra noticia que no es de aquí"


def test_the_text_is_found_between_navigation_and_footer() -> None:
    html = (
        page()
        .replace("<main>", "<nav><ul><li><a href='/'>Home</a></li></ul></nav><main>")
        .replace("</main>", "</main><footer>Imprint and cookies</footer>")
    )

    assert read(html).body_text == "\n\n".join(PARAGRAPHS)


def test_links_emphasis_and_raised_letters_keep_their_place() -> None:
    first = '<p>The <a href="/report">report</a> said H<sub>2</sub>O rose by <em>three</em> metres in the night.<sup>1</sup> Nobody had seen it before.</p>'

    html = read(page(body=first + TEXT)).body_html

    assert html.startswith(
        '<p>The <a href="https://gazette.example/report">report</a> said H<sub>2</sub>O rose by <em>three</em> metres'
        " in the night.<sup>1</sup> Nobody had seen it before.</p>"
    )


def test_headline_byline_and_date_are_not_repeated_in_the_text() -> None:
    top = "<h1>River floods the lower town</h1><p>By Jana Dorn</p><p>2 May 2024, 07:30</p>"

    draft = read(page(head=linked(author={"name": "Jana Dorn"}), top=top))

    assert draft.body_text == "\n\n".join(PARAGRAPHS)


def test_lines_that_lead_to_other_articles_are_left_out() -> None:
    away = f'<p><a href="/other">{NEWSLETTER}</a></p><p>Lire aussi : <a href="/x">une autre histoire</a></p>'

    draft = read(page(body=f"<p>{PARAGRAPHS[0]}</p>{away}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"))

    assert draft.body_text == "\n\n".join(PARAGRAPHS)


def test_the_declared_text_stands_in_where_the_page_shows_little_of_it() -> None:
    long = " ".join(f"Sentence number {n} of the declared text is about the water." for n in range(40))
    html = page(
        head=linked(articleBody=long), body="<p>Subscribe to read on. It costs little and helps a lot.</p>"
    )

    assert read(html).body_text == long


def test_pictures_come_with_caption_and_credit() -> None:
    figure = (
        '<figure><img data-src="/flood.jpg" src="data:image/gif;base64,R0" alt="Water in a street">'
        "<figcaption>The lower town at noon. Photo: Ida Lind</figcaption></figure>"
    )

    picture = read(page(body=figure + TEXT)).pictures[0]

    assert (picture.url, picture.alt) == ("https://gazette.example/flood.jpg", "Water in a street")
    assert (picture.caption, picture.credit) == ("The lower town at noon.", "Ida Lind")


def test_links_to_elsewhere_are_citations_with_their_sentence() -> None:
    cited = '<p>It rained. The <a href="https://data.example/levels?y=2024&amp;s=1">gauge</a> showed nine metres. Nobody slept in the town that night.</p>'
    own = '<p>As we <a href="https://www.gazette.example/earlier">reported</a> earlier this week, the sluice had been out of order for long.</p>'

    citations = read(page(body=cited + own + TEXT)).citations

    assert [(c.url, c.text, c.sentence) for c in citations] == [
        ("https://data.example/levels?y=2024&s=1", "gauge", "The gauge showed nine metres.")
    ]


def test_somebody_is_quoted_only_where_the_text_says_so() -> None:
    body = (
        "<p>“We have never seen such water before,” said Jana Dorn, who lives by the river since she was born.</p>"
        "<p>„Das Wasser kam in der Nacht“, sagte Max Moor am Morgen danach zu den Leuten auf der Brücke in der Stadt.</p>"
        "<p>«Tout le monde a eu peur», a-t-on entendu dans les rues de la ville basse pendant toute la journée de mardi.</p>"
        "<p>The film “Water” was shown, and “it was a good evening for us all,” he said to everybody who was listening.</p>"
    )

    quotations = read(page(body=body)).quotations

    assert [(q.text, q.speaker, q.verb) for q in quotations] == [
        ("We have never seen such water before,", "Jana Dorn", "said"),
        ("Das Wasser kam in der Nacht", "Max Moor", "sagte"),
        ("Tout le monde a eu peur", "", ""),
        ("it was a good evening for us all,", "", ""),
    ]


def test_a_formula_is_told_once_in_words_without_its_drawing() -> None:
    mathml = "<math><mi>a</mi><mo>≠</mo><mn>0</mn><annotation>a \\ne 0</annotation></math>"
    drawn = f"<mjx-container><mjx-math><mjx-c>&#x1D44E;</mjx-c></mjx-math>{mathml}</mjx-container>"
    katex = f'<span class="katex"><span>{mathml}</span><span class="katex-html">a=0drawn</span></span>'

    for formula in (mathml, drawn, katex):
        text = read(
            page(body=f"{TEXT}<p>The gates hold when {formula}, which nobody measured.</p>")
        ).body_text
        assert "hold when a ≠ 0, which" in text
        assert "drawn" not in text


def test_a_formula_on_a_line_of_its_own_is_a_paragraph() -> None:
    shown = '<math display="block"><mi>p</mi><mo>=</mo><mi>ρ</mi><mi>g</mi><mi>h</mi></math>'

    assert "\np = ρ g h\n" in read(page(body=f"{TEXT}{shown}{TEXT}")).body_text
