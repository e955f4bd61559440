"""What the database gives a column by itself."""

from django.db import models
from django.db.models import Func


class NextPersonNumber(Func):
    """The next 人员编号, from a sequence of its own: it never changes, whatever is corrected about the person."""

    template = "nextval('cadres_person_number')"
    output_field = models.BigIntegerField()
