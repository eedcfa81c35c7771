"""Amazon Translate, with requests signed here."""

from masthead.translation.engines.amazon.engine import Amazon
from masthead.translation.engines.amazon.signing import Account

__all__ = ["Account", "Amazon"]
