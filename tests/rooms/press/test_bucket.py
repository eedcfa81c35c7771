"""Pages are copied to a bucket: by boto3, to a real server that speaks S3 on this machine."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_httpserver import HTTPServer
from tests import factories as make

from masthead.article.models import Article, Outlet
from masthead.desk import actions as desk
from masthead.lib import processes
from masthead.press import actions as press
from masthead.press import addresses, files, headers, moved, placing, purging, sizes
from masthead.press.bucket import changes, copying, objects, store, tasks
from masthead.press.bucket.comparing import Comparison
from masthead.press.models import Artifact, Uncopied
from masthead.press.server import Pages
from masthead.project import worker

pytestmark = [pytest.mark.django_db, pytest.mark.s3]

if find_spec("moto"):
    from moto.server import ThreadedMotoServer


class Bucket:
    """A bucket as its owner sees it, beside Masthead."""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self.name = client, name

    def held(self) -> set[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name)
        return {row["Key"] for page in pages for row in page.get("Contents", ())}

    def get(self, key: str) -> Any:
        return self.client.get_object(Bucket=self.name, Key=key)

    def body(self, key: str) -> bytes:
        return bytes(self.get(key)["Body"].read())


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


_number = 0


@pytest.fixture
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    import boto3

    global _number
    _number += 1
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=f"outlet-{_number}")
    settings.MASTHEAD_BUCKET = {"name": f"outlet-{_number}", "prefix": "", "endpoint": endpoint}
    return Bucket(client, f"outlet-{_number}")


@pytest.fixture
def article(bucket: Bucket) -> Article:
    """An article with a picture in two languages, pressed and copied."""
    make.outlet()
    make.languages_on("ar")
    picture = make.picture()
    article = make.published(
        slug="rhein", lead_picture=picture, lead_alt="Ein Fluss", authors=[make.person()]
    )
    worker.drain()
    return article


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys in the order in which they are stored or removed; one after the other."""
    done: list[str] = []
    put, remove = store.Store.put, store.Store.remove

    def noting(self: store.Store, thing: objects.Object) -> None:
        put(self, thing)
        done.append(thing.key)

    def removing(self: store.Store, key: str) -> None:
        remove(self, key)
        done.append(f"-{key}")

    monkeypatch.setattr(store.Store, "put", noting)
    monkeypatch.setattr(store.Store, "remove", removing)
    return done


def _due() -> set[str]:
    return set(Uncopied.objects.values_list("path", flat=True))


def _check() -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    Comparison(store.ours(), write=False, tell=lambda what, key: told.append((what, key))).run()
    return told


def _shown_before(order: list[str], page: str) -> int:
    """How many files a page shows; all of them were stored before it."""
    text = (files.root() / page).read_text(encoding="utf-8")
    shown = set(re.findall(r"/((?:media/images|assets/site)[^\s\",]*)", text))
    assert [key for key in shown if order.index(key) > order.index(page)] == []
    return len(shown)


def _whole(page: int = 1000) -> Any:
    return Comparison(store.ours(), write=True).run(page)


def _pages() -> dict[str, bytes]:
    """What the press put out: {key: body}."""
    return {
        addresses.file_of(path): (files.root() / addresses.file_of(path)).read_bytes()
        for path in Artifact.objects.values_list("path", flat=True)
    }


class Stopped(BaseException):
    pass


def test_what_is_published_is_in_the_bucket_byte_for_byte(article: Article, bucket: Bucket) -> None:
    assert {key: bucket.body(key) for key in _pages()} == _pages()
    assert _due() == set()
    assert _check() == []


def test_headers_are_those_that_the_outlet_sends(article: Article, bucket: Bucket, home: Path) -> None:
    served = Pages(files.root(), home / "media", lambda environ, start: [])

    def of_outlet(path: str) -> dict[str, str]:
        said: dict[str, str] = {}
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1")}
        served(environ, lambda status, fields: said.update(fields))
        return {name: said.get(name, "") for name in store._FIELDS}

    paths = [*Artifact.objects.values_list("path", flat=True)]
    paths += [f"/{key}" for key in bucket.held() if key.startswith(("assets/", "media/"))]
    assert any(path.startswith("/media/images/") for path in paths)

    for path in paths:
        found = bucket.get(addresses.file_of(path))
        in_bucket = {name: found.get(field, "") for name, field in store._FIELDS.items()}
        assert in_bucket == of_outlet(path), path


