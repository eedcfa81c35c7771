"""Whatever is edited, exactly the files that show it are pressed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests import factories as make

from masthead.article.models import Article, Byline, Dossier, Edition, Person, Picture, Region, Theme
from masthead.desk import actions as desk
from masthead.press import actions as press
from masthead.press import addresses, dependencies, files, frame, placing, sizes, tasks
from masthead.press import outlet as outlets
from masthead.press.addresses import FEEDS, FRONT, ListKey
from masthead.press.lists import SIZE
from masthead.press.models import Artifact, Changed, Dependency
from masthead.project import worker
from masthead.translation import actions as translation
from masthead.translation.models import Policy
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
CODES = ("de", "ar", "fr")


@pytest.fixture
def outlet(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = []
    make.outlet()
    make.languages_on("ar", "fr")


@pytest.fixture
def rhine(outlet: None) -> Article:
    """An article with everything; beside it one of its theme, one of its author and one that has nothing in common."""
    ada, theme, picture = make.person(biography="Schreibt."), make.theme(), make.picture()
    article = make.published(
        "Der Rhein",
        authors=[ada],
        themes=[theme],
        regions=[make.region()],
        dossiers=[make.dossier()],
        lead_picture=picture,
        lead_alt="Ein Fluss",
    )
    make.published("Die Donau", themes=[theme])
    make.published("Die Elbe", authors=[ada])
    make.published("Die Oder", authors=[make.person("Bruno Bote")])
    pressed()
    return article


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.chief())
    return client


def pressed() -> None:
    """Everything is pressed, and nothing waits."""
    for picture in Picture.objects.all():
        sizes.make(picture)
    press.press_all()
    Changed.objects.all().delete()
    DBTaskResult.objects.all().delete()


def named(slug: str) -> Article:
    found: Article = Article.objects.get(slug=slug)
    return found


def state() -> dict[str, str]:
    return dict(Artifact.objects.values_list("path", "digest"))


def changed(work: Callable[[], object]) -> set[str]:
    """The addresses whose files are others, new or gone when the work and all that follows from it are done."""
    before = state()
    work()
    worker.drain()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) <= {"SUCCESSFUL"}
    assert not Changed.objects.exists()
    after = state()
    for path, digest in after.items():
        assert files.digest(addresses.file_of(path)) == digest
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def save(editor: Client, thing: Person | Region | Theme | Dossier, **said: str) -> Callable[[], None]:
    """What the desk's form sends when these fields are others and the rest stays."""
    kept = {
        field: str(getattr(thing, field))
        for field in ("name", "title", "slug", "biography", "introduction", "url", "position", "language")
        if hasattr(thing, field)
    }
    if isinstance(thing, Dossier):
        kept["order"] = "[]"
    address = reverse(f"wagtailsnippets_article_{thing._meta.model_name}:edit", args=[thing.pk])

    def send() -> None:
        answer = editor.post(address, {**kept, **said})
        assert answer.status_code == 302, answer.context["form"].errors

    return send


def of(slug: str) -> set[str]:
    return {addresses.article(code, slug) for code in CODES}


def beside(slug: str) -> str:
    """A page that shows the card of another article: cards are in German only."""
    return addresses.article("de", slug)


def of_list(where: ListKey, page: int = 0, *codes: str) -> set[str]:
    return {addresses.listing(code, where, page) for code in codes or CODES}


def feeds(where: ListKey, *codes: str) -> set[str]:
    return {addresses.feed(code, where, name) for code in codes or CODES for name in FEEDS}


def overview(kind: Any) -> set[str]:
    return {addresses.overview(code, kind) for code in CODES}


def list_of(thing: Any) -> ListKey:
    kinds = {Person: "authors", Theme: "themes", Region: "regions", Dossier: "dossiers"}
    return ListKey(kinds[type(thing)], thing.pk, thing.slug)  # type: ignore[arg-type]


