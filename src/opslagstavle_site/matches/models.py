"""Matches between lots and enterprises, with the reasons they were shown with."""

from __future__ import annotations

from django.db import models

from opslagstavle_site.enterprises.models import Enterprise
from opslagstavle_site.notices.models import Lot


class Match(models.Model):
    """``data`` is the library's ``Match`` as JSON: score, contributions, findings and route, as of ``computed_on``."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="matches")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="matches")
    score = models.FloatField()
    route = models.CharField(max_length=20)
    computed_on = models.DateField()
    data = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lot", "enterprise"], name="match_once"),)
        indexes = (models.Index(fields=["enterprise", "-score"], name="match_best"),)