def test_a_text_in_the_dress_of_another_language_says_its_own(article: Article, bucket: Bucket) -> None:
    assert bucket.get("ar/articles/rhein/index.html")["ContentLanguage"] == "de"
    assert bucket.get("ar/articles/rhein/index.html")["CacheControl"] == headers.DRESS_CACHE


def test_pictures_that_pages_show_are_there_and_neither_originals_nor_documents(
    article: Article, bucket: Bucket, home: Path
) -> None:
    (home / "media/documents").mkdir()
    (home / "media/documents/secret.pdf").write_bytes(b"%PDF")
    [original] = (home / "media/original_images").iterdir()
    old = min(file for file in (home / "media/images").iterdir() if file.suffix == ".jpg")
    (home / "media/images/unseen.webp").write_bytes(b"of a draft")
    for number, name in enumerate(
        (
            "documents/secret.pdf",
            f"original_images/{original.name}",
            f"images/../original_images/{original.name}",
        )
    ):
        page = f'<img src="/media/{name}"><img src="/media/images/%2e%2e/documents/secret.pdf">'
        files.write(f"de/x{number}/index.html", page.encode())
        Artifact.objects.create(path=f"/de/x{number}/", digest="", entry=1)
        changes.remember({f"/de/x{number}/": changes.Turn.PAGE})
    worker.drain()
    _whole()

    media = {key for key in bucket.held() if key.startswith("media/")}
    assert f"media/images/{old.name}" in media
    assert bucket.body(f"media/images/{old.name}") == old.read_bytes()
    assert all(key.startswith("media/images/") for key in media)
    assert "media/images/unseen.webp" not in media


def test_a_large_picture_is_copied_as_it_is(article: Article, bucket: Bucket, home: Path) -> None:
    body = bytes(range(256)) * 5_000
    assert len(body) > objects.LARGE
    (home / "media/images/large.webp").write_bytes(body)
    files.write("de/x/index.html", b'<img src="/media/images/large.webp">')
    Artifact.objects.create(path="/de/x/", digest="", entry=1)
    changes.remember({"/de/x/": changes.Turn.PAGE})

    worker.drain()

    assert bucket.body("media/images/large.webp") == body
    assert _check() == []


def test_who_waits_for_a_translation_is_led_to_it_when_it_is_in_the_bucket(
    article: Article, bucket: Bucket
) -> None:
    assert not changes.waits("/de/articles/rhein/")

    make.rewrite(article, "Rhein", "Ruhr")
    press.press_article(article.pk)
    assert changes.waits("/de/articles/rhein/")

    worker.drain()
    assert not changes.waits("/de/articles/rhein/")


def test_attempts_do_not_become_more_and_more(bucket: Bucket, settings: Any) -> None:
    settings.MASTHEAD_BUCKET = {**settings.MASTHEAD_BUCKET, "name": "nobodys"}
    make.outlet()
    make.published()
    waiting = DBTaskResult.objects.filter(task_path=tasks.copy.module_path, status="READY")
    worker.drain()
    waits = []

    for _ in range(8):
        [row] = waiting.all()
        waits.append(row.args_kwargs["args"][0])
        tasks.copy.using().enqueue()
        tasks.copy.func(*row.args_kwargs["args"])

    assert waits == list(range(1, 9))


def test_a_page_never_comes_before_what_it_shows_nor_a_list_before_its_articles(
    bucket: Bucket, order: list[str]
) -> None:
    make.outlet()
    picture = make.picture()
    sizes.make(picture)
    article = make.published(slug="rhein", lead_picture=picture, lead_alt="Ein Fluss")
    worker.drain()

    page = order.index(f"de/articles/{article.slug}/index.html")
    naming = [at for at, key in enumerate(order) if key in ("de/index.html", "de/feed.xml", "sitemap.xml")]
    assert _shown_before(order, order[page]) > 3
    assert _shown_before(order, "de/index.html") > 3
    assert page < min(naming)


