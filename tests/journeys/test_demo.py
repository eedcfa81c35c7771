"""Confluence: what is in its files, and the way from them to an outlet."""

from __future__ import annotations

import stat
from collections import Counter, defaultdict
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from PIL import Image
from tests import factories

from masthead.article.content import BLOCKS, Content, Heading, Quotation, Table, Text, texts
from masthead.article.lines import lines
from masthead.article.models import Article, Dossier, Edition, Outlet, Person, Picture, Region, Theme
from masthead.article.snapshot import content_of
from masthead.desk.models import User
from masthead.lib import languages
from masthead.project.demo import frame, load, login, plan, publishing, source, words
from masthead.reading.models import Comment
from masthead.record.models import Entry
from masthead.translation.models import Policy

ARTICLES = sorted((publishing.FOLDER / "articles").glob("*.md"))
PAGES = sorted((publishing.FOLDER / "pages").glob("*.md"))
ANY_PICTURE = dict.fromkeys(plan.PICTURES, 1)


def read(file: Path) -> source.Source:
    return source.read(file, ANY_PICTURE)


def written(tmp_path: Path, body: str, facts: str = "headline: A river") -> Path:
    file = tmp_path / "river.md"
    file.write_text(f"---\n{facts}\n---\n{body}\n", encoding="utf-8")
    return file


# The form of the files


def test_paragraphs_and_lists_are_one_text_until_something_else_comes(tmp_path: Path) -> None:
    file = written(tmp_path, "One.\n\n- two\n- three\n\n## Four\n\nFive.")

    blocks = read(file).content.blocks

    assert [block.kind for block in blocks] == ["text", "heading", "text"]
    assert blocks[0] == Text(source.block_id("river", 0), "<p>One.</p><ul><li>two</li><li>three</li></ul>")
    assert blocks[1] == Heading(source.block_id("river", 1), "Four")


def test_a_quotation_names_who_said_it_and_where(tmp_path: Path) -> None:
    file = written(tmp_path, "> All flows.\n>\n> — Heraclitus | [Fragments](https://example.org/?a=1&b=2)")

    [quotation] = read(file).content.blocks

    assert quotation == Quotation(
        source.block_id("river", 0),
        "<p>All flows.</p>",
        "Heraclitus",
        "Fragments",
        "https://example.org/?a=1&b=2",
    )


def test_a_quotation_may_have_an_address_only(tmp_path: Path) -> None:
    file = written(tmp_path, "> All flows.\n>\n> — | https://example.org/")

    [quotation] = read(file).content.blocks

    assert quotation == Quotation(
        source.block_id("river", 0), "<p>All flows.</p>", url="https://example.org/"
    )


def test_a_table_has_its_caption_and_a_footnote_its_label(tmp_path: Path) -> None:
    file = written(
        tmp_path, "::: table Lengths\n| a | b |\n|---|---|\n| 1 | 2 |\n:::\n\nEnd.[^x]\n\n[^x]: *Or not.*"
    )

    content = read(file).content

    assert content.blocks[0] == Table(source.block_id("river", 0), (("a", "b"), ("1", "2")), "Lengths")
    assert content.blocks[1] == Text(source.block_id("river", 1), "<p>End.[^x]</p>")
    assert [(note.label, note.html) for note in content.footnotes] == [("x", "<p><em>Or not.</em></p>")]


@pytest.mark.parametrize(
    ("facts", "body", "problem"),
    [
        ("headline: A river\npicture: sea", "", "there is no picture “sea”"),
        ("headline: A river", '![x](sea "y")', "there is no picture “sea”"),
        ("headline", "", "is no “key: value”"),
        ("standfirst: Wide", "", "has no headline"),
        ("headline: A river", "```\ncode\n```", "becomes no block"),
    ],
)
def test_a_file_in_another_form_is_refused(tmp_path: Path, facts: str, body: str, problem: str) -> None:
    file = written(tmp_path, body, facts)

    with pytest.raises(source.BadSource, match=problem):
        read(file)


# What is in them


