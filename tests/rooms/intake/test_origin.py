import pytest
from tests.rooms.intake.pages import PARAGRAPHS, TEXT, linked, page, read


@pytest.mark.parametrize(
    ("line", "outlet", "url"),
    [
        ('This article was originally published on <a href="https://talk.example/42">The Talk</a>.', "The Talk", "https://talk.example/42"),
        ("This story first appeared in The Morning Post on 2 May 2024.", "The Morning Post", ""),
        ('Republished from <a href="https://talk.example/42">The Talk</a> under a Creative Commons licence.', "The Talk", "https://talk.example/42"),
        ("Dieser Artikel erschien zuerst in der Neuen Post.", "Neuen Post", ""),
        ("Este artículo fue publicado originalmente en La Diaria.", "La Diaria", ""),
        ("Cet article a été publié initialement sur Le Fil.", "Le Fil", ""),
    ],
)  # fmt: skip
def test_the_line_about_the_first_appearance_is_kept_with_the_place_it_names(
    line: str, outlet: str, url: str
) -> None:
    draft = read(page(body=f"{TEXT}<p>{line}</p>"))

    assert draft.source_note is not None
    assert [(found.value.outlet, found.value.url) for found in draft.chain] == [(outlet, url)]


@pytest.mark.parametrize(
    "line",
    [
        "Originally published December 5, 2018.",
        "The report was published by nobody in particular, as far as the council knows.",
    ],
)
def test_a_line_that_names_no_place_is_no_origin(line: str) -> None:
    draft = read(page(body=f"{TEXT}<p>{line}</p>"))

    assert (draft.source_note, draft.chain) == (None, ())


def test_a_declared_source_and_a_canonical_address_elsewhere_are_earlier_appearances() -> None:
    head = (
        linked(isBasedOn="https://wire.example.org/7") + '<link rel="canonical" href="https://paper.test/7">'
    )

    chain = read(page(head=head)).chain

    assert [(found.value.outlet, found.where) for found in chain] == [
        ("wire.example.org", "json-ld:isBasedOn"),
        ("paper.test", "link:rel=canonical"),
    ]


def test_the_line_about_the_author_begins_with_the_name() -> None:
    note = "Jana Dorn is a journalist in Lisbon."

    draft = read(page(head=linked(author={"name": "Jana Dorn"}), body=f"{TEXT}<p>{note}</p>"))

    assert draft.author_note is not None
    assert draft.author_note.value == note


def test_what_is_reserved_for_mining_is_said_with_the_address_of_the_terms() -> None:
    reserved = '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">'
    licensed = '<link rel="license" type="application/rsl+xml" href="/rsl.xml">'

    assert [read(page(head=head)).mining.value for head in (reserved, licensed)] == [  # type: ignore[union-attr]
        "reserved (TDMRep), policy https://gazette.example/tdm.json",
        "reserved (RSL), policy https://gazette.example/rsl.xml",
    ]
    assert read(page(head=licensed)).licence is None


def test_a_licence_in_words_or_on_a_badge_is_found() -> None:
    lines = (
        "<p>This text is under CC BY-ND.</p>",
        "<p>Licensed under a Creative Commons Attribution-NonCommercial 4.0 International Licence.</p>",
        '<p><img src="https://licensebuttons.net/l/by-sa/4.0/88x31.png" alt=""></p>',
    )

    found = [read(page(body=TEXT + line)).licence for line in lines]

    assert [licence and licence.value for licence in found] == ["CC BY-ND", "CC-BY-NC-4.0", "CC-BY-SA-4.0"]


def test_terms_come_from_the_best_place_of_each_kind() -> None:
    head = linked(articleSection="Weather") + '<meta name="news_keywords" content="river, flood">'
    links = '<p><a rel="tag" href="/tag/high-water/">High water</a></p>'

    found = read(page(head=head, body=TEXT + links)).terms

    assert [(one.value.name, one.value.kind, one.value.slug, one.where) for one in found] == [
        ("Weather", "category", "", "json-ld:articleSection"),
        ("High water", "tag", "high-water", "link:rel=tag"),
    ]


def test_what_readers_wrote_under_the_text_is_left_out() -> None:
    comments = (
        "<h3>Comments (2)</h3><p>I live there, and I have never seen anything like this water before.</p>"
    )

    assert read(page(body=TEXT + comments)).body_text == "\n\n".join(PARAGRAPHS)


def test_a_first_letter_set_large_belongs_to_its_word() -> None:
    first = '<p><span class="drop-cap">T</span> <span>he river rose again in the evening, and nobody in the town slept.</span></p>'

    assert read(page(body=first + TEXT)).body_text.startswith("The river rose again")
