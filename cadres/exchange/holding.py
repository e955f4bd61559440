"""Questions about persons that are put to whoever holds them: one put to a county they have since left has lapsed.

The rule is that of `elsewhere.holders`, as the database says it for a list.
"""

from typing import TypeVar

from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import Exact

from accounts.acting import NotAllowed
from cadres.exchange.elsewhere import COUNTY
from cadres.models import MergeProposal, Posting, Transfer

Row = TypeVar("Row", bound=Model)


def still_held(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of questions about a `cadre`, put to a `place`: those whose cadre that county holds today."""
    own = Posting.objects.filter(cadre=OuterRef("cadre")).order_by(F("end").desc(nulls_first=True), "-start", "-pk")
    held_at = Coalesce(Subquery(own.values("team__place_id")[:1]), F("cadre__county_id"))
    return rows.filter(Exact(Left(held_at, COUNTY), Left("place_id", COUNTY)))


def check_held(question: MergeProposal | Transfer) -> None:
    """Refuse what was put to a county the person has left. Raises NotAllowed."""
    if not still_held(type(question)._default_manager.filter(pk=question.pk)).exists():
        raise NotAllowed(
            "此人现已由其他县（区、旗）登记，这一事项不再由原登记县办理；台账再次导入时，系统会转请现登记县核实。"
        )
