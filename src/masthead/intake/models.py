"""The nouns of the room: the arrival, what was dropped at the desk, the move of a whole archive, feeds that are watched."""

from __future__ import annotations

from django.db import models

from masthead.article.models.article import LANGUAGES


class Arrival(models.Model):
    """How an article came in: from where, and what was found in it.

    ``source`` is the file's full path or the address that was asked for, ``canonical`` the address the page calls
    its own. ``found`` is the draft as ``Draft.to_json`` has it, without the body. ``original`` names the bytes as
    they came (``intake.originals``); it is empty where nobody kept them.

    An arrival is *cleared* when an editor has compared the draft with its source, or has published it.
    ``confirmed`` are the fields somebody vouches for. ``like`` is an earlier article with mostly the same text, and
    ``like_share`` what part of this text stands in it, 0 to 1; ``like_choice`` what an editor made of it.
    """

    class Choice(models.TextChoices):
        JOIN = "join", "joined to the earlier article"
        BOTH = "both", "both kept"

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="arrivals")
    source = models.CharField(max_length=2000)
    canonical = models.CharField(max_length=2000, blank=True)
    # SHA-256 of the two above: addresses are longer than an index takes.
    source_key = models.CharField(max_length=64)
    canonical_key = models.CharField(max_length=64, blank=True)
    found = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    changes = models.JSONField(
        default=list,
        blank=True,
        help_text="When the source was seen to read otherwise, and how it was headed.",
    )
    again = models.BooleanField(default=False, help_text="It had come in before, and was asked for again.")
    original = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=200, blank=True)
    confirmed = models.JSONField(default=list, blank=True)
    like = models.ForeignKey(
        "article.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    like_share = models.FloatField(null=True, blank=True)
    like_choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)

    class Meta:
        constraints = (
            # take_in relies on these when two people take the same page in at once.
            models.UniqueConstraint(
                fields=("source_key",), condition=models.Q(again=False), name="a_source_arrives_once"
            ),
            models.UniqueConstraint(
                fields=("canonical_key",),
                condition=models.Q(again=False) & ~models.Q(canonical_key=""),
                name="an_address_arrives_once",
            ),
        )
        indexes = (
            # The desk's lists and counts, newest first, however many came before.
            models.Index(
                fields=("-id",), condition=models.Q(cleared_at__isnull=True), name="arrivals_to_clear"
            ),
            models.Index(
                fields=("-cleared_at", "-id"),
                condition=models.Q(cleared_at__isnull=False),
                name="arrivals_cleared",
            ),
            models.Index(
                fields=("-id",),
                condition=models.Q(like__isnull=False, like_choice=""),
                name="arrivals_alike",
            ),
        )

    def __str__(self) -> str:
        return self.canonical or self.source

    @property
    def likeness(self) -> str:
        """What is to be said of an earlier article that this one looks like; nothing once that is decided."""
        if self.like is None or self.like_choice:
            return ""
        part = int((self.like_share or 0) * 100)  # rounded down: only the whole is 100
        # Isolated, so that a headline from right to left does not turn the sentence around.
        headline = f"\u2068“{self.like.headline}”\u2069"
        return f"Looks like article {self.like_id}, {headline}: {part} % of its text stands there too."


class Band(models.Model):
    """One band of an arrival's sketch (``intake.likeness``): arrivals that share one are worth comparing."""

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="bands", db_index=True)
    key = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("key", "arrival"), name="arrivals_by_band"),)


