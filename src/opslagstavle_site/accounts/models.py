"""People who log in, and the links they do it with. There are no passwords."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with a log-in. ``is_staff`` is the entrance: sees counts that identify people, and what could not be read."""


class LoginLink(models.Model):
    """Good for one log-in, for a short time. Only a hash of the secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
