"""How well pages are read, on a set that nobody here wrote. The floors may rise; to lower one needs a reason."""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery

SET = Path(__file__).parents[4] / "shared" / "data" / "article-extraction-benchmark"


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _shares(wanted: str, got: str) -> tuple[float, float]:
    """Precision and recall of runs of four words."""
    one, two = _shingles(wanted), _shingles(got)
    both = sum((one & two).values())
    return both / sum(two.values()), both / sum(one.values())


@pytest.mark.shared
def test_bodies_are_found_as_well_as_they_were() -> None:
    truth = json.loads((SET / "ground-truth.json").read_text("utf-8"))
    shares = []
    with tarfile.open(SET / "html.tar.xz") as archive:
        for member in archive:
            said = truth.get(Path(member.name).stem)
            file = archive.extractfile(member) if said else None
            if file is not None:
                shares.append(_shares(said["articleBody"], _text(file.read(), said["url"])))

    precision, recall = mean(share[0] for share in shares), mean(share[1] for share in shares)

    assert len(shares) > 80
    assert 2 * precision * recall / (precision + recall) > 0.96


def _text(body: bytes, url: str) -> str:
    try:
        return registry.read(Delivery(body, "page", url)).body_text
    except IntakeError:
        return ""
