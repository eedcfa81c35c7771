"""The bucket itself: boto3, and its complaints in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import lru_cache
from threading import Event
from typing import Any, TypeVar

from django.conf import settings

from masthead.press.bucket.objects import Object

THREADS = 8
_MARK = "masthead"  # metadata of every object of ours: its digest
_FIELDS = {
    "Content-Type": "ContentType",
    "Cache-Control": "CacheControl",
    "Content-Language": "ContentLanguage",
    "Content-Encoding": "ContentEncoding",
    "Content-Disposition": "ContentDisposition",
}
T = TypeVar("T")
R = TypeVar("R")


class Refused(Exception):
    """The bucket cannot be used now; the message is a sentence for people."""


class Unfit(Exception):
    """The store does not take this one object."""


class Store:
    """One bucket. Every method may raise ``Refused``."""

    def __init__(self, name: str, prefix: str, endpoint: str) -> None:
        import boto3
        from botocore.config import Config

        self.name, self.prefix, self.where = name, prefix, endpoint or "Amazon S3"
        config = Config(
            retries={"mode": "standard", "total_max_attempts": 4},
            connect_timeout=5,
            read_timeout=30,
            max_pool_connections=THREADS,
            # Stores other than Amazon's may know no other checksum than Content-MD5, which we send.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if endpoint else "auto"},
        )
        with self._sentences():
            self._client = boto3.client("s3", endpoint_url=endpoint or None, config=config)
        self._leads = True

    def put(self, thing: Object) -> None:
        """Store it; ``Unfit`` where the store takes no such object."""
        given: dict[str, Any] = {_FIELDS[name]: value for name, value in thing.headers.items()}
        if thing.leads and self._leads:
            given["WebsiteRedirectLocation"] = thing.leads
        with self._sentences(thing.key):
            try:
                self._put(thing, given)
            except self._client.exceptions.ClientError as error:
                # Stores without websites: the page itself leads on.
                if "WebsiteRedirectLocation" not in given or _code(error) not in (
                    "NotImplemented",
                    "InvalidArgument",
                ):
                    raise
                self._leads = False
                del given["WebsiteRedirectLocation"]
                self._put(thing, given)

    def _put(self, thing: Object, given: dict[str, Any]) -> None:
        body = thing.body if isinstance(thing.body, bytes) else thing.body.open("rb")
        try:
            self._client.put_object(
                Bucket=self.name,
                Key=self.prefix + thing.key,
                Body=body,
                ContentLength=thing.size,
                ContentMD5=thing.content_md5,
                Metadata={_MARK: thing.digest},
                **given,
            )
        finally:
            if not isinstance(body, bytes):
                body.close()

    def remove(self, key: str) -> None:
        """Remove it, if it is there."""
        with self._sentences(key):
            self._client.delete_object(Bucket=self.name, Key=self.prefix + key)

    def digest(self, key: str) -> str | None:
        """The digest of an object of ours, empty for another's; None where there is none."""
        with self._sentences(key):
            try:
                head = self._client.head_object(Bucket=self.name, Key=self.prefix + key)
            except self._client.exceptions.ClientError as error:
                if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
                    return None
                raise
        return str(head.get("Metadata", {}).get(_MARK, ""))

    def listing(self, page: int = 1000) -> Iterator[tuple[str, str, int]]:
        """(key, ETag, bytes) of everything under the prefix: one call for each ``page`` of keys."""
        with self._sentences():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=self.prefix, PaginationConfig={"PageSize": page}
            )
            for found in pages:
                for row in found.get("Contents", ()):
                    yield row["Key"].removeprefix(self.prefix), row["ETag"].strip('"'), row["Size"]

    def _sentences(self, key: str = "") -> _Sentences:
        return _Sentences(self, key)


class _Sentences:
    """Turns what boto3 raises inside into ``Refused`` and ``Unfit``."""

    def __init__(self, store: Store, key: str) -> None:
        self._store, self._key = store, key

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            NoCredentialsError,
            PartialCredentialsError,
        )

        named = f"The bucket “{self._store.name}” at {self._store.where}"
        if isinstance(error, ClientError):
            said = error.response.get("Error", {}).get("Message") or str(error)
            status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
            code = _code(error)
            if sentence := _SENTENCES.get(code):
                raise Refused(f"{named} {sentence}") from error
            if self._key and status in (400, 411, 413, 414, 415, 422, 501) and code not in _PASSING:
                raise Unfit(f"{named} does not take {self._key}: {said}") from error
            raise Refused(f"{named} answers: {said} ({code})") from error
        if isinstance(error, NoCredentialsError | PartialCredentialsError):
            raise Refused(
                f"{named} needs a key, and boto3 finds none: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            ) from error
        if isinstance(error, BotoCoreError | Boto3Error):
            raise Refused(f"{named} cannot be used: {error}") from error


_KEY = "refuses the key: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
_RIGHTS = (
    "allows this key too little: it needs s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject."
)
_SENTENCES = {
    "NoSuchBucket": "is not there: make it, or correct MASTHEAD_BUCKET.",
    "InvalidBucketName": "is not there: make it, or correct MASTHEAD_BUCKET.",
    "InvalidAccessKeyId": _KEY,
    "SignatureDoesNotMatch": _KEY,
    "InvalidToken": _KEY,
    "ExpiredToken": "refuses the key, whose time is over: get another.",
    "AccessDenied": _RIGHTS,
    "AllAccessDisabled": _RIGHTS,
    "403": _RIGHTS,  # the answer to HEAD has no words
    "PermanentRedirect": "lies in another region: set AWS_DEFAULT_REGION.",
    "AuthorizationHeaderMalformed": "lies in another region: set AWS_DEFAULT_REGION.",
    "RequestTimeTooSkewed": "sees another time than this machine has: set its clock.",
}
_PASSING = ("RequestTimeout", "BadDigest", "IncompleteBody")


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def ours() -> Store:
    """The bucket of this outlet."""
    return _store(**settings.MASTHEAD_BUCKET)


@lru_cache(maxsize=4)
def _store(name: str, prefix: str, endpoint: str) -> Store:
    return Store(name, prefix, endpoint)


def each(work: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """Do it with all of these, some at one time; what is not begun when one fails is left."""
    failed = Event()

    def one(thing: T) -> R:
        if failed.is_set():
            raise CancelledError
        try:
            return work(thing)
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(THREADS) as threads:
        # They begin in this order, so the first that has no result is one that failed.
        return [begun.result() for begun in [threads.submit(one, thing) for thing in things]]
