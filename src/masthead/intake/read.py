"""One article from a file or an address, as a draft."""

from __future__ import annotations

import re

from masthead.intake.draft import Draft
from masthead.intake.readers import registry
from masthead.intake.sources import address, file

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def read(name: str, *, allow: frozenset[str] = frozenset()) -> Draft:
    """The draft in a file or at an address; ``IntakeError`` with a sentence if there is none.

    ``allow`` names hosts that may be in a private network (``masthead.lib.fetch``).
    """
    if _ADDRESS.match(name):
        return registry.read(address.deliver(name, allow=allow))
    return registry.read(file.deliver(name))