def test_every_kind_of_block_is_shown_somewhere() -> None:
    contents = [read(file).content for file in ARTICLES]

    assert {block.kind for content in contents for block in content.blocks} == set(BLOCKS)
    sorts = {block.sort for content in contents for block in content.blocks if block.kind == "note"}
    assert sorts == {"note", "correction"}
    assert any(content.footnotes for content in contents)


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_an_article_is_classified_signed_and_dated(file: Path) -> None:
    facts = read(file).facts
    people = {key.split(".")[1] for key in words.labels() if key.startswith("person.")}

    assert facts["author"] in people
    assert facts["language"] in languages.CODES
    assert publishing._day(facts["date"])
    assert facts["regions"]
    assert facts["themes"]


@pytest.mark.parametrize("file", [*ARTICLES, *PAGES], ids=lambda file: file.stem)
def test_footnotes_and_their_marks_agree(file: Path) -> None:
    content = read(file).content
    text = " ".join(html for _, html in texts(replace(content, footnotes=())))

    assert all(f"[^{note.label}]" in text for note in content.footnotes)
    assert text.count("[^") == len(content.footnotes)


def test_the_articles_are_written_in_nine_languages() -> None:
    written_in = Counter(read(file).facts["language"] for file in ARTICLES)

    assert set(written_in) == {"ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru"}


def test_every_dossier_has_at_least_three_articles_and_they_know_it() -> None:
    said = defaultdict(set)
    for file in ARTICLES:
        for slug in read(file).list("dossiers"):
            said[slug].add(file.stem)
    said["agreements"].add(words.DECLARATION)

    assert {slug: set(articles) for slug, (_, articles) in plan.DOSSIERS.items()} == said
    assert all(len(articles) >= 3 for articles in said.values())


@pytest.mark.parametrize("name", plan.PICTURES)
def test_a_drawing_is_small_and_of_one_size(name: str) -> None:
    file = frame.PICTURES / f"{name}.webp"

    assert file.stat().st_size <= 60_000
    with Image.open(file) as image:
        assert image.size == (1600, 1067)


@pytest.mark.parametrize("code", languages.CODES)
def test_the_declaration_has_the_same_shape_in_every_language(code: str) -> None:
    english, other = words.declaration("en"), words.declaration(code)

    assert [path for path, _ in texts(other)] == [path for path, _ in texts(english)]
    assert all(html.strip() for _, html in texts(other))
    assert sum(block.kind == "heading" for block in other.blocks) == 31


@pytest.mark.parametrize("code", languages.CODES)
def test_the_short_articles_and_labels_are_complete_in_every_language(code: str) -> None:
    for name in plan.SHORT:
        template = read(publishing.FOLDER / "articles" / f"{name}.md").content
        filled = words.filled(name, template, code)

        assert [path for path, _ in texts(filled)] == [path for path, _ in texts(template)]
        assert not any("{" in html for _, html in texts(filled))
    assert set(words.labels(code)) == set(words.labels())
    assert all(words.labels(code).values())


def test_menus_name_every_theme_once() -> None:
    assert sorted(plan.THEMES) == sorted(frame._slugs("theme", ""))


# The outlet


@pytest.fixture
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class BrokenOff(Exception):
    """Somebody stopped the command."""


def without_credit(content: Content) -> Content:
    lead = replace(content.lead, credit="") if content.lead else None
    blocks = tuple(replace(b, credit="") if b.kind == "picture" else b for b in content.blocks)
    return replace(content, lead=lead, blocks=blocks)


