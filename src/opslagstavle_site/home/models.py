"""What the board knows of its own running."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """The last run of one job of the schedule. ``alive_at`` moves while it works, so that a long turn is no silent one."""

    job = models.CharField(max_length=20, unique=True)
    began_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # null: at work, or killed while it was
    fault = models.CharField(max_length=100, blank=True)  # the kind of what went wrong, never its message
