"""The register of social enterprises. What identifies people by small counts stands in a table of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Enterprise(models.Model):
    """What anyone may see of an enterprise. Yes, no or null: not stated.

    ``key`` never changes. One that was merged stays as it was and says which one it became, so that its address still leads
    somewhere and the merger can be undone.
    """

    class Status(models.TextChoices):
        SHOWN = "shown"  # on the public list, and matched
        PROPOSED = "proposed"  # entered by somebody; staff has not looked at it yet
        MERGED = "merged"  # the same as another one
        HIDDEN = "hidden"  # taken off the list by staff, data kept (closed down, say)

    class Origin(models.TextChoices):
        ITSELF = "itself"  # entered by somebody who speaks for it
        OTHERS = "others"  # proposed by somebody who does not
        RESEARCH = "research"  # known by our own research
        LIST = "list"  # came in a list that somebody handed in
        CVR = "cvr"  # came from the central business register

    class Evidence(models.TextChoices):
        """What "registered: yes or no" rests on, the best first."""

        CVR = "cvr"
        PROOF = "proof"  # somebody of our staff saw a proof
        SAID = "said"  # the enterprise says so

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    cvr = models.CharField(max_length=8, unique=True, null=True)
    is_demo = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SHOWN)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.RESEARCH)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    descriptions = models.JSONField(default=dict)
    kinds = models.JSONField(default=list)
    cpv = models.JSONField(default=list)
    places = models.JSONField(default=list)  # NUTS codes and municipalities it serves
    town = models.CharField(max_length=100, blank=True)
    municipality = models.CharField(max_length=3, blank=True)  # its own
    reach_km = models.PositiveSmallIntegerField(null=True)
    capacities = models.JSONField(default=list)
    references = models.JSONField(default=list)
    website = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=200, blank=True)  # of the enterprise, not of a person
    phone = models.CharField(max_length=30, blank=True)
    registered = models.BooleanField(null=True)
    registered_checked = models.DateField(null=True)
    registered_by = models.CharField(max_length=10, choices=Evidence.choices, blank=True)
    registered_proof = models.CharField(max_length=300, blank=True)  # where the proof is to be seen
    integration_is_main_aim = models.BooleanField(null=True)
    company_form = models.CharField(max_length=100, blank=True)  # as the central business register says
    cvr_state = models.CharField(max_length=60, blank=True)
    cvr_checked = models.DateField(null=True)
    advertising_protected = models.BooleanField(null=True)  # its contact data may not be used for marketing
    confirmed_on = models.DateField(null=True)  # whoever speaks for it last said that everything holds
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    fingerprint = models.CharField(
        max_length=64, blank=True
    )  # changes with what is matched (storing.fingerprint)

    class Meta:
        indexes = (models.Index(fields=["status", "name"], name="enterprise_shown"),)


class EnterpriseKind(models.Model):
    """A kind of work an enterprise does: ``Enterprise.kinds`` once more, to filter and count by."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="kind_rows", db_index=False
    )
    kind = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enterprise", "kind"], name="enterprise_kind"),)
        indexes = (models.Index(fields=["kind", "enterprise"], name="kind_enterprise"),)


class EnterpriseArea(models.Model):
    """An area an enterprise is found under: one it serves (``whole``), or a wider one of which it serves a part."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="area_rows", db_index=False
    )
    place = models.CharField(max_length=8)
    whole = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enterprise", "place"], name="enterprise_area"),)
        indexes = (models.Index(fields=["place", "whole", "enterprise"], name="area_enterprise"),)


class WorkforceCount(models.Model):
    """Heads by kind of employment: for the enterprise itself and staff, never on a public page."""

    enterprise = models.OneToOneField(Enterprise, on_delete=models.CASCADE, related_name="workforce")
    heads = models.PositiveIntegerField(null=True)
    flex_jobs = models.PositiveIntegerField(null=True)
    protected_jobs = models.PositiveIntegerField(null=True)
    wage_subsidy = models.PositiveIntegerField(null=True)
    placements = models.PositiveIntegerField(null=True)
    special_terms = models.PositiveIntegerField(null=True)


class RegisterEntry(models.Model):
    """What the central business register says of "registered social enterprise", for one span of time; ``until`` null: still."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="register_entries")
    value = models.BooleanField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    seen_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enterprise", "since"], name="register_since"),)


class Change(models.Model):
    """One change of an entry: who did what, when. ``differences`` is {field: [before, after]}; never a count of staff."""

    class Act(models.TextChoices):
        ENTERED = "entered"
        PROPOSED = "proposed"
        CHANGED = "changed"
        CONFIRMED = "confirmed"  # everything still holds
        CHECKED = "checked"  # the register flag was looked up
        IMPORTED = "imported"
        ACCEPTED = "accepted"  # a proposal was put on the list
        HIDDEN = "hidden"
        SHOWN = "shown"
        MERGED = "merged"  # another one was merged into this one
        UNMERGED = "unmerged"
        TAKEN_BACK = "taken_back"  # an earlier change was undone

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    differences = models.JSONField(default=dict)


class Request(models.Model):
    """Somebody asks us to correct or to remove an entry. The words are for staff only, and go when it is done."""

    class Wish(models.TextChoices):
        CORRECTION = "correction"
        REMOVAL = "removal"

    class Outcome(models.TextChoices):
        DONE = "done"
        DECLINED = "declined"

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="requests")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    text = models.TextField(blank=True)
    reply_to = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)


class Removal(models.Model):
    """An entry that was removed on request: only hashes of it are kept (``rows.hash_of``), so that no list brings it back."""

    key_hash = models.CharField(max_length=64, unique=True)
    cvr_hash = models.CharField(max_length=64, blank=True, db_index=True)
    name_hash = models.CharField(max_length=64, db_index=True)
    removed_at = models.DateTimeField(default=timezone.now)


class Distinct(models.Model):
    """Two entries that look alike and are not the same: staff said so, and is not asked again."""

    one = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["one", "other"], name="distinct_pair"),)


class Merger(models.Model):
    """One entry that was merged into another, and what is needed to take it back. Counts of staff are in neither.

    ``taken`` is {column: [before, after]} of the kept entry; ``was`` what the merged one had before: status and CVR number.
    ``memberships`` are ids of rows that moved; ``workforce`` and ``history``: did the two exchange their counts, and what the
    central business register said of them?
    """

    kept = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="mergers")
    merged = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken = models.JSONField(default=dict)
    was = models.JSONField(default=dict)
    memberships = models.JSONField(default=list)
    workforce = models.BooleanField(default=False)
    history = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)


class ListImport(models.Model):
    """A sheet of enterprises that was handed in, and what became of its rows.

    ``content`` is kept until somebody confirms or a day is over: it has counts of staff. ``faults`` are [line, column, kind,
    evidence] (``opslagstavle.enterprises.sheet_rows.RowFault``).
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # shown to whoever handed it in, and not confirmed yet
        DONE = "done"

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    content = models.BinaryField(null=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)


class ProposalLink(models.Model):
    """Lets whoever proposed an enterprise correct it until it is accepted. Only a hash of the secret is kept."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)


class Sending(models.Model):
    """A form that came without a log-in, kept for a day to count by. The hash names no address to whoever has not our key."""

    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)


class Membership(models.Model):
    """A user who speaks for an enterprise."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enterprise", "user"], name="membership_once"),)