@pytest.mark.django_db
@pytest.mark.usefixtures("_quick_passwords")
def test_a_run_that_was_broken_off_is_finished_by_the_next(client: Any) -> None:
    said: list[str] = []

    def stop_at_articles(line: str) -> None:
        if line.startswith("Articles"):
            raise BrokenOff

    with pytest.raises(BrokenOff):
        load.load(stop_at_articles, password="a good passphrase")
    halfway = Edition.objects.count()
    keys = load.load(said.append)

    assert keys.finished
    assert keys.passwords["editor"] == "a good passphrase"
    assert len(said) == 14
    assert halfway == len(ARTICLES) + 1
    assert Outlet.objects.get().name == "Confluence"
    assert Outlet.objects.get().said("tagline", "de").by == "Claude"
    assert (Region.objects.count(), Theme.objects.count(), Person.objects.count()) == (8, 8, 8)
    assert Picture.objects.count() == len(plan.PICTURES)
    assert Policy.objects.filter(mode="on", machine="labelled").count() == 52

    # Every article says what its file says.
    for one in [*publishing.sources(), *publishing.pages()]:
        article = Article.objects.get(slug=one.name)
        assert article.live
        assert without_credit(content_of(article)) == one.content

    # The three short articles and the Declaration are there in all 52 languages, and say by whom.
    for name in (*plan.SHORT, words.DECLARATION):
        editions = Edition.objects.live().filter(article__slug=name, is_original=False)
        assert editions.count() == 51
        people = name == words.DECLARATION
        assert {bool(edition.by_person) for edition in editions} == {people}
        assert {tuple(map(tuple, edition.engines)) for edition in editions} == (
            {()} if people else {(("Claude", "2026-11"),)}
        )
    arabic = Edition.objects.get(article__slug=words.DECLARATION, language="ar")
    assert lines(arabic.words) == lines(words.declaration("ar"))

    # The correction is a real one.
    mirror = Article.objects.get(slug="hundred-inch-mirror")
    assert Entry.objects.filter(subject=f"article/{mirror.pk}/en", kind="edition.published").count() == 2
    assert "two hundred inches wide, about" not in str(mirror.body.raw_data)
    assert Edition.objects.get(article=mirror).updated_at > Edition.objects.get(article=mirror).published_at

    assert {comment.state for comment in Comment.objects.all()} == {"shown"}
    for dossier in Dossier.objects.all():
        assert [Article.objects.get(pk=key).slug for key in dossier.order] == list(
            plan.DOSSIERS[dossier.slug][1]
        )

    # Each article is waiting once.
    waiting = Counter((row.task_path, str(row.args_kwargs)) for row in DBTaskResult.objects.all())
    assert set(waiting.values()) == {1}
    pressed = [path for path, _ in waiting if path.endswith("press_article")]
    assert len(pressed) == len(ARTICLES) + 1 + len(PAGES)

    # Once more: nothing.
    before = Entry.objects.count(), DBTaskResult.objects.count()
    assert load.load(said.append) == keys
    assert len(said) == 14
    assert (Entry.objects.count(), DBTaskResult.objects.count()) == before

    # Who may do what.
    editor, translator = User.objects.get(username="editor"), User.objects.get(username="translator")
    assert client.login(username="editor", password="a good passphrase")
    assert editor.has_perm("article.publish_article")
    assert translator.has_perm("wagtailadmin.access_admin")
    assert not translator.has_perm("article.publish_article")
    assert Permission.objects.filter(group__user=editor).exists()


@pytest.mark.django_db
def test_another_outlet_is_left_alone() -> None:
    factories.outlet(name="Die Warte")
    out = StringIO()

    call_command("demo", stdout=out)

    assert "The outlet here is Die Warte" in out.getvalue()
    assert not Article.objects.exists()
    assert not login.file().exists()


def test_the_passwords_are_for_nobody_else_to_read() -> None:
    keys = login.new("a good passphrase")

    login.keep(keys)

    assert stat.S_IMODE(login.file().stat().st_mode) == 0o600
    assert login.read() == keys
    assert len(keys.passwords["translator"]) >= 12


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"passwords": 1}', "\x00"])
def test_a_damaged_file_of_passwords_is_as_none(kept: str) -> None:
    login.file().write_text(kept, encoding="utf-8")

    assert login.read() is None


@pytest.mark.django_db
@pytest.mark.usefixtures("_quick_passwords")
def test_a_password_that_was_changed_at_the_desk_is_not_said() -> None:
    factories.outlet(name="Confluence")
    login.keep(login.Login({"editor": "first-passphrase", "translator": "other-passphrase"}, finished=True))
    User.objects.create_user("editor", password="second-passphrase")
    out = StringIO()

    call_command("demo", stdout=out)

    assert "editor / (changed at the desk)" in out.getvalue()
    assert "translator / (removed at the desk)" in out.getvalue()
    assert "passphrase" not in out.getvalue()
