"""Rows that have no code of their own are named by a random number outside of the portal.

A running number would tell how many rows of other parties lie between two that the reader sees.
"""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class Unnumbered(models.Model):
    """Mixin: `uid` is the row's name in the API, in forms and addresses; the key stays inside."""

    uid = models.UUIDField(unique=True, editable=False, default=uuid.uuid4, db_default=RandomUUID())

    class Meta:
        abstract = True
