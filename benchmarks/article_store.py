"""Articles as plain models or as Wagtail pages in a tree: what each costs at 100 and at 100,000 articles.

``python -m benchmarks.article_store [--rows N]``. SQLite in a temporary home; nothing is left behind.
Decides docs/explanation/decisions/0001-articles-are-plain-models.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from benchmarks.harness import provenance, report

SMALL = 100
ARTICLES = 1_000  # of which the storage of all languages is measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=100_000, help="articles in the large archive (%(default)s)"
    )
    parser.add_argument(
        "--articles", type=int, default=ARTICLES, help="articles in all languages (%(default)s)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as home:
        prepare(Path(home))
        from benchmarks.pagestore.measure import measure  # only now are there models

        figures = measure(Path(home), [SMALL, options.rows], options.articles)
    source = provenance("django", "wagtail")
    report(
        "article-store",
        figures,
        source=f"CPU time, medians. {source} · {time.process_time():.0f} s of CPU in all",
    )


def prepare(home: Path) -> None:
    """An empty outlet in ``home``, with the page store's tables beside the rooms'."""
    os.environ["MASTHEAD_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    (home / "static").mkdir()
    subprocess.run([sys.executable, "-m", "masthead", "migrate", "--verbosity", "0"], check=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.pagestore.settings"
    django.setup()
    from django.apps import apps
    from django.db import connection

    with connection.schema_editor() as editor:
        for model in apps.get_app_config("pagestore").get_models():
            editor.create_model(model)


if __name__ == "__main__":
    main()
