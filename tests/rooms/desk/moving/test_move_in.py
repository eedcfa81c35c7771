"""An archive of another system becomes the outlet's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from tests import archives
from tests import factories as make
from tests.archives import comment, item
from tests.rooms.desk.moving.conftest import Move

from masthead.article.models import Article, Edition, Outlet, Person, Theme
from masthead.desk.errors import OtherOptions
from masthead.desk.moving.move import move_in
from masthead.desk.moving.options import Options
from masthead.desk.moving.terms import Mapping
from masthead.intake.models import MovedItem
from masthead.intake.recognising import alike
from masthead.press.models import Moved as OldAddress
from masthead.reading.models import Comment
from masthead.record.models import Entry
from masthead.record.verify import verify_chain


def test_what_was_published_is_published_with_its_date(move: Move) -> None:
    move(item(1, updated="2016-01-02T00:00:00Z", standfirst="Ein Vorspann."))

    edition = Edition.objects.live().get()
    assert edition.is_original
    assert edition.published_at == datetime(2015, 3, 2, 7, tzinfo=UTC)
    assert edition.updated_at == datetime(2016, 1, 2, tzinfo=UTC)
    article = Article.objects.get()
    assert (article.slug, article.live, article.first_published_at) == ("fluss-1", True, edition.published_at)
    assert article.created_at == edition.published_at
    assert [byline.person.name for byline in article.bylines.all()] == ["Ada Autorin"]
    assert article.origin_outlet == ""


def test_the_desk_finds_the_live_text_as_the_newest_draft(move: Move) -> None:
    move(item(1))

    article = Article.objects.get()
    assert article.latest_revision_id == article.live_revision_id
    assert not article.has_unpublished_changes
    make.rewrite(article, "Der 1. Fluss ist lang.", "Der erste Fluss ist lang.")
    assert "erste" in str(Edition.objects.get().content)
    assert Edition.objects.get().published_at == datetime(2015, 3, 2, 7, tzinfo=UTC)


def test_the_old_site_named_beside_an_export_completes_its_links(outlet: Outlet, tmp_path: Path) -> None:
    path = tmp_path / "ghost.json"
    post = {"id": "p1", "title": "River", "slug": "river", "status": "published", "published_at": "2024-05-02T07:30:00Z",
            "html": '<p>The river <a href="__GHOST_URL__/weir/">rose</a> in the night.</p>'}  # fmt: skip
    data = {"settings": [{"key": "lang", "value": "de"}], "posts": [post]}
    path.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.8"}, "data": data}]}))

    move_in(path, by="Edith", options=Options(site="https://old.example"))

    assert 'href="https://old.example/weir/"' in str(Edition.objects.get().content)


def test_moves_that_were_begun_without_a_site_go_on_without_one() -> None:
    assert "site" not in Options().to_json()
    assert Options(site="https://old.example").to_json()["site"] == "https://old.example"


@pytest.mark.parametrize("address", ["old.example", "ftp://old.example", "https://["])
def test_a_site_that_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(CommandError, match="address"):
        call_command("move-in", "export.json", "--site", address)


@pytest.mark.parametrize("state", ["draft", "scheduled", "private"])
def test_what_was_not_public_is_not_public(move: Move, state: str) -> None:
    moved = move(item(1, state=state))

    assert not Article.objects.get().live
    assert not Edition.objects.exists()
    assert MovedItem.objects.get().outcome == "arrived"
    assert "draft" in MovedItem.objects.get().why
    assert moved.whole


def test_a_scheduled_item_says_when_it_was_due(move: Move) -> None:
    move(item(1, state="scheduled", published="2031-02-03T04:05:06Z"))

    assert "2031-02-03T04:05:06Z" in MovedItem.objects.get().why


def test_nothing_is_published_where_drafts_are_asked_for(move: Move) -> None:
    move(item(1), publish=False)

    assert not Article.objects.get().live


def test_the_record_says_what_came_from_where(move: Move) -> None:
    move(item(1))

    kinds = [entry.kind for entry in Entry.objects.order_by("number")]
    assert kinds == ["article.moved-in", "edition.published", "archive.moved-in"]
    assert Entry.objects.get(kind="article.moved-in").body["identifier"] == "post-1"
    assert Entry.objects.get(kind="archive.moved-in").body["kinds"]["article"] == {"found": 1, "arrived": 1}
    assert Edition.objects.get().entry == 2
    assert list(verify_chain()) == []


def test_nothing_is_done_for_each_article_alone(move: Move) -> None:
    make.languages_on("fr")

    move(*(item(number) for number in range(1, 4)))

    tasks = sorted(DBTaskResult.objects.values_list("task_path", flat=True))
    assert [path.rpartition(".")[2] for path in tasks if path.startswith("masthead.")] == [
        "index_references", "press_all", "reindex",
    ]  # fmt: skip


def test_old_addresses_are_remembered(move: Move) -> None:
    move(item(1))

    article = Article.objects.get()
    assert {(row.path, row.article, row.language) for row in OldAddress.objects.all()} == {
        ("/2015/03/fluss-1/", article.pk, "de"),
        ("/?p=1", article.pk, "de"),
    }


def test_a_slug_that_is_taken_gets_a_number(move: Move) -> None:
    make.published("Anders", slug="fluss-1")

    move(item(1))

    assert Article.objects.get(headline="Der 1. Fluss").slug == "fluss-1-2"


def test_a_slug_in_another_script_is_kept(move: Move) -> None:
    move(item(1, slug="%d1%80%d0%b5%d0%ba%d0%b0"))

    assert Article.objects.get().slug == "река"


def test_comments_that_were_approved_are_shown_with_their_dates(move: Move) -> None:
    moved = move(item(1, comments=[comment(1), comment(2, approved=False)]))

    kept = Comment.objects.get()
    assert (kept.state, kept.name, kept.text) == ("shown", "Lena Leserin", "Das 1. Wort dazu.")
    assert kept.created_at == datetime(2015, 4, 1, 10, tzinfo=UTC)
    tally = next(tally for tally in moved.tallies if tally.kind == "comment")
    assert (tally.found, tally.outcomes, tally.open) == (2, {"arrived": 1, "left": 1}, 0)


def test_categories_and_tags_become_themes_or_the_region_of_that_name(move: Move) -> None:
    region, theme = make.region("Mitteleuropa"), make.theme("Gewässer")

    moved = move(
        {"is": "filed", "identifier": "cat-1", "name": "Flüsse", "kind": "category", "slug": "rivers"},
        {"is": "filed", "identifier": "cat-2", "name": "Leer", "kind": "category"},
        item(
            1,
            terms=[
                ["Mitteleuropa", "category"],
                ["Gewässer"],
                ["Flüsse", "category"],
                ["Uncategorized", "category"],
            ],
        ),
    )

    article = Article.objects.get()
    assert list(article.regions.all()) == [region]
    assert set(article.themes.all()) == {theme, Theme.objects.get(slug="rivers")}
    assert next(t for t in moved.tallies if t.kind == "term").outcomes == {"arrived": 1, "left": 1}


def test_terms_may_be_left(move: Move) -> None:
    move(item(1, terms=[["Flüsse", "category"], ["nass", "tag"]]), terms=Mapping.CATEGORIES)

    assert [theme.name for theme in Theme.objects.all()] == ["Flüsse"]


def test_authors_come_with_their_biography_once(move: Move) -> None:
    known = make.person("Ada Autorin")

    moved = move(
        {"is": "author", "identifier": "1", "name": "Ada Autorin", "biography": "Schreibt über Flüsse."},
        {"is": "author", "identifier": "2", "name": "Max Muster"},
        item(1),
    )

    assert Person.objects.get().pk == known.pk
    assert Person.objects.get().biography == "Schreibt über Flüsse."
    assert next(t for t in moved.tallies if t.kind == "author").outcomes == {"joined": 1, "left": 1}


def test_a_page_takes_the_place_that_every_outlet_has(move: Move) -> None:
    move(item(1, page=True, slug="ueber-uns"), item(2, page=True, slug="spenden"))

    about, other = Article.objects.order_by("pk")
    assert (about.kind, about.standing) == ("page", "about")
    assert (other.kind, other.standing) == ("article", None)
    assert [edition.listed for edition in Edition.objects.all()] == [False, False]
    make.rewrite(other, "lang", "sehr lang")
    assert not Edition.objects.get(article=other).listed


def test_a_reprint_keeps_its_origin(move: Move) -> None:
    move(item(1, chain=[["The Gazette", "https://gazette.example/river", "2014-12-24"]]))

    article = Article.objects.get()
    assert (article.origin_outlet, article.origin_url) == ("The Gazette", "https://gazette.example/river")
    assert str(article.origin_date) == "2014-12-24"


def test_a_reprint_without_permission_is_a_draft_and_one_with_a_licence_is_published(move: Move) -> None:
    chain = [["The Gazette", "https://gazette.example/river", "2014-12-24"]]

    move(item(1, chain=chain), item(2, chain=chain, licence="CC-BY-4.0"))

    assert [article.live for article in Article.objects.order_by("pk")] == [False, True]
    assert "no permission is recorded" in MovedItem.objects.get(identifier="post-1").why


def test_a_headline_and_a_standfirst_that_are_too_long_stand_whole_in_the_text(move: Move) -> None:
    move(item(1, headline="Fluss " * 100, standfirst="Wasser " * 200))

    said = str(Edition.objects.get().content)
    assert ("Fluss " * 100).strip() in said
    assert ("Wasser " * 200).strip() in said


def test_what_cannot_come_is_said_and_the_rest_comes(move: Move) -> None:
    moved = move(
        item(1),
        item(2, language="tlh", comments=[comment(1)]),
        {"is": "left", "identifier": "menu-1", "kind": "menu", "why": "Menus are made anew."},
        item(3),
    )

    assert Article.objects.count() == 2
    failed, left = MovedItem.objects.exclude(outcome="arrived").order_by("outcome")
    assert (failed.outcome, failed.line) == ("failed", 3)
    assert "language" in failed.why
    assert (left.outcome, left.kind, left.why) == ("left", "menu", "Menus are made anew.")
    assert not moved.whole
    assert {tally.kind: tally.open for tally in moved.tallies} == {"article": 0, "comment": 0, "menu": 0}


def test_what_no_database_can_hold_is_taken_out(move: Move) -> None:
    moved = move(item(1, addresses=["https://old.example/old\x00/"]), item(2))

    assert next(t for t in moved.tallies if t.kind == "article").outcomes == {"arrived": 2}
    assert OldAddress.objects.filter(path="/old/").count() == 1


def test_a_broken_export_is_refused_with_the_line_before_anything_is_stored(
    outlet: object, tmp_path: Path
) -> None:
    path = archives.write(tmp_path / "export.lines", [item(1)])
    path.write_bytes(path.read_bytes() + b"{broken\n")

    with pytest.raises(archives.Broken, match="line 3"):
        move_in(path, by="Edith")

    assert not Article.objects.exists()
    assert not MovedItem.objects.exists()


def test_a_second_run_changes_nothing(move: Move) -> None:
    rows = [item(1, comments=[comment(1)], terms=[["Flüsse"]]), item(2)]
    first = move(*rows)
    before = Entry.objects.count()

    second = move(*rows)

    assert second.move.pk == first.move.pk
    assert [tally.outcomes for tally in second.tallies] == [tally.outcomes for tally in first.tallies]
    assert (Article.objects.count(), Comment.objects.count(), Entry.objects.count()) == (2, 1, before)


def test_what_failed_is_tried_again(move: Move) -> None:
    move(item(1, headline="Doppelt"), item(2, language="tlh"))

    again = move(item(1, headline="Doppelt"), item(2, language="tlh"))

    assert MovedItem.objects.filter(outcome="failed").count() == 1
    assert next(t for t in again.tallies if t.kind == "article").outcomes == {"arrived": 1, "failed": 1}


def test_a_move_goes_on_with_the_options_it_was_begun_with(move: Move) -> None:
    move(item(1))

    with pytest.raises(OtherOptions, match="other options"):
        move(item(1), publish=False)


def test_a_later_export_brings_what_is_new_and_leaves_editors_work(move: Move) -> None:
    move(item(1, comments=[comment(1)]), item(2))
    article = Article.objects.get(slug="fluss-1")
    make.rewrite(article, "Der 1. Fluss ist lang.", "Der erste Fluss ist lang.")

    later = move(item(1, html="<p>Anders.</p>", comments=[comment(1), comment(2)]), item(2), item(3))

    assert Article.objects.count() == 3
    assert "erste" in str(Edition.objects.get(article=article).content)
    assert Comment.objects.count() == 2
    changed = MovedItem.objects.get(move=later.move, identifier="post-1")
    assert (changed.outcome, changed.article_id) == ("known", article.pk)
    assert "changed at the source" in changed.why
    assert MovedItem.objects.get(move=later.move, identifier="post-2").why == ""
    tally = next(t for t in later.tallies if t.kind == "comment")
    assert (tally.outcomes, tally.open) == ({"arrived": 1, "known": 1}, 0)


def test_what_was_deleted_here_does_not_come_back(move: Move) -> None:
    move(item(1))
    Article.objects.get().delete()

    move(item(1), item(2))

    assert Article.objects.get().slug == "fluss-2"
    assert "deleted" in MovedItem.objects.get(outcome="known").why


def test_two_items_of_one_identifier_both_come(move: Move) -> None:
    move(item(1), item(1, headline="Noch einer"))

    assert Article.objects.count() == 2


def test_a_dry_run_reports_and_stores_nothing(move: Move) -> None:
    moved = move(item(1, terms=[["Flüsse"]]), item(2, language="tlh"), dry=True)

    assert next(t for t in moved.tallies if t.kind == "article").outcomes == {"arrived": 1, "failed": 1}
    assert [row.outcome for row in moved.rows] == ["failed"]
    assert not Article.objects.exists()
    assert not Theme.objects.exists()
    assert not MovedItem.objects.exists()
    assert not Entry.objects.exists()


def test_an_item_costs_the_same_queries_in_a_large_move_and_a_small_one(move: Move) -> None:
    def queries(first: int, many: int) -> int:
        rows = [item(number, terms=[["Flüsse"]]) for number in range(first, first + many)]
        with CaptureQueriesContext(connection) as captured:
            move(*rows)
        return len(captured)

    queries(1, 1)  # what is looked up once
    few, more = queries(100, 5), queries(200, 25)

    assert (more - few) % 20 == 0
    assert (more - few) // 20 <= 30


def test_a_copy_that_arrives_later_is_known(move: Move) -> None:
    text = " ".join(
        f"Der Fluss Nummer {number} fließt an einer Stadt vorbei, die ihn kennt." for number in range(20)
    )
    move(item(1, html=f"<p>{text}</p>"))

    like, _ = alike(text.replace("Nummer 3", "Nummer drei"))

    assert like is not None
    assert like.article == Article.objects.get()
