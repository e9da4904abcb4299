"""The register of social enterprises. What identifies people by small counts stands in a table of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Enterprise(models.Model):
    """What anyone may see of an enterprise. Yes, no or null: not stated."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    cvr = models.CharField(max_length=8, unique=True, null=True)
    is_demo = models.BooleanField(default=False)
    descriptions = models.JSONField(default=dict)
    kinds = models.JSONField(default=list)
    cpv = models.JSONField(default=list)
    places = models.JSONField(default=list)
    town = models.CharField(max_length=100, blank=True)
    registered = models.BooleanField(null=True)
    registered_checked = models.DateField(null=True)
    integration_is_main_aim = models.BooleanField(null=True)
    updated_at = models.DateTimeField(auto_now=True)


class WorkforceCount(models.Model):
    """Heads by kind of employment: for the enterprise itself and staff, never on a public page."""

    enterprise = models.OneToOneField(Enterprise, on_delete=models.CASCADE, related_name="workforce")
    heads = models.PositiveIntegerField(null=True)
    flex_jobs = models.PositiveIntegerField(null=True)
    protected_jobs = models.PositiveIntegerField(null=True)
    wage_subsidy = models.PositiveIntegerField(null=True)
    placements = models.PositiveIntegerField(null=True)
    special_terms = models.PositiveIntegerField(null=True)


class Membership(models.Model):
    """A user who speaks for an enterprise."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["enterprise", "user"], name="membership_once"),)
