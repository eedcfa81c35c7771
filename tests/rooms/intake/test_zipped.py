"""The one door to ZIP archives: what is hostile, broken or locked is refused with a sentence, before it is unpacked."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.intake.errors import (
    BrokenArchive,
    Encrypted,
    IntakeError,
    NoSuchFile,
    NotAFile,
    TooLarge,
    UnsafeArchive,
)
from masthead.intake.sources import zipped
from masthead.intake.sources.members import opened


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", method) as made:
        for name, body in files.items():
            made.writestr(name, body)
    return to.getvalue()


def one(name: str, body: bytes = b"x", *, attributes: int = 0) -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as made:
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes << 16
        made.writestr(info, body)
    return to.getvalue()


def refused(body: bytes, error: type[IntakeError], limits: zipped.Limits = zipped.STANDARD) -> str:
    """The sentence with which it is refused, at the door or when its members are read."""
    with pytest.raises(error) as said:
        read(body, limits)
    return said.value.sentence


def read(body: bytes, limits: zipped.Limits = zipped.STANDARD) -> list[bytes]:
    with zipped.opened(body, limits=limits) as members:
        return [members.read(name) for name in members.names]


def patched(body: bytes, *, size: int | None = None, flags: int | None = None) -> bytes:
    """The archive's first member with another declared size or other flags, in both of its headers."""
    changed = bytearray(body)
    local, central = body.index(b"PK\x03\x04"), body.index(b"PK\x01\x02")
    if size is not None:
        struct.pack_into("<L", changed, local + 22, size)
        struct.pack_into("<L", changed, central + 24, size)
    if flags is not None:
        struct.pack_into("<H", changed, local + 6, flags)
        struct.pack_into("<H", changed, central + 8, flags)
    return bytes(changed)


def test_members_are_read_by_name() -> None:
    with zipped.opened(archive({"posts/a.html": b"<p>One</p>", "posts.csv": b"id"})) as members:
        assert members.names == ("posts/a.html", "posts.csv")
        assert members.read("posts/a.html") == b"<p>One</p>"
        assert members.size("posts.csv") == 2
        with pytest.raises(NoSuchFile):
            members.read("other")


def test_a_member_can_be_streamed() -> None:
    with zipped.opened(archive({"a": b"one\ntwo\n"})) as members, members.stream("a") as file:
        assert list(file) == [b"one\n", b"two\n"]


def test_a_large_member_is_not_read_whole() -> None:
    with zipped.opened(archive({"a": b"12345"})) as members, pytest.raises(TooLarge):
        members.read("a", most=4)


def test_an_error_of_the_one_who_reads_stays_itself() -> None:
    body = archive({"a": b"1"})
    with pytest.raises(ValueError, match="mine"), zipped.opened(body) as members, members.stream("a"):
        raise ValueError("mine")


def test_what_systems_leave_behind_is_not_there() -> None:
    with zipped.opened(archive({"a": b"1", "__MACOSX/._a": b"2", ".DS_Store": b"3"})) as members:
        assert members.names == ("a",)


@pytest.mark.parametrize(
    "name",
    ["../up.html", "a/../../up", "/etc/passwd", "C:/x", "c:x", "posts\\a.html", "..", "a\nb", "x" * 1001],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    refused(one(name), UnsafeArchive)


def test_a_name_with_a_nul_is_refused() -> None:
    refused(one("axb").replace(b"axb", b"a\x00b"), UnsafeArchive)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_is_refused(kind: int) -> None:
    assert "link" in refused(one("a", b"/etc/passwd", attributes=kind | 0o777), UnsafeArchive)


def test_a_name_that_stands_twice_is_refused() -> None:
    body = archive({"a1": b"1", "a2": b"2"})
    assert "twice" in refused(body.replace(b"a2", b"a1"), UnsafeArchive)


def test_a_bomb_is_refused_by_its_ratio_and_nothing_is_unpacked() -> None:
    assert "times its size" in refused(archive({"a": bytes(8_000_000)}), UnsafeArchive)


def test_many_small_bombs_are_refused_together() -> None:
    body = archive({str(n): bytes(1_500_000) for n in range(8)})
    assert "times its size" in refused(body, UnsafeArchive)


def test_the_unpacked_bytes_of_all_members_are_bounded() -> None:
    body = archive({"a": os.urandom(600), "b": os.urandom(600)})
    assert "would unpack" in refused(body, UnsafeArchive, zipped.Limits(total=1000))


def test_a_hundred_thousand_members_are_refused_before_they_are_listed() -> None:
    header = b"PK\x01\x02" + bytes(42)
    directory = header * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), 0, 0)
    assert "100,000 files" in refused(directory + end, UnsafeArchive)


