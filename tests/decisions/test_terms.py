"""What somebody filed, decided or was told counts as long as they work for the place or serve there, and no longer."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.access import reach_of
from accounts.choices import Duty
from accounts.models import Appointment, User
from attendance.leave.actions import file_leave
from attendance.leave.queries import leaves, may_handle, may_read_health
from attendance.models import Leave
from cadres.models import Posting
from decisions.actions import NotAllowed, decide_step, withdraw
from decisions.choices import State
from decisions.queries import decided, may_withdraw, notices, visible
from tests import factories
from tests.leave.drafts import draft

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 3)
NOTE = "腰椎手术"


@pytest.fixture
def here(settings: Settings) -> factories.County:
    settings.TODAY = DAY
    return factories.linfen()


def sick_leave(here: factories.County, *, by: User) -> Leave:
    posting = factories.cadre("张三", here)
    return file_leave(draft(posting, "1", start=date(2018, 9, 20), leave_type="sick", health_note=NOTE), by=by)


def end_term(user: User) -> User:
    Appointment.objects.filter(user=user).update(until=DAY - timedelta(days=1))
    return User.objects.get(pk=user.pk)


def rights(user: User, leave: Leave) -> dict[str, bool]:
    """What the user may do with the leave."""
    return {
        "see it": leaves(user).filter(pk=leave.pk).exists(),
        "see the matter": visible(user).filter(pk=leave.proceeding_id).exists(),
        "handle it": may_handle(user, leave),
        "read the health note": may_read_health(user, leave),
        "withdraw it": may_withdraw(user, leave.proceeding),
    }


def test_the_clerk_who_filed_does_all_while_in_office_and_nothing_afterwards(here: factories.County) -> None:
    clerk = here.user("township")
    leave = sick_leave(here, by=clerk)
    assert set(rights(clerk, leave).values()) == {True}

    assert set(rights(end_term(clerk), leave).values()) == {False}


def test_who_moved_to_another_county_finds_nothing_behind_the_links(here: factories.County) -> None:
    clerk = here.user("township")
    leave = sick_leave(here, by=clerk)
    there = factories.hebei()
    Appointment.objects.create(user=end_term(clerk), body=there.body("township"), duty=Duty.CLERK, since=DAY)
    client = Client()
    client.force_login(User.objects.get(pk=clerk.pk))

    pages = [f"/leave/{leave.key}/", f"/matters/{leave.key}/"]
    acts = [(f"/leave/{leave.key}/cancel/", {"reason": "不去了"}), (f"/matters/{leave.key}/withdraw/", {})]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert [client.post(page, fields).status_code for page, fields in acts] == [404, 404]
    assert Leave.objects.get(pk=leave.pk).proceeding.state == State.OPEN


def test_lists_of_what_one_decided_and_was_told_end_with_the_term(here: factories.County) -> None:
    county = here.user("county")
    leave = sick_leave(here, by=county)
    decide_step(leave.proceeding.steps.get(), by=here.user("township"), agree=True)
    assert (decided(reach_of(here.user("township"))).count(), notices(reach_of(county)).count()) == (1, 1)

    for user in (here.user("township"), county):
        reach = reach_of(end_term(user))
        assert (decided(reach).count(), notices(reach).count()) == (0, 0)


@pytest.mark.parametrize("serves", [True, False])
def test_a_team_mate_who_filed_counts_while_they_serve_there(here: factories.County, serves: bool) -> None:
    mate = factories.cadre("李四", here)
    leave = sick_leave(here, by=factories.login(mate))
    if not serves:
        Posting.objects.filter(pk=mate.pk).update(end=DAY - timedelta(days=1))

    assert set(rights(factories.login(mate), leave).values()) == {serves}


@pytest.mark.parametrize("serves", [True, False])
def test_a_leader_reads_what_they_signed_while_they_lead(settings: Settings, serves: bool) -> None:
    settings.TODAY = DAY
    there = factories.hebei()
    leader = factories.cadre("周队长", there, role="leader")
    posting = factories.cadre("王五", there)
    leave = file_leave(draft(posting, "1", leave_type="sick", health_note=NOTE), by=factories.login(posting))
    decide_step(leave.proceeding.steps.get(), by=factories.login(leader), agree=True)
    if not serves:
        Posting.objects.filter(pk=leader.pk).update(end=DAY - timedelta(days=1))

    found = rights(factories.login(leader), leave)
    assert (found["see it"], found["see the matter"], found["read the health note"]) == (serves,) * 3


def test_the_cadre_keeps_what_is_about_themselves(here: factories.County) -> None:
    leave = sick_leave(here, by=here.user("township"))
    cadre = factories.login(leave.posting)
    Posting.objects.filter(pk=leave.posting_id).update(end=DAY - timedelta(days=1))

    assert set(rights(cadre, leave).values()) == {True}


def test_who_only_saw_it_does_not_take_it_back(here: factories.County) -> None:
    leave = sick_leave(here, by=here.user("township"))

    with pytest.raises(NotAllowed, match="只有申请人"):
        withdraw(leave.proceeding, by=here.user("county"))


def test_the_clerk_who_only_reads_at_the_unit_now_takes_nothing_back(here: factories.County) -> None:
    clerk = here.user("county")
    leave = sick_leave(here, by=clerk)
    Appointment.objects.create(user=end_term(clerk), body=here.unit, duty=Duty.READER, since=DAY)
    clerk = User.objects.get(pk=clerk.pk)

    assert visible(clerk).filter(pk=leave.proceeding_id).exists()
    with pytest.raises(NotAllowed, match="只有申请人"):
        withdraw(leave.proceeding, by=clerk)
