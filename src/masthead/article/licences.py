"""Licences an article or a picture can carry, with their SPDX names and what they allow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """``code`` is the SPDX identifier where there is one. ``derivatives``: may it be translated?

    ``free``: may anybody reprint it, at least where no money is earned (``non_commercial``)?
    """

    code: str
    name: str
    url: str = ""
    derivatives: bool = True
    free: bool = True
    non_commercial: bool = False

    @property
    def label(self) -> str:
        return self.name or _UNNAMED[self.code]


_UNNAMED = {"all-rights-reserved": "All rights reserved", "public-domain": "Public domain"}


def _cc(kind: str, version: str = "4.0") -> Licence:
    return Licence(
        code=f"CC-{kind}-{version}",
        name=f"CC {kind} {version}",
        url=f"https://creativecommons.org/licenses/{kind.lower()}/{version}/",
        derivatives="ND" not in kind,
        non_commercial="NC" in kind,
    )


_KINDS = ("BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND")
_VERSIONS = ("4.0", "3.0", "2.5", "2.0")
ALL: dict[str, Licence] = {
    licence.code: licence
    for licence in (
        Licence("all-rights-reserved", "", derivatives=False, free=False),
        Licence("public-domain", "", "https://creativecommons.org/publicdomain/mark/1.0/"),
        Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        *(_cc(kind, version) for version in _VERSIONS for kind in _KINDS),
    )
}
CHOICES = [(code, licence.label) for code, licence in ALL.items()]
