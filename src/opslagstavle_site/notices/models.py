"""Where notices come from, their original bytes, and what was read from them.

Everything below ``Document`` can be rebuilt from the bytes in it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

CURRENT = models.Q(current=True)
FLAGS = ("stage", "reserved_participation", "reserved_execution")


class LongText(models.TextField):  # type: ignore[type-arg]  # Django's own takes no arguments when it runs
    """Text whose rows are written one beside the other and not as one array.

    On PostgreSQL Django writes many rows as arrays, and psycopg then escapes every quotation mark of our JSON one by one: a third
    of the time of storing. With a field that may want a placeholder of its own Django does not.
    """

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s"

    def deconstruct(self) -> Any:
        name, _, arguments, named = super().deconstruct()
        return name, "django.db.models.TextField", arguments, named


class Source(models.Model):
    """Somewhere documents come from; the public sees when it was last read and what went wrong."""

    class Kind(models.TextChoices):
        DEMO = "demo"
        FOLDER = "folder"
        CODELISTS = "codelists"
        TED = "ted"
        TED_PACKAGES = "ted-packages"
        OCDS = "ocds"

    key = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    location = models.CharField(max_length=1000, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of what was there at the last whole reading
    last_started = models.DateTimeField(null=True)
    last_read = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)  # in words for staff
    fault = models.CharField(max_length=20, blank=True)  # its kind (sources.faults.Fault), for the public
    failures = models.PositiveIntegerField(default=0)  # turns in a row that came to nothing
    next_try = models.DateTimeField(null=True)  # not before this by itself; null: at once
    added_at = models.DateTimeField(null=True)
    first_day = models.DateField(
        null=True
    )  # of a source that comes day by day: what is older was never asked for
    cursor = models.JSONField(default=dict)  # how far it is, in the words of its plug
    licence = models.CharField(max_length=300, blank=True)
    removed = models.BooleanField(default=False)  # on purpose: it is not added again by itself


class PublicationDay(models.Model):
    """One day of a source that comes day by day, and whether all of it is here: what is not is the gap."""

    class State(models.TextChoices):
        WAITING = "waiting"  # to be fetched, or broken off in the middle
        NOT_YET = "not-yet"  # asked, but the publisher has not put it all out
        DONE = "done"
        EMPTY = "empty"  # nothing was published that day
        FAILED = "failed"  # not wholly fetched; reason says why

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    issue = models.CharField(max_length=9, blank=True)  # of the OJ S: year and number
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    listed = models.PositiveIntegerField(null=True)  # how many notices the publisher says there are
    kept = models.PositiveIntegerField(default=0)  # of them, new here
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "day"], name="source_day"),)


class Document(models.Model):
    """One file's bytes as they came (compressed here), once, whatever it is called and wherever it came from."""

    class State(models.TextChoices):
        KEPT = "kept"  # to be read
        READ = "read"
        UNREADABLE = "unreadable"  # quarantine: reason and place say why

    sha256 = models.CharField(max_length=64, unique=True)
    compressed = models.BinaryField()
    size = models.PositiveIntegerField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents", db_index=False)
    name = models.CharField(max_length=300)
    kept_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    reader = models.PositiveIntegerField(default=0)  # the library's READER that read it last
    reason = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["state", "id"], name="document_state"),
            models.Index(fields=["source", "state"], name="document_source_state"),
        )


class Procedure(models.Model):
    """The whole run from plan to contract: all notices of it point here. ``ocid`` never changes once it was given.

    Two that turn out to be one are joined; the one that goes says which one it became, so that its ocid is still found.
    """

    ocid = models.CharField(max_length=200, unique=True)
    became = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="was")


class Notice(models.Model):
    """One published notice. ``lineage`` is shared by its versions and by what corrects it; one of them is ``current``."""

    key = models.CharField(
        max_length=120, unique=True
    )  # publication number, else id and version, else the hash
    lineage = models.CharField(max_length=120, db_index=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="notices")
    current = models.BooleanField(default=True)
    patch = models.BooleanField(default=False)  # prints only what changes of another one
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="notice")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="notices")
    rank = models.CharField(
        max_length=120
    )  # orders the versions of a lineage, and two documents of one notice
    stage = models.CharField(max_length=20)
    notice_type = models.CharField(max_length=40, blank=True)
    published = models.DateField(null=True)
    stored_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)  # anything that is told of it or its lots
    titles = models.JSONField(default=dict)
    buyer_name = models.CharField(max_length=500, blank=True)
    lot_count = models.PositiveIntegerField(default=0)
    data = LongText()  # the library's Notice without its lots, as JSON

    class Meta:
        indexes = (
            models.Index(fields=["current"], name="notice_current"),
            models.Index(fields=["stored_at", "id"], name="notice_stored"),
            models.Index(fields=["changed_at", "id"], name="notice_changed"),
        )


