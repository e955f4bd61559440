"""Filing a leave: days, route, who is told, and what is refused. No browser."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from accounts.models import Body
from attendance.choices import LeaveState
from attendance.leave.actions import cancel_leave, close_leave, file_leave, health_note
from attendance.leave.planning import hints, plan
from attendance.leave.queries import leaves, state_of, unapproved
from attendance.models import Correction, Leave, MonthClosing, RegisterLine
from decisions.actions import NotAllowed, decide_step, name_party, withdraw
from decisions.choices import State, StepState
from decisions.law import reply_due
from decisions.models import Notice, Step
from tests import factories
from tests.leave.drafts import MONDAY, draft
from villages.clock import now

pytestmark = pytest.mark.django_db
BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def on_monday(settings: Settings) -> None:
    settings.TODAY = MONDAY


def route(leave: Leave) -> list[tuple[int, str, str, str]]:
    return [
        (step.stage, step.word, step.act, step.body.name if step.body else step.person.name if step.person else "")
        for step in leave.proceeding.steps.all()
    ]


def agree(leave: Leave, place: factories.County, *roles: str) -> None:
    for role in roles:
        step = next(
            step for step in leave.proceeding.steps.filter(state=StepState.OPEN) if _holds(step, place.user(role))
        )
        decide_step(step, by=place.user(role), agree=True, opinion="同意")
    leave.refresh_from_db()


def _holds(step: Step, user) -> bool:
    return step.person_id == user.pk or user.appointments.filter(body=step.body_id).exists()


@pytest.mark.parametrize(
    ("level", "days", "expected"),
    [
        ("county", "7", [(1, "township", "approve", "中共吉昌镇委员会")]),
        ("county", "7.5", [(1, "county_office", "approve", "中共吉县委组织部")]),
        ("county", "15", [(1, "county_office", "approve", "中共吉县委组织部")]),
        (
            "city",
            "15.5",
            [(1, "city_office", "approve", "临汾市干部帮扶工作领导小组办公室"), (1, "unit", "approve", "吉县民政局")],
        ),
        ("county", "15.5", [(1, "county_office", "approve", "中共吉县委组织部")]),
    ],
)
def test_linfen_goes_up_with_the_days(level: str, days: str, expected: list) -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place, dispatch_level=level)

    leave = file_leave(draft(posting, days), by=factories.login(posting))

    assert route(leave) == expected
    assert leave.days == Decimal(days)
    assert leave.proceeding.manual is (level == "county" and days == "15.5")


def test_silence_goes_to_a_person_who_must_say_why() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    leave = file_leave(draft(posting, "16"), by=factories.login(posting))
    step = leave.proceeding.steps.get()

    with pytest.raises(NotAllowed, match="请在意见栏写明决定的理由"):
        decide_step(step, by=place.user("county"), agree=True)
    decide_step(step, by=place.user("county"), agree=True, opinion="商派出单位后同意")

    leave.proceeding.refresh_from_db()
    assert leave.ruling.answer["outcome"] == "silent"
    assert (leave.proceeding.state, leave.proceeding.manual) == (State.GRANTED, True)


def test_general_teams_members_sign_then_ask_their_leader() -> None:
    place = factories.general_team()
    leader = factories.cadre("朝鲁", place, role="leader", dispatch_level="province")
    posting = factories.cadre("李四", place, dispatch_level="province")

    leave = file_leave(draft(posting, "2"), by=factories.login(posting))

    assert route(leave) == [
        (1, "county_secretary", "sign", "中共科尔沁左翼中旗委员会书记"),
        (2, "team_leader", "approve", "朝鲁"),
    ]
    decide_step(leave.proceeding.steps.get(stage=1), by=place.user("secretary"), agree=True)
    decide_step(leave.proceeding.steps.get(stage=2), by=factories.login(leader), agree=True)
    told = Notice.objects.filter(proceeding=leave.proceeding, body__isnull=False)
    assert sorted(told.values_list("body__name", flat=True)) == ["内蒙古自治区财政厅", "管理办公室联络考评组"]


def test_general_teams_need_no_leave_inside_the_banner() -> None:
    place = factories.general_team()
    posting = factories.cadre("李四", place, dispatch_level="province")

    with pytest.raises(NotAllowed, match="县内活动不需请假"):
        file_leave(draft(posting, "2", destination="inside_county"), by=factories.login(posting))

    assert Leave.objects.count() == 0


def test_a_member_without_a_leader_asks_the_township() -> None:
    place = factories.hebei()
    posting = factories.cadre("王五", place)

    leave = file_leave(draft(posting, "1"), by=factories.login(posting))

    assert route(leave) == [(1, "township", "approve", "中共龙泉关镇委员会")]


def test_a_leader_is_never_their_own_approver() -> None:
    place = factories.hebei()
    posting = factories.cadre("赵六", place, role="leader")

    leave = file_leave(draft(posting, "1"), by=factories.login(posting))

    assert route(leave) == [(1, "township", "consent", "中共龙泉关镇委员会")]


def test_hebei_township_has_half_an_office_day_to_answer() -> None:
    place = factories.hebei()
    posting = factories.cadre("赵六", place, role="leader")

    leave = file_leave(draft(posting, "2"), by=factories.login(posting))
    first, second = leave.proceeding.steps.all()

    assert (first.due is not None, second.due) == (True, None)
    decide_step(first, by=place.user("township"), agree=True)
    second.refresh_from_db()
    assert second.due is not None


def test_inner_mongolia_village_needs_both_and_tells_the_unit() -> None:
    place = factories.inner_mongolia()
    posting = factories.cadre("巴图", place)
    leave = file_leave(draft(posting, "2", start=date(2019, 9, 3)), by=factories.login(posting))

    agree(leave, place, "township")
    assert leave.proceeding.state == State.OPEN
    agree(leave, place, "county")

    leave.proceeding.refresh_from_db()
    assert leave.proceeding.state == State.GRANTED
    assert [notice.body for notice in Notice.objects.filter(proceeding=leave.proceeding, body=place.unit)] == [
        place.unit
    ]


def test_a_form_the_regulation_refuses_writes_nothing() -> None:
    place = factories.hebei()
    posting = factories.cadre("王五", place)

    with pytest.raises(NotAllowed, match="不能口头请假"):
        file_leave(draft(posting, "2", oral=True, oral_agreed_by="镇长"), by=factories.login(posting))

    assert (Leave.objects.count(), Step.objects.count()) == (0, 0)


def test_leaves_of_one_post_do_not_overlap() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    file_leave(draft(posting, "3"), by=factories.login(posting))

    with pytest.raises(NotAllowed, match="9月3日至5日已有请假"):
        file_leave(draft(posting, "1", start=date(2018, 9, 5)), by=factories.login(posting))
    after = file_leave(draft(posting, "1", start=date(2018, 9, 6)), by=factories.login(posting))

    assert after.days == 1


def test_a_withdrawn_leave_gives_its_days_back() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    leave = file_leave(draft(posting, "3"), by=factories.login(posting))

    withdraw(leave.proceeding, by=factories.login(posting))
    again = file_leave(draft(posting, "3"), by=factories.login(posting))

    assert Leave.objects.filter(live=True).get() == again


def test_nobody_decides_on_their_own_leave_though_they_act_for_the_body() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    factories.user("zhangsan", acts_for=place.body("township"))
    leave = file_leave(draft(posting, "3"), by=factories.login(posting))

    with pytest.raises(NotAllowed, match="不能办理本人的事项"):
        decide_step(leave.proceeding.steps.get(), by=factories.login(posting), agree=True)


def test_a_clerk_files_and_the_cadre_is_told() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)

    leave = file_leave(draft(posting, "3", filing_reason="本人交来书面申请"), by=place.user("township"))

    assert leave.form == "self"
    assert [notice.text for notice in factories.login(posting).notices.all()] == [
        f"王建国已为您登记请假：{leave.proceeding.title}"
    ]


def test_a_stranger_cannot_file() -> None:
    posting = factories.cadre("张三", factories.linfen())

    with pytest.raises(NotAllowed, match="不能为这位同志请假"):
        file_leave(draft(posting, "3"), by=factories.hebei().user("county"))


def granted(days: str = "8", start: date = MONDAY) -> tuple[factories.County, Leave]:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    leave = file_leave(draft(posting, days, start=start), by=factories.login(posting))
    step = leave.proceeding.steps.get()
    decide_step(step, by=place.user("township" if step.word == "township" else "county"), agree=True, opinion="同意")
    leave.refresh_from_db()
    return place, leave


def month(leave: Leave, first: date = date(2018, 9, 1)) -> str:
    return RegisterLine.objects.get(posting=leave.posting, month=first).am


def test_a_granted_leave_is_l_on_duty_days_and_r_on_rest_days() -> None:
    _, leave = granted("8")

    assert month(leave) == "..LLLLLRRL...................."


def test_coming_back_early_gives_the_days_back(settings: Settings) -> None:
    place, leave = granted("8")
    settings.TODAY = date(2018, 9, 7)

    close_leave(leave, returned_on=date(2018, 9, 6), returned_half="pm", note="事情办完", by=place.user("township"))

    line = RegisterLine.objects.get(posting=leave.posting, month=date(2018, 9, 1))
    assert (line.am[:10], line.pm[:10]) == ("..LLLL....", "..LLL.....")


def test_coming_back_late_is_shown_and_not_extended(settings: Settings) -> None:
    place, leave = granted("3")
    settings.TODAY = date(2018, 9, 10)

    closed = close_leave(leave, returned_on=date(2018, 9, 8), returned_half="am", note="", by=place.user("township"))

    assert unapproved(closed, on=date(2018, 9, 10)) == [date(2018, 9, 6), date(2018, 9, 7)]
    assert month(leave)[:9] == "..LLL...."
    told = Notice.objects.filter(text="张三超假2天（9月6日、9月7日），未经批准，请核实认定", body__isnull=False)
    assert sorted(told.values_list("body__name", flat=True)) == ["中共吉县委组织部", "中共吉昌镇委员会", "吉县民政局"]


def test_days_past_the_end_count_until_the_return(settings: Settings) -> None:
    _, leave = granted("3")

    assert unapproved(leave, on=date(2018, 9, 6)) == []
    assert unapproved(leave, on=date(2018, 9, 7)) == [date(2018, 9, 6)]


def test_a_granted_leave_can_be_cancelled_only_before_it_begins(settings: Settings) -> None:
    place, leave = granted("3", start=date(2018, 9, 10))
    cancel_leave(leave, reason="不去了", by=factories.login(leave.posting))

    leave.refresh_from_db()
    assert (leave.live, month(leave)) == (False, "." * 30)

    other = file_leave(draft(leave.posting, "1"), by=factories.login(leave.posting))
    decide_step(other.proceeding.steps.get(), by=place.user("township"), agree=True)
    with pytest.raises(NotAllowed, match="销假"):
        cancel_leave(other, reason="不去了", by=factories.login(leave.posting))


def test_states_follow_the_day(settings: Settings) -> None:
    _, leave = granted("3", start=date(2018, 9, 5))
    user = factories.login(leave.posting)

    def state(day: date) -> str:
        settings.TODAY = day
        return state_of(leaves(user).get(pk=leave.pk))

    days = [date(2018, 9, 4), date(2018, 9, 5), date(2018, 9, 7), date(2018, 9, 8)]
    assert [state(day) for day in days] == [LeaveState.APPROVED, LeaveState.AWAY, LeaveState.AWAY, LeaveState.DUE]


def test_touching_leaves_are_pointed_out_with_their_sum() -> None:
    _, leave = granted("5")

    said = hints(draft(leave.posting, "5", start=date(2018, 9, 10)))

    assert said == [
        "与9月3日至7日的请假首尾相连，合计10天。审批人请留意是否应按合计天数办理（本次按5天确定办理环节）。",
        "9月10日至14日期间村里将有 5 天没有本队人员在岗，请先安排好值守。",
    ]


def test_a_team_mate_away_is_pointed_out() -> None:
    _, leave = granted("3")
    mate = factories.cadre("刘七", factories.linfen())
    factories.cadre("陈八", factories.linfen())

    assert hints(draft(mate, "2")) == ["同队张三9月3日至5日也请假。"]


def test_without_a_level_of_dispatch_nothing_is_guessed() -> None:
    posting = factories.cadre("张三", factories.linfen(), dispatch_level="")

    with pytest.raises(NotAllowed, match="请先在台账中补登派出层级"):
        plan(draft(posting, "3"))


def test_health_details_lie_sealed() -> None:
    posting = factories.cadre("张三", factories.linfen())
    asked = draft(posting, "3", leave_type="sick", reason="住院", health_note="腰椎手术")
    leave = file_leave(asked, by=factories.login(posting))

    leave.posting.cadre.refresh_from_db()
    assert (leave.reason, health_note(leave)) == ("因病", "住院；腰椎手术")
    for table in ("attendance_leave", "record_entry", "decisions_proceeding", "decisions_ruling"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            (everything,) = cursor.fetchone()
        assert [word for word in ("住院", "腰椎") if word in everything] == [], table


def test_the_database_takes_no_reason_of_an_illness_in_clear() -> None:
    posting = factories.cadre("张三", factories.linfen())
    leave = file_leave(draft(posting, "3", leave_type="sick", reason="住院"), by=factories.login(posting))

    with pytest.raises(IntegrityError, match="illness_is_told_sealed"), transaction.atomic():
        Leave.objects.filter(pk=leave.pk).update(reason="住院")


def test_a_body_nobody_logs_in_for_is_recorded_by_the_county() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    place.user("township").appointments.all().delete()
    leave = file_leave(draft(posting, "3"), by=factories.login(posting))
    step = leave.proceeding.steps.get()

    with pytest.raises(NotAllowed, match="上传批件或填写批件文号"):
        decide_step(step, by=place.user("county"), agree=True, on_behalf=True)
    decide_step(step, by=place.user("county"), agree=True, on_behalf=True, paper_number="吉昌请〔2018〕3号")

    step.refresh_from_db()
    assert (step.on_behalf, step.decided_by, step.paper_number) == (True, place.user("county"), "吉昌请〔2018〕3号")


def test_the_county_names_a_body_that_is_not_entered() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    place.body("township").capacities.all().delete()
    leave = file_leave(draft(posting, "3"), by=factories.login(posting))

    body = name_party(leave.proceeding.steps.get(), name="吉昌镇党委", by=place.user("county"))

    assert (leave.proceeding.steps.get().body, place.body("township")) == (body, body)
    assert Body.objects.filter(name="吉昌镇党委").count() == 1


def test_due_times_follow_the_office_hours() -> None:
    place = factories.hebei()
    posting = factories.cadre("赵六", place, role="leader")
    leave = file_leave(draft(posting, "1"), by=factories.login(posting))

    received = datetime(2018, 9, 3, 15, 0, tzinfo=BEIJING)
    due = reply_due(leave.ruling, event="leave_application", received=received)

    assert due == datetime(2018, 9, 4, 9, 30, tzinfo=BEIJING)


def test_a_closed_month_waits_for_the_county(settings: Settings) -> None:
    place, leave = granted("8")
    MonthClosing.objects.create(
        place=place.township, month=date(2018, 9, 1), closed_by=place.user("township"), closed_at=now()
    )
    settings.TODAY = date(2018, 10, 9)

    close_leave(leave, returned_on=date(2018, 9, 6), returned_half="am", note="", by=place.user("township"))

    assert month(leave)[:10] == "..LLLLLRRL"
    waiting = Correction.objects.filter(posting=leave.posting, state="waiting").values_list("withdraws", flat=True)
    assert sorted(waiting) == [False, True]


def test_papers_after_the_fact_are_marked() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)

    late = file_leave(draft(posting, "2", start=date(2018, 8, 27)), by=factories.login(posting))
    today = file_leave(draft(posting, "2"), by=factories.login(posting))

    assert (late.retroactive, today.retroactive) == (True, False)


def test_an_oral_leave_in_an_emergency_is_followed_by_papers() -> None:
    place = factories.inner_mongolia()
    posting = factories.cadre("巴图", place)
    asked = draft(posting, "2", start=date(2019, 9, 3), oral=True, oral_agreed_by="镇长")

    with pytest.raises(NotAllowed, match="只允许紧急情况下先口头请假"):
        file_leave(asked, by=factories.login(posting))
    leave = file_leave(replace(asked, urgent=True), by=factories.login(posting))

    assert (leave.oral, leave.oral_agreed_by) == (True, "镇长")
