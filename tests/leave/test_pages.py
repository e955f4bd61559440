"""The pages of leave and of the inbox, without a browser: who sees what, what a press does, how many queries it costs."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.choices import Duty
from accounts.models import User
from attendance.leave.actions import file_leave
from attendance.models import Leave
from decisions.actions import decide_step
from decisions.choices import State
from tests import factories
from tests.leave.drafts import MONDAY, draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_monday(settings: Settings) -> None:
    settings.TODAY = MONDAY


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filed(days: str = "3", **more) -> tuple[factories.County, Leave]:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    return place, file_leave(draft(posting, days, **more), by=factories.login(posting))


ADDRESSES = [
    ("get", "leave"),
    ("get", "leave_print"),
    ("post", "leave_return"),
    ("post", "leave_cancel"),
    ("get", "matter"),
    ("post", "matter_decide"),
    ("post", "matter_record"),
    ("post", "matter_name"),
    ("post", "matter_withdraw"),
]


@pytest.mark.parametrize(("method", "name"), ADDRESSES)
@pytest.mark.parametrize("stranger", ["hebei-county", "hebei-township", "hebei-unit", "wangwu"])
def test_a_stranger_finds_nothing_behind_a_link(method: str, name: str, stranger: str) -> None:
    _, leave = filed()
    other = factories.hebei()
    factories.cadre("王五", other, username="wangwu")
    client = as_user(User.objects.get(username=stranger))

    answer = getattr(client, method)(reverse(name, args=[leave.key]), {"step": leave.proceeding.steps.get().pk})

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["leave_file", "leave_preview"])
def test_a_stranger_cannot_open_the_form_for_somebody_else(name: str) -> None:
    _, leave = filed()
    client = as_user(factories.hebei().user("county"))

    assert client.post(reverse(name, args=[leave.posting.key])).status_code == 404


@pytest.mark.parametrize("role", ["county", "township", "city", "unit"])
def test_those_within_reach_see_the_leave(role: str) -> None:
    place, leave = filed()

    assert as_user(place.user(role)).get(reverse("leave", args=[leave.key])).status_code == 200


def test_a_team_mate_does_not_see_the_leave_of_another() -> None:
    place, leave = filed()
    mate = factories.cadre("刘芳", place)

    assert as_user(factories.login(mate)).get(reverse("leave", args=[leave.key])).status_code == 404


@pytest.mark.parametrize(("role", "sees"), [("township", True), ("unit", False), ("city", False)])
def test_health_details_are_for_those_who_decide(role: str, sees: bool) -> None:
    place, leave = filed(leave_type="sick", health_note="腰椎手术")

    page = as_user(place.user(role)).get(reverse("leave", args=[leave.key])).content.decode()

    assert ("腰椎手术" in page) is sees


def test_the_preview_names_days_rest_days_route_and_article() -> None:
    place, leave = filed()
    address = reverse("leave_preview", args=[leave.posting.key])
    asked = {
        "leave_type": "personal", "destination": "outside_county", "start": "2018-09-20", "start_half": "pm",
        "end": "2018-09-25", "end_half": "am",
    }  # fmt: skip

    page = as_user(factories.login(leave.posting)).post(address, asked).content.decode()

    for words in (
        "共 5 天",
        "其中休息日 3 天：9月22日至23日（周末）、9月24日（中秋）",
        "中共吉昌镇委员会",
        "第九条第2项",
        "一周按7个日历日计",
    ):
        assert words in page


def test_an_unfinished_form_shows_no_errors_in_the_preview() -> None:
    _, leave = filed()
    page = as_user(factories.login(leave.posting)).post(reverse("leave_preview", args=[leave.posting.key]), {})

    assert "填好起止日期后" in page.content.decode()


def test_a_refused_form_says_why_and_keeps_what_was_typed() -> None:
    place = factories.hebei()
    posting = factories.cadre("王五", place)
    asked = {
        "leave_type": "personal", "destination": "outside_county", "start": "2018-09-04", "start_half": "am",
        "end": "2018-09-04", "end_half": "pm", "reason": "看病", "oral": "on", "oral_agreed_by": "镇长",
    }  # fmt: skip

    answer = as_user(factories.login(posting)).post(reverse("leave_file", args=[posting.key]), asked)

    assert (answer.status_code, Leave.objects.count()) == (422, 0)
    assert "不能口头请假" in answer.content.decode()
    assert "看病" in answer.content.decode()


def test_a_refusal_needs_a_reason() -> None:
    place, leave = filed()
    client = as_user(place.user("township"))
    asked = {"step": leave.proceeding.steps.get().pk, "decision": "refuse"}

    page = client.post(reverse("matter_decide", args=[leave.key]), asked, follow=True).content.decode()

    leave.proceeding.refresh_from_db()
    assert "不同意须写明理由" in page
    assert leave.proceeding.state == State.OPEN


def test_several_are_approved_at_once_and_each_row_says_what_came_of_it() -> None:
    place, first = filed()
    mates = [factories.cadre(name, place) for name in ("刘芳", "陈建军")]
    second, third = (file_leave(draft(mate, "2"), by=factories.login(mate)) for mate in mates)
    late = third.proceeding.steps.get()
    decide_step(late, by=factories.user("other", "李四", acts_for=place.body("township")), agree=True)
    chosen = [leave.proceeding.steps.get().pk for leave in (first, second, third)]

    page = as_user(place.user("township")).post(reverse("inbox_approve"), {"step": chosen}).content.decode()

    assert page.count("已办理，已同意") == 2
    assert "有 1 件已经办理或不由您办理，没有改动" in page


def test_a_paper_decision_is_recorded_with_its_file_and_said_so() -> None:
    place, leave = filed()
    place.user("township").appointments.all().delete()
    client = as_user(place.user("county"))
    scan = SimpleUploadedFile("批件.pdf", b"%PDF-1.4 \xe5\x90\x8c\xe6\x84\x8f")
    step = leave.proceeding.steps.get()
    asked = {"step": step.pk, "decision": "agree", "paper": scan}

    page = client.post(reverse("matter_record", args=[leave.key]), asked, follow=True).content.decode()

    assert "代为登记：李敏据纸质批件登记" in page
    paper = client.get(reverse("matter_paper", args=[leave.key, step.pk]))
    assert (paper.status_code, paper["Content-Disposition"][:10], paper["Content-Type"]) == (
        200,
        "attachment",
        "application/pdf",
    )
    assert paper.content == b"%PDF-1.4 \xe5\x90\x8c\xe6\x84\x8f"
    stranger = as_user(factories.hebei().user("county"))
    assert stranger.get(reverse("matter_paper", args=[leave.key, step.pk])).status_code == 404


def test_a_file_that_is_no_scan_is_refused() -> None:
    place, leave = filed()
    place.user("township").appointments.all().delete()
    program = SimpleUploadedFile("批件.pdf", b"MZ\x90\x00")
    asked = {"step": leave.proceeding.steps.get().pk, "decision": "agree", "paper": program}

    answer = as_user(place.user("county")).post(reverse("matter_record", args=[leave.key]), asked, follow=True)

    leave.proceeding.refresh_from_db()
    assert "只能上传 PDF、JPG 或 PNG 文件" in answer.content.decode()
    assert leave.proceeding.state == State.OPEN


def test_a_body_that_is_not_entered_is_named_by_the_county() -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    place.body("township").capacities.all().delete()
    leave = file_leave(draft(posting, "3"), by=factories.login(posting))
    client = as_user(place.user("county"))

    assert "张三" in client.get(reverse("inbox"), {"tab": "name"}).content.decode()
    asked = {"step": leave.proceeding.steps.get().pk, "name": "中共吉昌镇委员会"}
    page = client.post(reverse("matter_name", args=[leave.key]), asked, follow=True).content.decode()

    assert "已指定中共吉昌镇委员会办理这一环节" in page
    assert "张三" in as_user(place.user("township")).get(reverse("inbox")).content.decode()


def test_a_late_press_is_told_who_was_quicker() -> None:
    place, leave = filed()
    step = leave.proceeding.steps.get()
    decide_step(step, by=place.user("township"), agree=True)
    other = as_user(factories.user("other", "李四", acts_for=place.body("township")))
    asked = {"step": step.pk, "decision": "agree"}

    page = other.post(reverse("matter_decide", args=[leave.key]), asked, follow=True).content.decode()
    fragment = other.post(reverse("matter_decide", args=[leave.key]), asked, headers={"HX-Request": "true"})

    assert "这一环节已由王建国于09月03日" in page
    assert fragment.status_code == 409


@pytest.mark.parametrize("address", ["/inbox/", "/inbox/?tab=done", "/inbox/?tab=told", "/leave/"])
def test_a_list_costs_the_same_queries_for_one_and_for_many(address: str) -> None:
    place = factories.linfen()
    posting = factories.cadre("张三", place)
    first = file_leave(draft(posting, "3"), by=place.user("township"))
    decide_step(first.proceeding.steps.get(), by=place.user("township"), agree=True)
    one = file_leave(draft(first.posting, "1", start=date(2018, 9, 10)), by=place.user("township"))
    few = queries(place.user("township"), address)
    for number in range(12):
        mate = factories.cadre(f"队员{number}", place, username=f"mate{number}")
        for week in (date(2018, 8, 6), date(2018, 9, 10)):
            leave = file_leave(draft(mate, "2", start=week), by=place.user("township"))
            if week.month == 8:
                decide_step(leave.proceeding.steps.get(), by=place.user("township"), agree=True)

    assert one.live
    assert queries(place.user("township"), address) == few


def queries(user: User, address: str) -> int:
    client = as_user(User.objects.get(pk=user.pk))
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "9" * 30])
def test_a_step_that_is_no_number_is_not_found(number: str) -> None:
    place, leave = filed()

    answer = as_user(place.user("township")).post(reverse("matter_decide", args=[leave.key]), {"step": number})

    assert answer.status_code == 404


def test_who_only_reads_for_a_township_can_neither_decide_nor_file() -> None:
    place, leave = filed()
    reader = as_user(factories.user("reader", "钱七", acts_for=place.body("township"), duty=Duty.READER))
    asked = {"step": leave.proceeding.steps.get().pk, "decision": "agree"}

    page = reader.post(reverse("matter_decide", args=[leave.key]), asked, follow=True).content.decode()

    leave.proceeding.refresh_from_db()
    assert ("这一环节不由您办理" in page, leave.proceeding.state) == (True, State.OPEN)
    assert reader.get(reverse("leave_file", args=[leave.posting.key])).status_code == 404
