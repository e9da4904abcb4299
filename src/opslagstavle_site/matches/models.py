"""Matches between lots and enterprises, with the reasons they were shown with."""

from __future__ import annotations

from django.db import models

from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.notices.models import Lot


class Match(models.Model):
    """``data`` is the library's ``Match`` as JSON: score, contributions, findings and route, as of ``computed_on``.

    ``versions``: of the matcher, the rules and the register it was made with. ``shown``: somebody has seen it, so it is kept as
    an ``EarlierMatch`` when it is judged otherwise.
    """

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="matches")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="matches")
    score = models.FloatField()
    route = models.CharField(max_length=20)
    computed_on = models.DateField()
    data = models.TextField()
    versions = models.CharField(max_length=120, default="")
    shown = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lot", "enterprise"], name="match_once"),)
        indexes = (models.Index(fields=["enterprise", "-score"], name="match_best"),)


class EarlierMatch(models.Model):
    """What somebody was shown before it was judged otherwise. Rows are only ever added."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="earlier_matches")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="earlier_matches")
    score = models.FloatField()
    route = models.CharField(max_length=20)
    computed_on = models.DateField()
    data = models.TextField()
    versions = models.CharField(max_length=120, default="")
    replaced_on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["lot", "enterprise", "-id"], name="earlier_match_last"),)
