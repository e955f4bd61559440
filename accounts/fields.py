"""Columns that hold something sealed, known by their type so that a new master key finds them all."""

from django.db import models


class WrappedKeyField(models.BinaryField):
    """A data key wrapped by the master key (see personal_data.py). NULL: there is none, or it was destroyed."""