class Gone(models.Model):
    """A notice, or one lot of it (``number``), that was here and is not: so that whoever keeps a copy learns it."""

    key = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["key", "number"], name="gone_once"),)
        indexes = (models.Index(fields=["at", "id"], name="gone_at"),)


class NoticeName(models.Model):
    """What a notice is called, or calls another (the library's ``notices.identity``): how notices find each other."""

    class Kind(models.TextChoices):
        OWN = "own"
        LINEAGE = "lineage"
        PROCEDURE = "procedure"
        EARLIER = "earlier"
        ANNOUNCED_BY = "announced"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="names", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "kind", "name"], name="notice_name"),)
        indexes = (models.Index(fields=["name", "kind"], name="name_kind"),)


class Lot(models.Model):
    """One lot of a notice, with what the board filters and sorts by. Yes, no or null: not stated."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="lots")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    titles = models.JSONField(default=dict)
    current = models.BooleanField(default=True)  # as the notice
    stage = models.CharField(max_length=20)  # as the notice
    published = models.DateField(null=True)  # as the notice
    closes = models.DateField(null=True)
    cpv = models.CharField(max_length=8, blank=True)
    reserved_participation = models.BooleanField(null=True)
    reserved_execution = models.BooleanField(null=True)
    # Where a result is silent: the key of the competition whose reservation stands in the two columns above.
    reserved_by = models.CharField(max_length=120, blank=True)
    value_amount = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    value_currency = models.CharField(max_length=3, blank=True)
    data = LongText()  # the library's Lot, as JSON
    printed = LongText(blank=True)  # the same as its notice has it, where a patch moved a deadline
    match_count = models.PositiveIntegerField(default=0)  # kept by whoever matches
    matched_against = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # state of the register it was matched with

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "position"], name="lot_position"),
            models.UniqueConstraint(fields=["notice", "number"], name="lot_number"),
        )
        # The first two give the board's orders, with what else is filtered by, so that rows are read only of what is shown; they
        # are partial, because SQLite uses no index for a bare boolean. The third holds everything that is counted (``current``
        # too, which a partial index would not), so that counting reads no rows.
        indexes = (
            models.Index(fields=["closes", "id", *FLAGS], condition=CURRENT, name="lot_closes"),
            models.Index(fields=["published", "id", *FLAGS], condition=CURRENT, name="lot_published"),
            models.Index(
                fields=["closes", "stage", "reserved_participation", "reserved_execution", "current"],
                name="lot_counted",
            ),
        )


class LotKind(models.Model):
    """A kind of work a current lot asks for (key of the library's ``terms.kinds``)."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="kinds", db_index=False)
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lot", "kind"], name="lot_kind"),)
        indexes = (models.Index(fields=["kind", "lot"], name="kind_lot"),)


class LotArea(models.Model):
    """An area a current lot is found under: its place, what that lies in, and all of Denmark's when it says only "DK"."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="areas", db_index=False)
    nuts = models.CharField(max_length=5)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lot", "nuts"], name="lot_area"),)
        indexes = (models.Index(fields=["nuts", "lot"], name="area_lot"),)


class LotCount(models.Model):
    """How many current lots of one kind: what the board's filters count, kept by whoever stores (``counting``).

    A lot counts under each of its kinds and the Danish areas it is found under, and once more under "": any. The days that were
    past when it was last tidied up are ``PAST``; a lot without a deadline counts under ``NEVER``.
    """

    kind = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=5, blank=True)
    day = models.DateField()  # on which they close
    stage = models.CharField(max_length=20)
    participation = models.BooleanField()  # reserved, and said so
    execution = models.BooleanField()
    lots = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "place", "day", "stage", "participation", "execution"], name="lot_count"
            ),
        )
        indexes = (models.Index(fields=["place", "day"], name="count_place"),)


class Counted(models.Model):
    """How far ``LotCount`` is, in one row: lots up to this one are in it; days before this one are ``PAST``."""

    lot = models.BigIntegerField(default=0)
    before = models.DateField()
