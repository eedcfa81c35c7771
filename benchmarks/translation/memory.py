"""The memory at one and at ten million segments: look-ups a second, memory used, what is found of what was planted.

``python -m benchmarks.translation.memory [--segments N …] [--folder PATH]``. Sentences of news and health texts are cut
to runs of words and put together anew, always the same for the same number. They go into the tables of a new outlet by
plain inserts, into the index as the worker does it. Then a process of its own asks. A planted sentence is one of the
memory with words replaced, so that 80 to 95 % of its characters are left.

Times are CPU seconds of the asking process, which does all the work itself: others may use the same cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from benchmarks.harness import Figure, provenance, report, rows
from benchmarks.translation.data import news, running_text, shared

SIZES = (1_000_000, 10_000_000)
PLANTED, EXACT, TOGETHER = 400, 20_000, 20
"""Sentences that are asked for: planted ones, the very same ones; ``TOGETHER`` in one call, as a screen does."""
PEERS_UP_TO = 1_000_000
_AT = "2026-01-01 00:00:00"


def run(sizes: Sequence[int] = SIZES, folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """The figures, by name."""
    shared("ntrex-128")
    return rows(figure for size in sizes for figure in _figures(size, folder))


def _figures(size: int, folder: Path | None) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(dir=folder, prefix="memory-") as home:
        load, look = _apart("load", size, home), _apart("look", size, home)
    many = f"{size:,}".replace(",", " ")
    peers = look["peers"]
    yield Figure(
        f"exact look-ups, {many} segments", look["exact"], unit="a second of CPU", lower_is_better=False
    )
    yield Figure(
        f"fuzzy look-ups, {many} segments",
        look["fuzzy"],
        {name: peer["rate"] for name, peer in peers.items()},
        unit="a second of CPU",
        lower_is_better=False,
    )
    yield Figure(
        f"planted 80–95 % matches found, {many} segments",
        look["found"],
        {name: peer["found"] for name, peer in peers.items()},
        unit="%",
        lower_is_better=False,
    )
    yield Figure(f"slowest fuzzy look-up in twenty, {many} segments", look["slow"])
    yield Figure(f"memory of the asking process, {many} segments", look["rss"], unit="MiB")
    yield Figure(f"index on disk, {many} segments", load["index"], unit="MB")
    yield Figure(f"database on disk, {many} segments", load["database"], unit="MB")
    yield Figure(f"making the index, {many} segments", load["seconds"], unit="s of CPU")


def _apart(verb: str, size: int, home: str) -> dict[str, Any]:
    """What a process of its own says."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.translation.memory", verb, str(size)],
        env={**os.environ, "MASTHEAD_HOME": home, "DJANGO_SETTINGS_MODULE": "masthead.project.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def sentences() -> list[str]:
    """Real ones, English."""
    with ZipFile(shared("tico19-terms-and-tmx/tmx/all.en-fr.tmx.zip")) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    units = text.split('<tuv xml:lang="en">')[1:]
    health = [unescape(unit.partition("<seg>")[2].partition("</seg>")[0]) for unit in units]
    general = [sentence for cut in running_text() if cut.language == "en" for sentence in cut.sentences]
    return [*news()["en"], *health, *general]


def generated(size: int, *, seed: int = 1) -> Iterator[str]:
    """Sentences of two to six runs of three to six words."""
    chance = random.Random(seed)
    heads, middles, tails = [], [], []
    for sentence in sentences():
        words, runs = sentence.split(), []
        while words:
            length = chance.randint(3, 6)
            runs.append(" ".join(words[:length]))
            words = words[length:]
        if len(runs) > 1:
            heads.append(runs[0])
            middles += runs[1:-1]
            tails.append(runs[-1])
    draw = chance.random

    def one(runs: list[str]) -> str:
        return runs[int(draw() * len(runs))]

    for _ in range(size):
        yield " ".join([one(heads), *[one(middles) for _ in range(int(draw() * 5))], one(tails)])


def _load(size: int) -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from masthead.translation.memory import digest, following, index

    call_command("migrate", verbosity=0)
    connection.close()
    path = Path(settings.DATABASES["default"]["NAME"])
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000", "foreign_keys=OFF"):
        raw.execute(f"PRAGMA {pragma}")
    french = news()["fr"]
    every = enumerate(generated(size), start=1)
    raw.execute("BEGIN")
    while batch := list(islice(every, 50_000)):
        raw.executemany(
            "INSERT OR IGNORE INTO translation_sentence (id, language, digest, text, indexed) VALUES (?, 'en', ?, ?, 0)",
            [(key, digest(text), text) for key, text in batch],
        )
    raw.executemany(
        "INSERT INTO translation_memory (id, source_language, target_language, sentence_id, before, after, target, "
        "by, name, version, at, creator, origin) VALUES (?, 'en', 'fr', ?, 0, 0, ?, 'person', 'Ann', '', ?, '', 'bench')",
        (
            (key, key, french[key % len(french)], _AT)
            for (key,) in raw.execute("SELECT id FROM translation_sentence")
        ),
    )
    raw.execute("COMMIT")
    raw.close()
    before = time.process_time()
    following.follow(say=lambda done: print(f"{done:,} indexed", file=sys.stderr, flush=True))
    seconds = time.process_time() - before
    held = sum(file.stat().st_size for file in index.folder().path.iterdir())
    _asked().write_text(json.dumps(_questions(size)), encoding="utf-8")
    return {"seconds": seconds, "index": held / 1e6, "database": path.stat().st_size / 1e6}


def planted(texts: Sequence[str]) -> list[tuple[str, str]]:
    """(as it is in the memory, as it is asked for)"""
    chance = random.Random(2)
    words = [word for sentence in sentences() for word in sentence.split()]
    found = []
    for text in texts:
        for _ in range(100):
            own = text.split()
            for _ in range(max(1, round(len(own) * chance.uniform(0.05, 0.2)))):
                own[chance.randrange(len(own))] = chance.choice(words)
            asked = " ".join(own)
            if 0.8 <= Levenshtein.normalized_similarity(text, asked) <= 0.95:
                found.append((text, asked))
                break
    return found


def _asked() -> Path:
    """What will be asked is chosen before, so that the asking process holds nothing but the memory."""
    return Path(os.environ["MASTHEAD_HOME"]) / "asked.json"


def _questions(size: int) -> dict[str, Any]:
    from masthead.translation.markup import encode
    from masthead.translation.models import Sentence

    chance = random.Random(3)
    keys = sorted(chance.sample(range(1, size + 1), EXACT))
    texts = [
        text
        for start in range(0, EXACT, 5000)
        for text in Sentence.objects.filter(pk__in=keys[start : start + 5000]).values_list("text", flat=True)
    ]
    pairs = planted(chance.sample(texts, PLANTED * 2))[:PLANTED]
    return {"same": texts, "planted": [(encode(held), encode(asked)) for held, asked in pairs]}


def _look(size: int) -> dict[str, Any]:
    from masthead.translation.memory import recall, similar

    asked = json.loads(_asked().read_text(encoding="utf-8"))
    texts, pairs = asked["same"], asked["planted"]
    recall(texts[:10], "en", ["fr"]), similar([pairs[0][1]], "en", "fr")
    before = time.process_time()
    known = recall(texts, "en", ["fr"])["fr"]
    exact = len(texts) / (time.process_time() - before)
    assert len(known) == len(set(texts))

    spent, found = [], 0
    for start in range(0, len(pairs), TOGETHER):
        some = pairs[start : start + TOGETHER]
        before = time.process_time()
        answer = similar([asked for _, asked in some], "en", "fr")
        spent.append((time.process_time() - before) / len(some))
        found += sum(any(match.source == held for match in answer.get(asked, ())) for held, asked in some)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slow = sorted(spent)[int(len(spent) * 0.95)] * 1000
    return {
        "exact": exact,
        "fuzzy": len(spent) / sum(spent),
        "found": 100 * found / len(pairs),
        "slow": slow,
        "rss": rss,
        "peers": _peers(pairs) if size <= PEERS_UP_TO else {},
    }


def _peers(pairs: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM translation_sentence")
        texts = [text for (text,) in cursor.fetchall()]
    full = sqlite3.connect(":memory:")
    full.execute("CREATE VIRTUAL TABLE held USING fts5(text, detail=none)")
    full.executemany("INSERT INTO held (text) VALUES (?)", ((text,) for text in texts))

    def by_words(asked: str) -> list[str]:
        words = set("".join(c if c.isalnum() else " " for c in asked).split())
        query = " OR ".join(f'"{word}"' for word in words)
        near = full.execute("SELECT text FROM held WHERE held MATCH ? ORDER BY rank LIMIT 64", (query,))
        return _nearest(asked, [text for (text,) in near])

    def by_scanning(asked: str) -> list[str]:
        return _nearest(asked, texts)

    return {
        "SQLite FTS5": _rated(by_words, pairs[:30]),
        "rapidfuzz, one by one": _rated(by_scanning, pairs[:10]),
    }


def _nearest(asked: str, texts: Sequence[str]) -> list[str]:
    scorer = Levenshtein.normalized_similarity
    return [text for text, _, _ in process.extract(asked, texts, scorer=scorer, score_cutoff=0.6, limit=5)]


def _rated(find: Callable[[str], list[str]], pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    before = time.process_time()
    found = sum(held in find(asked) for held, asked in pairs)
    return {"rate": len(pairs) / (time.process_time() - before), "found": 100 * found / len(pairs)}


def _alone(verb: str, size: int) -> None:
    import django

    django.setup()
    print(json.dumps({"load": _load, "look": _look}[verb](size)))


if __name__ == "__main__":
    if sys.argv[1:2] in (["load"], ["look"]):
        _alone(sys.argv[1], int(sys.argv[2]))
        sys.exit()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--folder", type=Path, help="where the outlets are made; 6 GB at ten million")
    options = parser.parse_args()
    report(
        "translation-memory",
        [Figure(name, **row) for name, row in run(options.segments, options.folder).items()],
        source=provenance("tantivy", "rapidfuzz"),
    )
