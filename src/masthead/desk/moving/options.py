"""In which way an archive moves in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from masthead.desk.moving.terms import Mapping


@dataclass(frozen=True, slots=True)
class Options:
    """``publish``: what was published there is published here. ``language`` is that of items that do not say theirs,
    a code of ``lib.languages``; the outlet's own where it is empty. ``pictures``: also fetch those that are not in
    the archive itself. ``site`` is the address of the old site, for archives that do not name it."""

    publish: bool = True
    terms: Mapping = Mapping.THEMES
    pictures: bool = False
    language: str = ""
    site: str = ""

    def to_json(self) -> dict[str, Any]:
        said = {**asdict(self), "terms": str(self.terms)}
        return said if self.site else {key: value for key, value in said.items() if key != "site"}


USUAL = Options()