def text(path: str) -> str:
    return (files.root() / addresses.file_of(path)).read_text("utf-8")


# People


def test_a_name_changes_the_pages_cards_and_lists_of_its_articles_and_no_other(
    rhine: Article, editor: Client
) -> None:
    ada = Person.objects.get(slug="ada-autorin")

    found = changed(save(editor, ada, name="Ada Anders"))

    shown_on = [list_of(ada), FRONT, *(list_of(row) for row in (rhine.themes.get(), rhine.regions.get()))]
    shown_on.append(list_of(rhine.dossiers.get()))
    assert found == set().union(
        of("der-rhein"),
        of("die-elbe"),
        {beside("die-donau")},
        overview("authors"),
        # Lists in a language show what is live in it.
        *(of_list(where, 0, "de") | feeds(where, "de") for where in shown_on),
        *(of_list(list_of(ada), 0, code) | feeds(list_of(ada), code) for code in ("ar", "fr")),
    )
    assert "Ada Anders" in text(beside("die-donau"))


def test_a_biography_changes_what_prints_it(rhine: Article, editor: Client) -> None:
    ada = Person.objects.get(slug="ada-autorin")

    found = changed(save(editor, ada, biography="Schreibt über Wasser."))

    assert found == of("der-rhein") | of("die-elbe") | overview("authors") | of_list(list_of(ada))


def test_a_translator_changes_pages_and_no_card(rhine: Article, editor: Client) -> None:
    tariq = make.person("Tariq")
    Byline.objects.create(article=named("die-oder"), person=tariq, role="translator", language="de")
    pressed()

    found = changed(save(editor, tariq, name="Tarek"))

    assert found == of("die-oder") | overview("authors") | of_list(list_of(tariq)) | feeds(list_of(tariq))


def test_another_address_of_a_person_takes_the_list_along(rhine: Article, editor: Client) -> None:
    ada = Person.objects.get(slug="ada-autorin")
    before = list_of(ada)

    found = changed(save(editor, ada, slug="ada-a"))

    assert of_list(before) | of_list(ListKey("authors", ada.pk, "ada-a")) <= found
    assert not (files.root() / "de/authors/ada-autorin/index.html").exists()
    assert Client().get(before and addresses.listing("de", before))["Location"] == "/de/authors/ada-a/"
    assert not any("ada-autorin" in text(path) for path in state() if path.startswith("/de/"))


def test_saving_a_person_as_it_is_changes_nothing(rhine: Article, editor: Client) -> None:
    assert changed(save(editor, Person.objects.get(slug="ada-autorin"))) == set()


def test_old_articles_are_found_on_the_numbered_pages_on_which_they_stand(
    outlet: None, editor: Client
) -> None:
    ada = make.person()
    make.published("Alt", authors=[ada], first_published_at=datetime(2000, 1, 1, tzinfo=UTC))
    make.published("Vorlage")
    [pattern] = Edition.objects.filter(headline="Vorlage")
    for number in range(2 * SIZE - 1):
        article = Article.objects.create(headline="Neu", slug=f"nr-{number}", live=True, language="de")
        pattern.pk, pattern.article_id = None, article.pk
        pattern.save(force_insert=True)
    pressed()

    found = changed(save(editor, ada, name="Ada Anders"))

    assert of_list(FRONT, 1, "de") <= found
    assert not (of_list(FRONT, 2, "de") | of_list(FRONT, 0, "de")) & found
    assert found == of("alt") | of_list(FRONT, 1, "de") | overview("authors") | of_list(list_of(ada)) | feeds(
        list_of(ada)
    )


# Pictures


def test_a_credit_changes_the_pages_that_print_the_picture(rhine: Article) -> None:
    picture = Picture.objects.get()
    picture.credit = "Paula & Paul"

    assert changed(picture.save) == of("der-rhein")
    assert "Paula &amp; Paul" in text(addresses.article("de", "der-rhein"))


