"""Typed readers of environment variables: an odd value is refused with a sentence, never guessed."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The variable, or the content of the file that ``NAME_FILE`` names (for secrets), or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {file}, which cannot be read: {error}.") from error
    return os.environ.get(name, default)


def words(name: str, default: list[str]) -> list[str]:
    """A list written with commas."""
    value = text(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def flag(name: str, *, default: bool) -> bool:
    value = text(name, "").lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")


def number(name: str, default: int, *, least: int | None = None) -> int:
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.") from None
    if least is not None and found < least:
        raise ImproperlyConfigured(f"{name} is “{value}”; write {least} or more.")
    return found


def choice(name: str, default: str, options: Collection[str]) -> str:
    value = text(name, default)
    if value in options:
        return value
    raise ImproperlyConfigured(f"{name} is “{value}”; write one of {', '.join(sorted(options))}.")


def price(name: str, default: str) -> Decimal:
    """EUR for a million characters."""
    value = text(name, default)
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value):
        return Decimal(value)
    raise ImproperlyConfigured(f"{name} is “{value}”; write an amount in euros such as 20 or 4.99.")


def home() -> Path:
    """The outlet's folder, made if it is missing. ``MASTHEAD_HOME``, by default ``home`` where you stand."""
    folder = Path(text("MASTHEAD_HOME", "home")).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"MASTHEAD_HOME is {folder}, which cannot be made: {error}.") from error
    return folder


def pages_memory() -> int:
    """Bytes of pages that each process of pages keeps in memory: ``MASTHEAD_PAGES_MEMORY``, in megabytes."""
    megabytes = number("MASTHEAD_PAGES_MEMORY", 256)
    if megabytes < 1:
        raise ImproperlyConfigured(f"MASTHEAD_PAGES_MEMORY is “{megabytes}”; write 1 or more, in megabytes.")
    return megabytes * 1024 * 1024


def caches() -> dict[str, dict[str, str]]:
    """The caches in front of the outlet that are told what has changed, as Wagtail wants them."""
    found: dict[str, dict[str, str]] = {}
    backends = "wagtail.contrib.frontend_cache.backends"
    if location := text("MASTHEAD_CACHE_URL", ""):
        if not location.startswith(("http://", "https://")):
            raise ImproperlyConfigured(
                f"MASTHEAD_CACHE_URL is “{location}”; write where PURGE is taken, such as http://127.0.0.1:6081."
            )
        found["http"] = {"BACKEND": f"{backends}.HTTPBackend", "LOCATION": location}
    zone, token = text("MASTHEAD_CLOUDFLARE_ZONE", ""), text("MASTHEAD_CLOUDFLARE_TOKEN", "")
    if bool(zone) != bool(token):
        raise ImproperlyConfigured(
            "MASTHEAD_CLOUDFLARE_ZONE and MASTHEAD_CLOUDFLARE_TOKEN are set both or neither."
        )
    if zone:
        found["cloudflare"] = {
            "BACKEND": f"{backends}.CloudflareBackend",
            "ZONEID": zone,
            "BEARER_TOKEN": token,
        }
    if distribution := text("MASTHEAD_CLOUDFRONT_DISTRIBUTION", ""):
        _need_boto3("MASTHEAD_CLOUDFRONT_DISTRIBUTION")
        found["cloudfront"] = {"BACKEND": f"{backends}.CloudfrontBackend", "DISTRIBUTION_ID": distribution}
    return found


def bucket() -> dict[str, str]:
    """Where pages are copied to: ``name``, ``prefix`` (empty, or with its last slash), ``endpoint``; empty: nowhere."""
    where, endpoint = text("MASTHEAD_BUCKET", ""), text("MASTHEAD_BUCKET_ENDPOINT", "")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"MASTHEAD_BUCKET_ENDPOINT is “{endpoint}”; write the store's address, such as https://s3.example.org."
        )
    if not where:
        return {}
    found = re.fullmatch(
        r"s3://([A-Za-z0-9][A-Za-z0-9._-]{2,62})((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?", where
    )
    if found is None:
        raise ImproperlyConfigured(
            f"MASTHEAD_BUCKET is “{where}”; write s3://name or s3://name/folder, in letters, digits, . _ and -."
        )
    _need_boto3("MASTHEAD_BUCKET")
    prefix = found[2].lstrip("/")
    return {"name": found[1], "prefix": f"{prefix}/" if prefix else "", "endpoint": endpoint}


def _need_boto3(name: str) -> None:
    if find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{name} is set and needs boto3, which is not here: pip install 'masthead[s3]'."
        )


def secret_key(folder: Path) -> str:
    """Django's secret key: ``MASTHEAD_SECRET_KEY``, else one kept in the outlet's folder."""
    given = text("MASTHEAD_SECRET_KEY", "")
    if given:
        return given
    file = folder / "keys" / "secret"
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = file.with_name(f"secret.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with suppress(FileExistsError):
            os.link(fresh, file)  # the first of two starts wins, the second reads
        fresh.unlink()
    return file.read_text(encoding="utf-8").strip()
