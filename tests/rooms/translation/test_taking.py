"""A file of terms is taken back: what it brought goes, what it changed is as it was, what was edited since stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests import factories as make

from masthead.translation import taking, terminology
from masthead.translation.errors import DoesNotFit
from masthead.translation.glossary import Form, Kind, Term, files
from masthead.translation.models import GlossaryFile, GlossaryTerm

pytestmark = pytest.mark.django_db


def take(data: str, name: str = "agency.csv", **options: bool) -> GlossaryFile:
    file, _ = taking.take_in(files.read(data.encode()), name, by="Clara", **options)
    return file


def terms() -> list[list[str]]:
    return [[form.text for form in term.forms] for term in terminology.glossary().terms]


def edit(name: str, *forms: Form) -> None:
    kept = GlossaryTerm.objects.get(name=name)
    terminology.row(Term(forms, kept.key), kept).save()


@pytest.fixture
def ours() -> None:
    take("en,de\nriver,Fluss\nlake,See\n", "ours.csv")


def test_what_a_file_brought_goes_and_what_it_changed_is_as_it_was(ours: None) -> None:
    before = terminology.glossary().terms
    file = take("en,fr\nriver,fleuve\nsea,mer\n")
    assert (file.added, file.changed, file.same) == (1, 1, 0)

    _, fates = taking.take_back(file.pk, by="Edith")

    assert terminology.glossary().terms == before
    assert taking.told(fates) == "1 removed, 1 as they were before."


def test_what_the_file_replaced_comes_back(ours: None) -> None:
    before = terminology.glossary().terms

    taking.take_back(take("en,de\nriver,Strom\n", replacing=True).pk, by="")

    assert terminology.glossary().terms == before


def test_what_was_edited_since_stays_and_is_named(ours: None) -> None:
    file = take("en,fr\nriver,fleuve\nlake,lac\nsea,mer\npond,étang\n")
    edit("river", Form("en", "river"), Form("fr", "rivière"))
    edit("sea", Form("en", "sea"), Form("fr", "la mer"))

    file, fates = taking.take_back(file.pk, by="Edith")

    assert terms() == [["river", "rivière"], ["lake", "See"], ["sea", "la mer"]]
    assert taking.told(fates) == "1 removed, 1 as they were before; 2 changed since and left."
    assert [fate.name for fate in taking.look(file)] == ["river", "sea"]


def test_what_was_deleted_since_is_not_brought_back(ours: None) -> None:
    file = take("en,fr\nriver,fleuve\nsea,mer\n")
    GlossaryTerm.objects.filter(name__in=("river", "sea")).delete()

    _, fates = taking.take_back(file.pk, by="")

    assert terms() == [["lake", "See"]]
    assert [(fate.name, fate.what) for fate in fates] == [("river", "stays")]


def test_an_edit_that_was_undone_by_hand_is_none(ours: None) -> None:
    file = take("en,fr\nsea,mer\n")
    edit("sea", Form("en", "sea"))
    edit("sea", Form("en", "sea"), Form("fr", "mer"))

    taking.take_back(file.pk, by="")

    assert terms() == [["river", "Fluss"], ["lake", "See"]]


def test_two_files_go_back_in_the_order_in_which_they_came_last(ours: None) -> None:
    before = terminology.glossary().terms
    first, second = take("en,fr\nriver,fleuve\n"), take("en,es\nriver,río\n")

    taking.take_back(second.pk, by="")
    taking.take_back(first.pk, by="")

    assert terminology.glossary().terms == before


def test_a_file_is_taken_back_once_and_only_if_it_changed_something(ours: None) -> None:
    file, same = take("en,fr\nsea,mer\n"), take("en,fr\nsea,mer\n")
    taking.take_back(file.pk, by="")

    with pytest.raises(DoesNotFit, match="was taken back already"):
        taking.take_back(file.pk, by="")
    with pytest.raises(DoesNotFit, match="changed nothing"):
        taking.take_back(same.pk, by="")
    with pytest.raises(DoesNotFit, match="There is no file 999"):
        taking.take_back(999, by="")


def test_only_the_newest_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "KEPT", 2)

    for name in ("a", "b", "c"):
        take("en,fr\nsea,mer\n", name)

    assert [file.name for file in GlossaryFile.objects.all()] == ["c", "b"]


def test_names_that_go_and_come_back_press_their_pages_in_one_job() -> None:
    names = [
        Term((Form("de", f"Hafen{n}"),), key=f"k{n}", kind=Kind.NAME, notes=(("de", "Ort"),))
        for n in range(20)
    ]
    terminology.take(files.read(files.write(names[:10], "csv")))
    changed = [Term(name.forms, name.key, Kind.NAME, notes=(("de", "Neu"),)) for name in names]
    file = take(files.write(changed, "csv").decode("utf-8-sig"))
    DBTaskResult.objects.all().delete()

    taking.take_back(file.pk, by="")

    assert [job.task_path for job in DBTaskResult.objects.all()] == ["masthead.press.tasks.press_changed"]


def test_the_command_lists_files_and_takes_one_back(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text("en,fr\nsea,mer\nlake,lac\n")
    call_command("glossary", "in", tmp_path / "in.csv", by="Clara")
    found = re.search(r"glossary undo (\d+)", capsys.readouterr().out)
    assert found is not None
    edit("sea", Form("en", "sea"))

    call_command("glossary", "undo", int(found[1]), by="Edith")
    call_command("glossary", "files")

    said = capsys.readouterr().out
    assert "in.csv: 1 removed, 0 as they were before; 1 changed since and left.\n  sea\n" in said
    assert "in.csv: 2 added, 0 changed, 0 unchanged, by Clara, undone" in said
    with pytest.raises(CommandError, match="was taken back already"):
        call_command("glossary", "undo", int(found[1]))


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor())
    return client


def post(desk: Client, data: str) -> str:
    """Take a file in at the desk; answers the screen that follows."""
    file = SimpleUploadedFile("agency.csv", data.encode())
    return desk.post(reverse("glossary_take_in"), {"file": file}, follow=True).content.decode()


def test_the_desk_offers_to_undo_a_file_and_asks_first(desk: Client, ours: None) -> None:
    screen = post(desk, "en,fr\nriver,fleuve\nsea,mer\n")
    file = GlossaryFile.objects.get(name="agency.csv")
    address = reverse("glossary_take_back", args=[file.pk])
    assert (file.by, address in screen) == ("Edith Example", True)

    asked = desk.get(address).content.decode()
    assert "1 term is removed" in asked
    assert "1 term is as before" in asked
    assert terms() == [["river", "Fluss", "fleuve"], ["lake", "See"], ["sea", "mer"]]

    said = desk.post(address, follow=True).content.decode()
    assert "agency.csv: 1 removed, 1 as they were before." in said
    assert terms() == [["river", "Fluss"], ["lake", "See"]]


def test_the_desk_says_what_stayed_and_links_to_it(desk: Client) -> None:
    post(desk, "en,fr\nsea,mer\nlake,lac\n")
    edit("sea", Form("en", "sea"))
    address = reverse("glossary_take_back", args=[GlossaryFile.objects.get().pk])

    assert "1 term stays: it was changed since" in desk.get(address).content.decode()
    said = desk.post(address, follow=True).content.decode()

    assert "1 term was changed before that and stayed" in said
    assert reverse("glossary:edit", args=[GlossaryTerm.objects.get(name="sea").pk]) in said
    assert "was taken back already" in desk.post(address, follow=True).content.decode()


def test_the_list_tells_who_took_what_in(desk: Client) -> None:
    assert "No file of terms was taken in yet." in desk.get(reverse("glossary_files")).content.decode()
    post(desk, "en,fr\nsea,mer\n")
    post(desk, "en,fr\nsea,mer\n")

    said = desk.get(reverse("glossary_files")).content.decode()

    assert said.count("Edith Example") >= 2
    assert said.count('aria-label="Undo agency.csv"') == 1  # the second changed nothing


def test_who_may_not_delete_terms_undoes_no_file(client: Client) -> None:
    client.force_login(make.translator())

    screen = post(client, "en,fr\nsea,mer\n")

    address = reverse("glossary_take_back", args=[GlossaryFile.objects.get().pk])
    assert address not in screen
    assert address not in client.get(reverse("glossary_files")).content.decode()
    assert client.post(address).status_code in (302, 403)
    assert terms() == [["sea", "mer"]]