def test_another_file_changes_the_cards_too(rhine: Article) -> None:
    picture = Picture.objects.get()

    def replace() -> None:
        picture.renditions.all().delete()
        picture.file = ContentFile(make.png(80, 60), name="anders.png")
        picture.width, picture.height = 80, 60
        picture.save()

    found = changed(replace)

    lists = [FRONT, list_of(Person.objects.get(slug="ada-autorin")), list_of(rhine.themes.get())]
    lists += [list_of(rhine.regions.get()), list_of(rhine.dossiers.get())]
    assert found == of("der-rhein").union(
        {beside("die-donau")}, *(of_list(where, 0, "de") for where in lists)
    )


def test_a_picture_that_is_deleted_leaves_pages_and_cards(rhine: Article) -> None:
    found = changed(Picture.objects.get().delete)

    assert of("der-rhein") | of_list(FRONT, 0, "de") <= found
    assert not (of("die-oder") | of("die-elbe")) & found
    assert "card-picture" not in text("/de/")
    assert "card-picture" not in text(addresses.article("de", "die-donau"))


def test_a_picture_that_no_page_shows_presses_nothing(rhine: Article) -> None:
    other = make.picture("Ein See")
    pressed()

    assert changed(other.save) == set()


# Cards of related articles


def test_a_headline_changes_the_pages_that_show_its_card(rhine: Article) -> None:
    found = changed(lambda: make.rewrite(named("die-donau"), "Die Donau", "Der Donaustrom"))

    assert of("die-donau") | {beside("der-rhein")} <= found
    assert not (of("die-elbe") | of("die-oder")) & found
    assert "Der Donaustrom" in text(addresses.article("de", "der-rhein"))


def test_what_no_card_shows_changes_no_page_beside(rhine: Article) -> None:
    found = changed(lambda: make.rewrite(named("die-donau"), "Er ist lang", "Er ist sehr lang"))

    assert of("die-donau") <= found
    assert not of("der-rhein") & found
    assert not DBTaskResult.objects.filter(task_path=tasks.press_changed.module_path).exists()


def test_publishing_again_what_is_there_changes_nothing(rhine: Article) -> None:
    assert changed(lambda: desk.publish(named("die-donau"), by=None)) == set()
    assert not DBTaskResult.objects.filter(task_path=tasks.press_changed.module_path).exists()


def test_what_was_withdrawn_vanishes_beside_other_articles(rhine: Article) -> None:
    assert "Die Donau" in text(addresses.article("de", "der-rhein"))

    found = changed(lambda: desk.withdraw(named("die-donau"), by=None))

    assert beside("der-rhein") in found
    assert not (of("die-elbe") | of("die-oder")) & found
    assert not any("die-donau" in text(path) for path in state())
    assert not Dependency.objects.filter(kind="article", key=named("die-donau").pk).exists()


def test_a_chain_of_related_articles_does_not_run_on(outlet: None) -> None:
    one, two = make.theme("Eins"), make.theme("Zwei")
    make.published("A", themes=[one])
    make.published("B", themes=[one, two])
    make.published("C", themes=[two])
    pressed()

    found = changed(lambda: make.rewrite(named("a"), "A", "Anfang"))

    assert of("a") | {beside("b")} <= found
    assert not of("c") & found


def test_a_translation_comes_to_the_cards_beside(rhine: Article) -> None:
    donau = named("die-donau")
    words = {"headline": "Le Danube", f"block/{make.block_id('text')}/0": "Un fleuve."}
    words[f"block/{make.block_id('text')}/1"] = "Il est long."

    found = changed(lambda: translation.enter(donau.pk, "fr", words, maker=Maker("person", "Amélie")))

    assert addresses.article("fr", "der-rhein") in found
    assert not {addresses.article("ar", "der-rhein"), addresses.article("de", "der-rhein")} & found
    assert "Le Danube" in text(addresses.article("fr", "der-rhein"))


# Regions, themes, dossiers, and what stands on every page


