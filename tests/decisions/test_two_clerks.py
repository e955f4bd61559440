"""Two people press at the same moment: two connections, both have read before either writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import User
from attendance.leave.actions import file_leave
from attendance.models import Evidence, Leave
from decisions.actions import AlreadyDecided, decide_step
from decisions.choices import State, StepState
from decisions.models import Notice, Step
from tests import factories
from tests.leave.drafts import draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_day(settings: Settings) -> None:
    settings.TODAY = date(2019, 9, 2)


def at_once(*acts: Callable[[Barrier], str]) -> list[str]:
    """Run each act in a thread and a connection of its own; what each of them came to."""
    gate = Barrier(len(acts), timeout=20)

    def run(act: Callable[[Barrier], str]) -> str:
        try:
            return act(gate)
        except AlreadyDecided as late:
            return str(late)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def press(number: int, user: User, *, agree: bool = True) -> Callable[[Barrier], str]:
    """Read the step while it is open, wait until the other has read too, then decide."""

    def act(gate: Barrier) -> str:
        step = Step.objects.select_related("proceeding").get(pk=number)
        assert step.state == StepState.OPEN
        gate.wait()
        decide_step(step, by=user, agree=agree, opinion="请核" if not agree else "")
        return "办理"

    return act


def joint_leave() -> tuple[factories.County, Leave, dict[str, int]]:
    place = factories.inner_mongolia()
    posting = factories.cadre("巴图", place)
    leave = file_leave(draft(posting, "2", start=date(2019, 9, 3)), by=factories.login(posting))
    return place, leave, dict(leave.proceeding.steps.values_list("word", "pk"))


def closing_notices(leave: Leave) -> list[str]:
    """What the cadre was told of the end of the matter."""
    told = Notice.objects.filter(proceeding=leave.proceeding, person=factories.login(leave.posting))
    return [text.rpartition("：")[2] for text in told.values_list("text", flat=True)]


def test_two_clerks_on_one_step_make_one_decision_and_one_message() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    colleague = factories.user("colleague", "刘芳", acts_for=place.body("township"))
    leave = file_leave(draft(posting, "3", start=date(2019, 9, 3)), by=factories.login(posting))
    number = leave.proceeding.steps.get().pk

    said = at_once(press(number, place.user("township")), press(number, colleague, agree=False))

    done = Step.objects.get(pk=number)
    leave.proceeding.refresh_from_db()
    late = [text for text in said if text != "办理"]
    assert len(late) == 1 and f"已由{done.decided_by}于" in late[0]
    granted = done.state == StepState.DONE
    assert leave.proceeding.state == (State.GRANTED if granted else State.REFUSED)
    assert closing_notices(leave) == ["已同意" if granted else "不同意"]
    assert Evidence.objects.filter(basis=leave.key).count() == (1 if granted else 0)


def test_two_clerks_on_joint_steps_who_both_agree_grant_once() -> None:
    place, leave, steps = joint_leave()

    said = at_once(
        press(steps["township"], place.user("township")), press(steps["county_office"], place.user("county"))
    )

    leave.proceeding.refresh_from_db()
    assert said == ["办理", "办理"]
    assert leave.proceeding.state == State.GRANTED
    assert closing_notices(leave) == ["已同意"]
    assert Evidence.objects.filter(basis=leave.key).count() == 1


def test_two_clerks_on_joint_steps_who_both_refuse_end_it_once() -> None:
    place, leave, steps = joint_leave()

    said = at_once(
        press(steps["township"], place.user("township"), agree=False),
        press(steps["county_office"], place.user("county"), agree=False),
    )

    leave.proceeding.refresh_from_db()
    late = [text for text in said if text != "办理"]
    assert late == ["该办件已办结（不同意），不需要再办理，请刷新查看结果。"]
    assert sorted(leave.proceeding.steps.values_list("state", flat=True)) == [StepState.REFUSED, StepState.VOID]
    assert closing_notices(leave) == ["不同意"]


def test_an_agreement_and_a_refusal_on_joint_steps_end_in_refusal() -> None:
    place, leave, steps = joint_leave()

    at_once(
        press(steps["township"], place.user("township")),
        press(steps["county_office"], place.user("county"), agree=False),
    )

    leave.proceeding.refresh_from_db()
    assert leave.proceeding.state == State.REFUSED
    assert closing_notices(leave) == ["不同意"]
    assert Evidence.objects.filter(basis=leave.key).count() == 0


def test_two_filings_of_the_same_days_leave_one() -> None:
    from decisions.actions import NotAllowed

    place = factories.linfen()
    posting = factories.cadre("张三", place)

    def file(user: User) -> Callable[[Barrier], str]:
        def act(gate: Barrier) -> str:
            gate.wait()
            try:
                file_leave(draft(posting, "3", start=date(2019, 9, 3)), by=user)
            except NotAllowed as refusal:
                return str(refusal)
            return "提交"

        return act

    said = at_once(file(factories.login(posting)), file(place.user("township")))

    assert sorted(said) == sorted(["提交", "张三在9月3日至5日已有请假，不能重叠。请改日期，或先撤回、取消原来的。"])
    assert Leave.objects.count() == 1