def test_a_huge_table_of_contents_is_refused_before_it_is_read() -> None:
    body = archive({"a": b"1"})
    assert "table of contents" in refused(body, UnsafeArchive, zipped.Limits(directory=10))


def test_members_that_lie_over_one_another_are_refused() -> None:
    """Many names for the same packed bytes (Fifield 2019)."""
    kernel = archive({"a": bytes(1000)})
    start = kernel.index(b"PK\x01\x02")
    local, entry = kernel[:start], kernel[start : kernel.index(b"PK\x05\x06")]
    directory = entry + entry.replace(b"a", b"b")
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(local), 0)
    assert "over one another" in refused(local + directory + end, UnsafeArchive)


def test_an_archive_that_holds_itself_is_refused() -> None:
    """A quine is an archive whose one member is an archive: one step is as far as anybody gets."""
    assert "only other archives" in refused(archive({"r.zip": archive({"r.zip": b"PK"})}), UnsafeArchive)


def test_an_archive_in_an_archive_is_not_given_whatever_its_name() -> None:
    assert "archive in an archive" in refused(
        archive({"posts/a.html": archive({"b": b"1"}), "posts.csv": b"id"}), UnsafeArchive
    )


def test_a_locked_archive_is_said_to_be_locked() -> None:
    assert "password" in refused(patched(archive({"a": b"1"}), flags=1), Encrypted)


def test_an_unknown_method_of_packing_is_refused() -> None:
    refused(archive({"a": b"1" * 100}, zipfile.ZIP_LZMA), UnsafeArchive)


@pytest.mark.parametrize("size", [10, 999, 1001, 5000])
def test_a_wrong_size_is_noticed(size: int) -> None:
    refused(patched(archive({"a": b"words " * 200}), size=size), BrokenArchive)


def test_a_stored_member_of_a_wrong_size_is_noticed() -> None:
    refused(patched(archive({"a": b"1" * 100}, zipfile.ZIP_STORED), size=90), BrokenArchive)


def test_a_damaged_member_is_noticed() -> None:
    body = archive({"a": b"words"}, zipfile.ZIP_STORED)
    assert "damaged" in refused(body.replace(b"words", b"wards", 1), BrokenArchive)


@pytest.mark.parametrize("body", [b"", b"PK\x05\x06", b"PK\x03\x04" + bytes(100), b"words"])
def test_what_is_no_archive_is_broken(body: bytes) -> None:
    refused(body, BrokenArchive)


@given(cut=st.integers(0, 400))
def test_a_cut_archive_is_broken(cut: int) -> None:
    whole = archive({"posts/a.html": b"<p>One</p>" * 9, "posts.csv": b"id"})
    refused(whole[: min(cut, len(whole) - 1)], BrokenArchive)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_whatever_bytes_change_only_an_intake_error_comes_out(changes: list[tuple[int, int]]) -> None:
    body = bytearray(archive({"posts/a.html": b"<p>One</p>" * 9, "posts.csv": b"id,title\n1,One\n"}))
    for at, byte in changes:
        body[at % len(body)] = byte
    with suppress(IntakeError):
        read(bytes(body))


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.html").write_bytes(b"<p>One</p>")
    (tmp_path / ".DS_Store").write_bytes(b"")
    with opened(tmp_path) as members:
        assert members.names == ("posts/a.html",)
        assert members.read("posts/a.html") == b"<p>One</p>"
        with members.stream("posts/a.html") as file:
            assert file.read(3) == b"<p>"
        with pytest.raises(TooLarge):
            members.read("posts/a.html", most=3)


def test_a_file_is_opened_as_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(archive({"a": b"1"}))
    with opened(path) as members:
        assert members.read("a") == b"1"


@pytest.mark.parametrize("target", ["/etc/passwd", "..", "../outside.txt"])
def test_a_link_out_of_a_folder_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "outside.txt").write_bytes(b"secret")
    (tmp_path / "export" / "a.html").symlink_to(target)
    with pytest.raises(UnsafeArchive, match="leads out"), opened(tmp_path / "export"):
        pass


def test_a_link_within_a_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_bytes(b"words")
    (tmp_path / "a.html").symlink_to("b.html")
    with opened(tmp_path) as members:
        assert members.read("a.html") == b"words"


def test_no_name_leads_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "outside.txt").write_bytes(b"secret")
    with opened(tmp_path / "export") as members, pytest.raises(UnsafeArchive):
        members.read("../outside.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAFile), opened(tmp_path / "pipe"):
        pass