def test_a_name_in_the_menus_is_pressed_on_every_page(rhine: Article, editor: Client) -> None:
    region = rhine.regions.get()

    found = changed(save(editor, region, name="Nordeuropa"))

    pages = {path for path in state() if path.endswith(("/", ".html"))}
    assert found == pages | feeds(list_of(region))


def test_an_order_that_stays_presses_nothing(rhine: Article, editor: Client) -> None:
    region = rhine.regions.get()

    assert changed(save(editor, region, position="7")) == set()  # it is the only one
    assert not DBTaskResult.objects.filter(task_path=tasks.press_all.module_path).exists()


def test_an_introduction_is_pressed_where_it_stands(rhine: Article, editor: Client) -> None:
    dossier = rhine.dossiers.get()

    found = changed(save(editor, dossier, introduction="Vier Flüsse."))

    assert found == of_list(list_of(dossier)) | overview("dossiers") | of_list(FRONT)
    assert not DBTaskResult.objects.filter(task_path=tasks.press_all.module_path).exists()


def test_a_dossier_that_no_menu_names_is_pressed_where_it_stands(rhine: Article, editor: Client) -> None:
    for number in range(6):
        make.dossier(f"Dossier {number}")
    last = make.dossier("Letztes", position=9)
    oder = named("die-oder").get_latest_revision_as_object()
    oder.dossiers = [last]
    desk.save_draft(oder)
    desk.publish(oder, by=None)
    pressed()

    found = changed(save(editor, last, title="Allerletztes"))

    assert found == of("die-oder") | of_list(list_of(last)) | feeds(list_of(last)) | overview("dossiers")


def test_a_standing_page_comes_to_the_feet_of_all_pages(rhine: Article) -> None:
    found = changed(lambda: make.published("Wer wir sind", standing="about", kind="page"))

    assert of("die-oder") <= found
    assert "/de/about/" in text(addresses.article("de", "die-oder"))


def test_a_language_that_is_switched_on_is_pressed_whole(rhine: Article, editor: Client) -> None:
    Policy.objects.create(language="ja")
    tasks.press_changed_soon()

    found = changed(lambda: None)

    assert addresses.article("ja", "der-rhein") in found
    assert tasks.under_way() is None


@pytest.mark.parametrize("many", [1, 4])
def test_what_it_costs_to_find_them_does_not_grow_with_articles(outlet: None, many: int) -> None:
    ada, picture = make.person(), make.picture()
    for number in range(many):
        make.published(f"Nr {number}", authors=[ada], lead_picture=picture, lead_alt="Ein Fluss")
    pressed()
    everywhere = outlets.read()

    with CaptureQueriesContext(connection) as captured:
        found = dependencies.on({("person", ada.pk), ("picture", picture.pk)}, everywhere)

    assert len(found.articles) == many
    assert len(captured) == 5, [query["sql"][:90] for query in captured]


def test_publishing_costs_one_query_more_where_nothing_is_shown_otherwise(rhine: Article) -> None:
    with CaptureQueriesContext(connection) as captured:
        press.press_article(rhine.pk)

    about = [query["sql"] for query in captured if "press_dependency" in query["sql"]]
    assert len(about) == 1


# Stretches, and what is left undone


def waiting() -> list[DBTaskResult]:
    """Tasks of the press."""
    found = DBTaskResult.objects.filter(task_path__contains="press", status="READY")
    return list(found.order_by("enqueued_at"))


def stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stretch is one batch long, and a batch one article or page."""
    monkeypatch.setattr(press, "_READ", 1)
    monkeypatch.setattr(tasks, "STRETCH", -1.0)


def test_a_run_goes_on_where_a_killed_worker_left_it(
    rhine: Article, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = changed(save(editor, Person.objects.get(slug="ada-autorin"), name="Ada Anders"))
    stretched(monkeypatch)
    save(editor, Person.objects.get(slug="ada-autorin"), name="Ada Autorin")()
    before, killed = state(), 0

    class Killed(BaseException):
        pass

    place = files.Staging.place

    def die(self: files.Staging, pages: Any = None) -> None:
        place(self, pages)
        raise Killed

    while found := waiting():
        [task] = found
        given = task.args_kwargs["args"]
        with monkeypatch.context() as dying:
            dying.setattr(files.Staging, "place", die)
            try:
                tasks.press_changed.call(*given)
            except Killed:
                killed += 1
        DBTaskResult.objects.exclude(pk=task.pk).delete()  # it came to no end
        placing.recover()
        task.delete()
        tasks.press_changed.call(*given)  # as the next worker does

    assert killed > 5
    after = state()
    assert {path for path in after if before[path] != after[path]} == whole
    assert not Changed.objects.exists()


def test_everything_is_pressed_in_stretches_lists_too(
    rhine: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state()
    stretched(monkeypatch)
    tasks.press_all_soon()
    Artifact.objects.all().update(digest="")

    worker.drain()

    assert state() == before
    assert DBTaskResult.objects.filter(task_path=tasks.press_all.module_path).count() > 10


def test_an_edit_while_everything_is_pressed_begins_it_anew(
    rhine: Article, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched(monkeypatch)
    assert tasks.press_all.call() is not None  # a first stretch
    save(editor, rhine.regions.get(), name="Nordeuropa")()
    worker.drain()

    assert frame.stands()
    assert all("Nordeuropa" in text(path) for path in state() if path.endswith("/"))


def test_what_changed_while_a_run_waited_is_pressed_too(
    rhine: Article, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched(monkeypatch)
    save(editor, Person.objects.get(slug="ada-autorin"), name="Ada Anders")()
    tasks.press_changed.call()
    save(editor, Person.objects.get(slug="bruno-bote"), name="Bruno Brav")()
    worker.drain()

    assert "Bruno Brav" in text(addresses.article("de", "die-oder"))
    assert "Ada Anders" in text("/de/authors/")
    assert not Changed.objects.exists()


def test_a_worker_presses_everything_that_was_pressed_with_other_templates(
    rhine: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.press_due()
    assert waiting() == []

    monkeypatch.setattr(frame, "_software", lambda: "another version")
    tasks.press_due()
    tasks.press_due()

    assert [row.task_path for row in waiting()] == [tasks.press_all.module_path]
    assert changed(lambda: None) == set()
    tasks.press_due()
    assert waiting() == []


def test_a_worker_goes_on_with_changes_that_nobody_is_at(rhine: Article) -> None:
    Changed.objects.create(kind="person", key=Person.objects.get(slug="ada-autorin").pk)

    tasks.press_due()

    assert [row.task_path for row in waiting()] == [tasks.press_changed.module_path]


def test_an_outlet_that_was_never_pressed_is_left_alone(outlet: None) -> None:
    tasks.press_due()
    assert tasks.press_changed.call() == 0
    assert waiting() == []


# The desk


def test_editors_see_how_far_the_press_is(
    rhine: Article, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretched(monkeypatch)
    home = reverse("wagtailadmin_home")
    assert "The press" not in editor.get(home).content.decode()

    tasks.press_all_soon()
    assert "The press is about to make every page again." in editor.get(home).content.decode()
    DBTaskResult.objects.all().delete()
    tasks.press_all.call()
    assert "it is at 1 of 4 articles." in editor.get(home).content.decode()

    row = DBTaskResult.objects.get()
    row.delete()
    tasks.press_all.call({**row.args_kwargs["args"][0], "after": 10**6})
    assert "articles are done, lists follow." in editor.get(home).content.decode()


def test_seeing_it_is_one_query(rhine: Article, django_assert_num_queries: Any) -> None:
    tasks.press_all_soon()
    tasks.press_changed_soon()

    with django_assert_num_queries(1):
        assert tasks.under_way() == {"everything": True, "run": None}
