"""Rows that have no code of their own are named by something random outside of the portal.

A running number would tell how many rows of other parties lie between two that the reader sees.
"""

import secrets
import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class Unnumbered(models.Model):
    """Mixin: `uid` is the row's name in the API, in forms and addresses; the key stays inside."""

    uid = models.UUIDField(unique=True, editable=False, default=uuid.uuid4, db_default=RandomUUID())

    class Meta:
        abstract = True


LEAST_KEY, MOST_KEYS = 10**11, 9 * 10**11  # twelve digits


def random_key() -> int:
    """A key that tells nothing of other rows."""
    return LEAST_KEY + secrets.randbelow(MOST_KEYS)


class RandomKey(models.Model):
    """Mixin: the key itself is random. For rows that people call by their number, as in /reports/<number>/."""

    id = models.BigIntegerField(primary_key=True, editable=False, default=random_key)

    class Meta:
        abstract = True