class Parcel(models.Model):
    """One file that was dropped at the desk, or one address that was pasted, on its way to an article.

    ``name`` is what the file was called, believed in nothing. ``why`` is a sentence for people, ``code`` that of
    the error behind it. A *discarded* parcel is a draft that was thrown away and can be read again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        READING = "reading", "being read"
        DONE = "done", "taken in"
        FAILED = "failed", "failed"
        DUPLICATE = "duplicate", "came in before"
        DISCARDED = "discarded", "discarded"

    name = models.CharField(max_length=300)
    address = models.CharField(max_length=2000, blank=True)
    original = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    article = models.ForeignKey(
        "article.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10, choices=LANGUAGES, blank=True)
    again = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("state", "-id"), name="parcels_by_state"),)

    def __str__(self) -> str:
        return self.address or self.name


class Move(models.Model):
    """The export of another system on its way in.

    ``digest`` is the SHA-256 of the file, ``kind`` the name of its reader, ``source`` the system it comes from: kind
    and host, the same for every export of it. ``found`` counts what is in it by kind; empty until it was looked
    through. What came of it are its items.
    """

    name = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    options = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    summary = models.JSONField(default=dict, help_text="What came of each kind, as the record has it.")
    by = models.CharField(max_length=200)
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("digest", "source"), name="an_export_moves_in_once"),)

    def __str__(self) -> str:
        return self.name


class MovedItem(models.Model):
    """What became of one thing in an export: one row for each, written with whatever it became."""

    class Outcome(models.TextChoices):
        ARRIVED = "arrived", "arrived"
        JOINED = "joined", "joined to what was there"
        KNOWN = "known", "moved in before"
        LEFT = "left", "left"
        FAILED = "failed", "failed"

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=40)
    identifier = models.CharField(max_length=300)
    # SHA-256 of kind and identifier, of any length: the same in every export of the system.
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.TextField(blank=True)
    line = models.PositiveBigIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of what it said: tells what changed at the source."
    )
    comments = models.JSONField(
        default=list, blank=True, help_text="Short keys of the comments that came with it, in any export."
    )
    brought = models.JSONField(
        default=dict, blank=True, help_text="What became of what came inside it: {kind: {outcome: number}}."
    )
    article = models.ForeignKey("article.Article", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            # What a second run relies on.
            models.UniqueConstraint(fields=("move", "key"), name="an_item_moves_once"),
        )
        indexes = (
            models.Index(fields=("key",), name="moved_before"),
            models.Index(fields=("move", "kind", "outcome"), name="moved_report"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}: {self.outcome}"


class WatchedFeed(models.Model):
    """A feed whose new items are taken in as drafts.

    ``language`` overrules what is found in its items. ``minutes`` is how long it is left alone between two looks.
    ``trouble`` is what went wrong at the last look, in a sentence. ``token`` is the secret part of the address at
    which its hub knocks, ``secret`` what the hub signs with; ``hub_asked`` and ``topic_asked`` are what was asked
    of whom.
    """

    class State(models.TextChoices):
        WATCHED = "watched", "watched"
        PAUSED = "paused", "paused"
        STOPPED = "stopped", "given up"

    class Hub(models.TextChoices):
        NONE = "none", "not asked"
        ASKED = "asked", "asked"
        ACTIVE = "active", "knocks"
        REFUSED = "refused", "refused"
        LEAVING = "leaving", "told to stop"

    address = models.CharField(max_length=2000)
    # SHA-256: addresses are longer than an index takes.
    address_key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=10, choices=LANGUAGES, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WATCHED)
    only_new = models.BooleanField(default=False, help_text="What stood in it at the first look is left.")
    by = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)

    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    minutes = models.PositiveIntegerField(default=60)
    next_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    new_items = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)

    hub = models.CharField(max_length=2000, blank=True)
    topic = models.CharField(max_length=2000, blank=True)
    hub_state = models.CharField(max_length=10, choices=Hub.choices, default=Hub.NONE)
    hub_asked = models.CharField(max_length=2000, blank=True)
    topic_asked = models.CharField(max_length=2000, blank=True)
    hub_ask_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=64, unique=True)
    secret = models.CharField(max_length=100)

    class Meta:
        # The worker asks every minute for what is due.
        indexes = (models.Index(fields=("state", "next_at"), name="feeds_due"),)
        verbose_name = "feed"

    def __str__(self) -> str:
        return self.title or self.address


class FeedItem(models.Model):
    """An item that was seen in a feed, and what came of it."""

    class State(models.TextChoices):
        TAKEN = "taken", "taken in"
        KNOWN = "known", "had come in before"
        PASSED = "passed", "was there before we watched"
        FAILED = "failed", "could not be taken in"

    feed = models.ForeignKey(WatchedFeed, on_delete=models.CASCADE, related_name="items")
    identifier_key = models.CharField(max_length=64)
    address = models.CharField(max_length=2000, blank=True)
    address_key = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    article = models.ForeignKey(
        "article.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tries = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            # Two looks at one time rely on it.
            models.UniqueConstraint(fields=("feed", "identifier_key"), name="an_item_is_seen_once"),
        )

    def __str__(self) -> str:
        return self.title or self.address
