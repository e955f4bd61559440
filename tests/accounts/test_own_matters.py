"""Nobody acts on their own posting, facts, grades and cases; nor a stand-in on those of who they stand in for."""

from collections.abc import Callable
from datetime import date

import pytest
from pytest_django.fixtures import Settings

from accounts.acting import NotAllowed
from accounts.actions import substitute
from accounts.choices import Duty
from accounts.models import User
from assessment.actions import set_quarter, set_year
from attendance.models import Correction
from attendance.register.actions import decide_correction, note_month, propose_correction
from cadres.models import Cadre, Posting
from cadres.pages.actions import correct_facts, end_posting, seen_of
from recall.actions import name_successor, open_case, record_finding, void_finding
from recall.choices import Fact, Measure
from recall.grounds import facts_of, grounds_for
from recall.models import Case
from recall.queries import open_findings
from tests import factories
from tests.accounts.world import TODAY, Side, side

pytestmark = pytest.mark.django_db
MONTH = date(2018, 9, 1)
HALVES = {"am": "V" * 30, "pm": "V" * 30, "nights": "1" * 30}


@pytest.fixture
def here(settings: Settings) -> Side:
    settings.TODAY = TODAY
    return side(factories.hebei(), cadre="张三", suspect="李四")


def fresh(posting: Posting) -> Posting:
    return Posting.objects.select_related("cadre__user", "team__place", "unit").get(pk=posting.pk)


def succeed(here: Side, by: User) -> None:
    Case.objects.filter(pk=here.case.pk).update(state="decided", decided_on=TODAY)
    name_successor(here.case, successor=factories.cadre("孙七", here.place), by=by)


def open_second(here: Side, by: User) -> None:
    grounds = grounds_for(here.posting, facts=facts_of(open_findings(here.posting)), on=TODAY)
    ground = [*grounds.certain, *grounds.pending][0]
    open_case(fresh(here.posting), grounds=grounds, **ground, measure=Measure.REMOVAL, reason="属实", by=by)


ACTS: dict[str, Callable[[Side, User], object]] = {
    "records a finding": lambda here, by: record_finding(
        fresh(here.posting), fact=Fact.FINDING, value="disciplined", found_on=TODAY, source="通报", by=by
    ),
    "voids a finding": lambda here, by: void_finding(here.finding, reason="误录", by=by),
    "opens a case": open_second,
    "names a successor": succeed,
    "notes a month": lambda here, by: note_month(fresh(here.posting), month=MONTH, **HALVES, version=0, by=by),
    "proposes a correction": lambda here, by: propose_correction(
        fresh(here.posting), month=MONTH, **HALVES, reason="漏记", by=by
    ),
    "decides a correction": lambda here, by: decide_correction(
        Correction.objects.get(pk=here.correction.pk), accept=False, opinion="", by=by
    ),
    "sets a quarter's grade": lambda here, by: set_quarter(
        fresh(here.posting), year=2018, quarter=1, grade="good", by=by
    ),
    "sets a year's grade": lambda here, by: set_year(
        fresh(here.posting), year=2018, grade="competent", facts={}, reason="", by=by
    ),
    "corrects facts": lambda here, by: correct_facts(
        here.posting.cadre, {"remark": "新"}, phone="", seen=seen_of(here.posting.cadre), by=by
    ),
    "ends a posting": lambda here, by: end_posting(fresh(here.posting), end=TODAY, ended_by="term", seen="", by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("through", ["themselves", "a stand-in"])
def test_nobody_acts_in_their_own_matter_nor_through_a_stand_in(here: Side, act: str, through: str) -> None:
    staff = here.place.user("county")
    posting = here.case.posting if act == "names a successor" else here.posting
    Cadre.objects.filter(pk=posting.cadre_id).update(user=staff)
    for row in (here.posting, here.finding.posting, here.case.posting):
        row.cadre.refresh_from_db()
    by = staff
    if through == "a stand-in":
        second = factories.user("second", "第二人", acts_for=here.place.body("county_org"), duty=Duty.READER)
        substitute(staff, second, since=TODAY, until=TODAY, by=staff)
        by = User.objects.get(pk=second.pk)

    with pytest.raises(NotAllowed, match="本人的事项"):
        ACTS[act](here, by)


@pytest.mark.parametrize("act", ACTS)
def test_a_colleague_does(here: Side, act: str) -> None:
    ACTS[act](here, here.place.user("county"))