def test_an_article_that_comes_while_a_list_is_read_goes_before_it(
    article: Article, bucket: Bucket, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of the disk names it already."""
    changes.remember({"/de/": changes.Turn.BESIDE})
    read = objects.of

    def pressed_meanwhile(paths: Any) -> Any:
        if "/de/" in paths and not Article.objects.filter(slug="elbe").exists():
            press.press_article(make.published("Die Elbe", slug="elbe").pk)
        return read(paths)

    monkeypatch.setattr(objects, "of", pressed_meanwhile)
    order.clear()

    copying.Copier(store.ours()).run()

    assert order.index("de/articles/elbe/index.html") < order.index("de/index.html")
    assert b"/de/articles/elbe/" in bucket.body("de/index.html")


def test_what_changes_while_it_is_copied_is_copied_again(
    article: Article, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.Store.put
    changed = []

    def change_meanwhile(self: store.Store, thing: objects.Object) -> None:
        if thing.key == "de/index.html" and not changed:
            changed.append(thing)
            files.write("de/index.html", b"newer")
            changes.remember({"/de/": changes.Turn.BESIDE})
        put(self, thing)

    monkeypatch.setattr(store.Store, "put", change_meanwhile)
    monkeypatch.setattr(copying, "each", lambda work, things: [work(thing) for thing in things])
    changes.remember({"/de/": changes.Turn.BESIDE})

    copying.Copier(store.ours()).run()

    assert bucket.body("de/index.html") == b"newer"


def test_only_what_changed_is_copied(article: Article, order: list[str]) -> None:
    make.rewrite(article, "Rhein", "Ruhr")
    before = _pages()
    worker.drain()

    after = _pages()
    stored = {key for key in order if not key.startswith(("assets/", "media/"))}
    assert stored - {"index.html"} == {key for key in after if after[key] != before.get(key)}
    assert order.count("de/articles/rhein/index.html") == 1
    assert not [key for key in order if key.startswith(("assets/", "media/"))], "they are there"


def test_pressing_what_is_as_it_was_copies_nothing(article: Article, order: list[str]) -> None:
    press.press_all()
    worker.drain()

    assert order == []


def test_in_place_of_a_withdrawn_article_the_bucket_says_that_it_is_gone(
    article: Article, bucket: Bucket, client: Client, order: list[str]
) -> None:
    desk.withdraw(article, by=make.chief())
    worker.drain()

    answer = client.get("/de/articles/rhein/")
    assert answer.status_code == 410
    found = bucket.get("de/articles/rhein/index.html")
    assert found["Body"].read() == answer.content
    assert found["ContentLanguage"] == answer["Content-Language"] == "de"
    assert found["ContentType"] == answer["Content-Type"]
    assert b"rhein" not in bucket.body("de/index.html")
    assert {key.split("/")[1] for key in order[:2]} == {"articles"}, "what is taken back is taken back first"
    assert {what for what, key in _check()} == {"stray"}, "pictures that no page shows any more"
    _whole()
    assert _check() == []


def test_a_withdrawn_article_does_not_wait_behind_an_archive(
    article: Article, bucket: Bucket, order: list[str]
) -> None:
    desk.withdraw(article, by=make.chief())
    press.press_article(article.pk)
    Uncopied.objects.bulk_create(Uncopied(path=f"/de/none-{number}/", turn=1) for number in range(150))
    Uncopied.objects.filter(path__startswith="/de/none-").update(turn=changes.Turn.PAGE)

    copying.Copier(store.ours()).run()

    assert order[0].endswith("articles/rhein/index.html")


def test_an_old_address_leads_to_the_new_one(article: Article, bucket: Bucket) -> None:
    article = article.get_latest_revision_as_object()
    article.slug = "der-rhein"
    desk.save_draft(article)
    desk.publish(article, by=None)
    worker.drain()

    found = bucket.get("de/articles/rhein/index.html")
    assert found["WebsiteRedirectLocation"] == "/de/articles/der-rhein/"
    assert b'content="0; url=/de/articles/der-rhein/"' in found["Body"].read()
    assert b"Der Rhein" in bucket.body("de/articles/der-rhein/index.html")
    assert _check() == []


def test_addresses_of_another_system_lead_here_once_their_article_is_out(bucket: Bucket) -> None:
    make.outlet()
    article = make.draft(slug="rhein")
    moved.remember(["/2019/05/rhein", "/?p=12", "/alt/rhein.html"], article.pk, "de")
    worker.drain()
    assert bucket.held() == set()

    desk.publish(article, by=None)
    worker.drain()

    leads = {
        key: bucket.get(key)["WebsiteRedirectLocation"]
        for key in ("2019/05/rhein/index.html", "alt/rhein.html")
    }
    assert set(leads.values()) == {"/de/articles/rhein/"}

    article.refresh_from_db()
    desk.withdraw(article, by=make.chief())
    worker.drain()

    assert "WebsiteRedirectLocation" not in bucket.get("alt/rhein.html")
    assert bucket.body("alt/rhein.html") == Client().get("/alt/rhein.html").content
    assert _check() == []


def test_an_address_in_another_script_is_led_to_as_addresses_are_written(bucket: Bucket) -> None:
    make.outlet()
    article = make.published(slug="rhein")
    moved.remember(["/نهر/الراين"], article.pk, "de")
    worker.drain()

    assert bucket.get("نهر/الراين/index.html")["WebsiteRedirectLocation"] == "/de/articles/rhein/"
    assert _check() == []


def test_the_beginning_leads_to_the_front_page(article: Article, bucket: Bucket) -> None:
    assert bucket.get("index.html")["WebsiteRedirectLocation"] == "/de/"


HOSTILE = "/../secret /a/../../b /./a //a /a//b /a\\b /a\x00b /a\x7fb /?p=1 a /a/.. /."


def test_a_hostile_address_has_no_key() -> None:
    odd = [*HOSTILE.split(" "), "", "/a\nb", f"/{'ä' * 600}/", "/\ud800/"]

    assert [path for path in odd if objects.key_of(path) is not None] == []


def test_an_old_address_replaces_no_page_picture_or_hidden_file(article: Article, bucket: Bucket) -> None:
    """Whoever wrote the archive that moved in may have named anything."""
    picture = next(key for key in bucket.held() if key.startswith("media/images/"))
    style = next(key for key in bucket.held() if key.endswith(".css"))
    before = {key: bucket.body(key) for key in ("de/index.html", "robots.txt", picture, style)}
    named = ["/de", "/de/index.html", "/robots.txt", f"/{picture}", f"/{style}", "/../up", "/.generation"]

    moved.remember(
        [*named, "/media/documents/a.pdf", "/de/articles/rhein/rhein.pdf", "/\U0001f30a'\"<b>&;/"],
        article.pk,
        "de",
    )
    worker.drain()
    _whole()

    assert {key: bucket.body(key) for key in before} == before
    assert bucket.get(".generation")["WebsiteRedirectLocation"] == "/de/articles/rhein/"
    assert bucket.get("\U0001f30a'\"<b>&;/index.html")["WebsiteRedirectLocation"] == "/de/articles/rhein/"
    assert not [key for key in bucket.held() if "up" in key or key.endswith("rhein.pdf")]
    assert _check() == []


def test_a_copying_that_was_stopped_goes_on(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    make.outlet()
    for number in range(5):
        press.press_article(make.published(f"Nummer {number}").pk)
    put = store.Store.put
    left = [0]

    def stop(self: store.Store, thing: objects.Object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Stopped
        put(self, thing)

    monkeypatch.setattr(store.Store, "put", stop)
    monkeypatch.setattr(copying, "TOGETHER", 3)
    stops = 0
    while _due():
        left[0] = 7
        try:
            copying.Copier(store.ours()).run()
        except Stopped:
            stops += 1

    monkeypatch.undo()
    assert stops > 3
    assert _check() == []
    assert {key: bucket.body(key) for key in _pages()} == _pages()


def test_at_no_moment_does_a_list_in_the_bucket_name_a_page_that_is_not_there(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.outlet()
    put = store.Store.put
    stored: set[str] = set()
    dangling: list[str] = []

    def looking(self: store.Store, thing: objects.Object) -> None:
        put(self, thing)
        stored.add(thing.key)
        if thing.key == "de/index.html":
            assert isinstance(thing.body, bytes)
            named = {slug.decode() for slug in re.findall(rb"/de/articles/([^/]+)/", thing.body)}
            dangling.extend(slug for slug in named if f"de/articles/{slug}/index.html" not in stored)

    monkeypatch.setattr(store.Store, "put", looking)
    for number in range(3):
        make.published(f"Nummer {number}")
        worker.drain()

    assert {f"de/articles/nummer-{number}/index.html" for number in range(3)} <= stored
    assert dangling == []


def test_a_bucket_that_is_not_there_is_named_and_the_outlet_goes_on(
    bucket: Bucket, settings: Any, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    settings.MASTHEAD_BUCKET = {**settings.MASTHEAD_BUCKET, "name": "nobodys"}
    make.outlet()
    article = make.published(slug="rhein")
    worker.drain()

    assert (files.root() / "de/articles/rhein/index.html").exists()
    said = "The bucket “nobodys” at"
    assert said in caplog.text
    assert "is not there: make it, or correct MASTHEAD_BUCKET." in caplog.text
    [row] = DBTaskResult.objects.filter(task_path=tasks.copy.module_path, status="READY")
    assert row.run_after is not None
    assert tasks.trouble().startswith(said)
    client.force_login(make.user("root", "Chief editors"))
    assert said in client.get("/desk/").content.decode()
    with pytest.raises(CommandError, match=r"“nobodys” .* is not there: make it"):
        call_command("bucket")

    settings.MASTHEAD_BUCKET = {**settings.MASTHEAD_BUCKET, "name": bucket.name}
    tasks.copy.func(*row.args_kwargs["args"])
    row.delete()

    assert f"de/articles/{article.slug}/index.html" in bucket.held()
    assert tasks.trouble() == ""


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (403, "InvalidAccessKeyId", "refuses the key: check AWS_ACCESS_KEY_ID"),
        (403, "AccessDenied", "allows this key too little: it needs s3:ListBucket"),
        (400, "AuthorizationHeaderMalformed", "lies in another region: set AWS_DEFAULT_REGION."),
        (400, "ExpiredToken", "refuses the key, whose time is over"),
        (409, "OperationAborted", "answers: words of the store (OperationAborted)"),
    ],
)
def test_what_a_store_refuses_is_a_sentence(
    bucket: Bucket, settings: Any, httpserver: HTTPServer, status: int, code: str, sentence: str
) -> None:
    httpserver.expect_request("/mine").respond_with_data(
        f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>words of the store</Message></Error>",
        status,
        content_type="application/xml",
    )
    with pytest.raises(store.Refused) as refused:
        list(store.Store("mine", "", httpserver.url_for("")).listing())

    assert sentence in str(refused.value)


def test_a_store_that_cannot_be_reached_or_finds_no_key_is_a_sentence(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("botocore.retries.standard.time.sleep", lambda seconds: None)
    with pytest.raises(store.Refused, match=r"cannot be used: Could not connect"):
        list(store.Store("mine", "", "http://127.0.0.1:1").listing())

    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    with pytest.raises(store.Refused, match=r"boto3 finds none: set AWS_ACCESS_KEY_ID"):
        list(store.Store("mine", "", "http://127.0.0.1:1").listing())


def test_a_store_that_knows_no_websites_gets_the_page_alone(bucket: Bucket, httpserver: HTTPServer) -> None:
    from werkzeug import Request, Response

    stored: list[dict[str, str]] = []

    def take(request: Request) -> Response:
        if "x-amz-website-redirect-location" in request.headers:
            return Response("<Error><Code>NotImplemented</Code><Message>No.</Message></Error>", 501)
        stored.append(dict(request.headers))
        return Response("", headers={"ETag": '"x"'})

    httpserver.expect_request("/mine/index.html", method="PUT").respond_with_handler(take)
    other = store.Store("mine", "", httpserver.url_for(""))

    other.put(objects._lead("index.html", "/de/"))
    other.put(objects._lead("index.html", "/de/"))

    assert [row["Content-Type"] for row in stored] == ["text/html; charset=utf-8"] * 2


def test_one_object_that_the_store_does_not_take_holds_up_no_other(
    article: Article, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    put = store.Store.put

    def picky(self: store.Store, thing: objects.Object) -> None:
        if thing.key == "de/index.html":
            raise store.Unfit("The bucket does not take de/index.html: too long")
        put(self, thing)

    monkeypatch.setattr(store.Store, "put", picky)
    make.rewrite(article, "Rhein", "Ruhr")
    worker.drain()

    assert _due() == set()
    assert "does not take de/index.html" in caplog.text
    assert _check() == [("different", "de/index.html")]


def test_the_whole_is_copied_and_what_belongs_nowhere_is_removed(article: Article, bucket: Bucket) -> None:
    bucket.client.delete_object(Bucket=bucket.name, Key="de/index.html")
    bucket.client.put_object(Bucket=bucket.name, Key="robots.txt", Body=b"tampered with")
    bucket.client.put_object(
        Bucket=bucket.name, Key="de/left over/ä%2F+&.html", Body=b"", Metadata={"masthead": "1"}
    )
    bucket.client.put_object(Bucket=bucket.name, Key="somebody's.html", Body=b"not Masthead's")
    whole = bucket.held() - {"de/left over/ä%2F+&.html"} | {"de/index.html"}

    assert sorted(_check()) == [
        ("different", "robots.txt"),
        ("missing", "de/index.html"),
        ("stray", "de/left over/ä%2F+&.html"),
    ]
    found = _whole()

    assert (found.missing, found.different, found.strays, found.foreign) == (1, 1, 1, 1)
    assert bucket.held() == whole
    assert _check() == []


def test_an_empty_bucket_is_filled_pages_first(article: Article, bucket: Bucket, order: list[str]) -> None:
    for key in bucket.held():
        bucket.client.delete_object(Bucket=bucket.name, Key=key)

    _whole()

    places = [
        order.index("de/articles/rhein/index.html"),
        order.index("de/index.html"),
        order.index("index.html"),
    ]
    assert places == sorted(places)
    assert _shown_before(order, order[places[0]]) > 3
    assert _shown_before(order, order[places[1]]) > 3
    assert {key: bucket.body(key) for key in _pages()} == _pages()
    assert _check() == []


def test_the_whole_does_what_waits_and_is_not_done_again(bucket: Bucket, order: list[str]) -> None:
    make.outlet()
    make.published()
    press.press_all()
    assert _due()

    _whole()

    assert _due() == set()
    assert len(order) == len(set(order))


def test_what_is_pressed_or_withdrawn_while_the_whole_is_copied_is_in_its_place(
    article: Article, bucket: Bucket, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its picture was in the bucket when that was listed, and nothing showed it."""
    elbe = make.published("Die Elbe", slug="elbe", lead_picture=make.picture("Elbe"), lead_alt="Die Elbe")
    worker.drain()
    desk.withdraw(elbe, by=make.chief())
    worker.drain()
    before = bucket.held()
    read = objects.of
    done: list[str] = []

    def meanwhile(paths: Any) -> Any:
        found = read(paths)
        if not done and f"/de/articles/{article.slug}/" in paths:
            done.append("withdrawn")
            desk.withdraw(Article.objects.get(pk=article.pk), by=None)
            press.press_article(article.pk)
        if len(done) == 1 and "/de/" in paths:
            done.append("published")
            desk.publish(desk.save_draft(Article.objects.get(slug="elbe")), by=None)
            press.press_article(elbe.pk)
        return found

    monkeypatch.setattr(objects, "of", meanwhile)
    order.clear()

    _whole()

    assert done == ["withdrawn", "published"]
    assert order[0].endswith("articles/rhein/index.html"), "it does not wait until all is copied"
    shown = {name[1:] for name in objects.shown(objects.of(["/de/articles/elbe/"]).values())}
    assert len(shown & before) > 3
    assert shown <= bucket.held()
    worker.drain()
    assert {key for key in before if "elbe" in key} <= bucket.held()
    assert b"Die Elbe" in bucket.body("de/articles/elbe/index.html")
    assert {what for what, _ in _check()} <= {"stray"}


def test_more_keys_than_one_call_lists(article: Article, bucket: Bucket, order: list[str]) -> None:
    calls: list[str] = []
    ours = store.ours()
    ours._client.meta.events.register("before-call.s3.ListObjectsV2", lambda **said: calls.append("list"))
    ours._client.meta.events.register("before-call.s3.HeadObject", lambda **said: calls.append("head"))
    number = len(bucket.held())

    found = _whole(page=7)

    assert found.same
    assert found.looked == number > 14
    assert calls == ["list"] * -(-number // 7)
    assert order == []


def test_a_store_whose_etags_are_its_own_is_asked_for_the_digest(article: Article, bucket: Bucket) -> None:
    thing = objects.of(["/de/"])["/de/"]
    assert thing is not None
    client, where = bucket.client, {"Bucket": bucket.name, "Key": "de/index.html"}
    upload = client.create_multipart_upload(**where, Metadata={"masthead": thing.digest})["UploadId"]
    part = client.upload_part(**where, UploadId=upload, PartNumber=1, Body=thing.body)
    client.complete_multipart_upload(
        **where, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    )
    assert bucket.get("de/index.html")["ETag"].strip('"') != thing.etag

    assert _check() == []


def test_all_is_copied_again_where_it_is_asked_for(
    article: Article, bucket: Bucket, order: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("bucket", all=True)

    assert set(order) == bucket.held()
    assert f"{len(order)} objects: 0 were missing, 0 different" in capsys.readouterr().out


def test_check_says_what_differs_and_writes_nothing(
    article: Article, bucket: Bucket, order: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("bucket", check=True)
    assert "objects are in the bucket as they ought to be." in capsys.readouterr().out
    bucket.client.delete_object(Bucket=bucket.name, Key="de/feed.xml")
    make.rewrite(article, "Rhein", "Ruhr")
    press.press_article(article.pk)
    due = _due()

    with pytest.raises(CommandError, match="1 are missing and"):
        call_command("bucket", check=True)

    said = capsys.readouterr().out.splitlines()
    assert "different de/articles/rhein/index.html" in said
    assert "missing   de/feed.xml" in said
    assert order == []
    assert _due() == due


def test_the_command_mends_what_differs(
    article: Article, bucket: Bucket, capsys: pytest.CaptureFixture[str]
) -> None:
    bucket.client.delete_object(Bucket=bucket.name, Key="de/feed.xml")

    call_command("bucket")

    assert "1 were missing, 0 different; 0 that belonged nowhere" in capsys.readouterr().out
    assert "de/feed.xml" in bucket.held()


def test_without_a_bucket_nothing_is_remembered_and_the_command_says_how_to_name_one(settings: Any) -> None:
    settings.MASTHEAD_BUCKET = {}
    make.outlet()
    make.published()
    worker.drain()

    assert _due() == set()
    assert not DBTaskResult.objects.filter(task_path=tasks.copy.module_path).exists()
    with pytest.raises(CommandError, match="There is no bucket: MASTHEAD_BUCKET names one"):
        call_command("bucket")


def test_everything_stands_under_the_prefix_and_nothing_else_is_touched(
    bucket: Bucket, settings: Any
) -> None:
    settings.MASTHEAD_BUCKET = {**settings.MASTHEAD_BUCKET, "prefix": "press/warte/"}
    bucket.client.put_object(Bucket=bucket.name, Key="press/other", Body=b"", Metadata={"masthead": "1"})
    make.outlet()
    make.published(slug="rhein")
    worker.drain()
    _whole()

    assert "press/warte/de/articles/rhein/index.html" in bucket.held()
    assert {key for key in bucket.held() if not key.startswith("press/warte/")} == {"press/other"}
    assert _check() == []


def test_bodies_are_gzip_where_the_outlet_says_so(bucket: Bucket, settings: Any) -> None:
    import gzip

    settings.MASTHEAD_BUCKET_GZIP = True
    make.outlet()
    make.published(slug="rhein", lead_picture=make.picture(), lead_alt="Ein Fluss")
    worker.drain()

    found = bucket.get("de/articles/rhein/index.html")
    assert found["ContentEncoding"] == "gzip"
    assert gzip.decompress(found["Body"].read()) == _pages()["de/articles/rhein/index.html"]
    picture = next(key for key in bucket.held() if key.endswith(".webp"))
    assert "ContentEncoding" not in bucket.get(picture)
    assert _check() == []


def test_a_cache_is_told_when_the_copy_has_changed_and_not_before(
    article: Article, bucket: Bucket, settings: Any
) -> None:
    settings.WAGTAILFRONTENDCACHE = {"x": {"BACKEND": "x"}}
    paper = files.root() / "de/articles/rhein/rhein.pdf"
    paper.write_bytes(b"%PDF")
    make.rewrite(article, "Rhein", "Ruhr")
    press.press_article(article.pk)
    told = DBTaskResult.objects.filter(task_path=purging.purge.module_path)
    assert not told.exists()

    copying.Copier(store.ours()).run()

    paths = {path for row in told for path in row.args_kwargs["args"][0]}
    assert {"/de/articles/rhein/", "/ar/articles/rhein/", "/de/", "/de/articles/rhein/rhein.pdf"} <= paths
    assert "de/articles/rhein/rhein.pdf" not in bucket.held(), "PDFs are made and given by the outlet"


def test_two_do_not_copy_at_one_time(article: Article, order: list[str]) -> None:
    DBTaskResult.objects.all().delete()
    changes.remember({"/de/": changes.Turn.BESIDE})
    DBTaskResult.objects.all().delete()

    with copying.alone():
        assert tasks.copy.func() == 0
        with pytest.raises(processes.Busy), copying.alone():
            pass

    assert order == []
    [row] = DBTaskResult.objects.filter(task_path=tasks.copy.module_path)
    assert row.run_after is not None


def test_what_nobody_is_going_to_copy_is_found(article: Article, bucket: Bucket) -> None:
    changes.remember({"/de/": changes.Turn.BESIDE})
    DBTaskResult.objects.all().delete()

    changes.wake()
    changes.wake()

    assert DBTaskResult.objects.filter(task_path=tasks.copy.module_path).count() == 1


def test_a_page_that_was_placed_and_never_said_is_not_left_in_the_bucket(
    article: Article, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was copied for another change of its address, before the press found out that it was stopped."""
    body = b"<html>placed, then stopped</html>"
    staging = files.Staging()
    staging.add("de/articles/elbe/index.html", body)
    staging.place({"/de/articles/elbe/": files.sha256(body).hexdigest()})
    staging.__exit__(Stopped())
    bucket.client.put_object(Bucket=bucket.name, Key="de/articles/elbe/index.html", Body=body)

    placing.recover()
    worker.drain()

    assert "de/articles/elbe/index.html" not in bucket.held()


def test_a_renamed_outlet_copies_no_page_twice(article: Article, order: list[str]) -> None:
    Outlet.objects.update(name="Der Beobachter")
    press.press_all()
    worker.drain()

    assert len(order) == len(set(order))


def test_what_is_not_begun_when_one_fails_is_left() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        raise store.Refused("no")

    with pytest.raises(store.Refused):
        store.each(work, range(1_000))

    assert len(begun) < 100
