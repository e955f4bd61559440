"""A year the program does not carry is entered from a notice, and every answer counts with it at once."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.choices import Office
from decisions.holidays import NoticeRefused, enter_year, read_notice
from decisions.law import AskedWrongly, answer, calendar, policy_for
from decisions.models import CalendarYear
from policies.calendar import DayKind
from tests import factories
from tests.factories_accounts import administrator, sign_in

pytestmark = pytest.mark.django_db
NOTICE = """日期,安排
2030-01-01,休
2030-02-03,休
2030-02-02,班
2030/02/04,休
"""


def due(received: date) -> str:
    policy = policy_for("150521100200", team_kind="village", on=received)
    facts = {"event": "replacement_notice", "received_on": received.isoformat()}
    return str(answer("deadline", policy=policy, on=received, facts=facts)["due"])


def test_a_missing_year_is_refused_until_it_is_entered():
    with pytest.raises(AskedWrongly, match="2030"):
        due(date(2030, 1, 25))
    enter_year(read_notice(NOTICE, year=2030), source="测试通知")
    assert due(date(2030, 1, 25)) == "2030-02-08"  # one Saturday worked, one Monday off


def test_days_are_of_the_notice_or_of_the_week():
    enter_year(read_notice(NOTICE, year=2030), source="测试通知")
    days = [date(2030, 1, 1), date(2030, 1, 2), date(2030, 1, 5), date(2030, 2, 2)]
    assert [calendar().kind(day) for day in days] == [DayKind.HOLIDAY, DayKind.WORKDAY, DayKind.REST, DayKind.MAKE_UP]


def test_the_notice_takes_the_place_of_the_provisional_year():
    for provisional in (True, False):
        enter_year(read_notice("2030-01-01,休", year=2030), source="测试", provisional=provisional)
        assert (2030 in calendar().provisional) is provisional
    assert CalendarYear.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2030-13-01,休", "第1行：“2030-13-01”不是日期"),
        ("2030-01-01,假", "第1行：日期后面应写“休”或“班”"),
        ("2030-01-01,休\n2031-01-01,休", "第2行：2031-01-01不在2030年"),
        ("2030-01-05,休\n2030-01-05,班", "第2行：2030-01-05既写了休又写了班"),
        ("2030-01-02,班", "第1行：2030-01-02本来就是工作日"),
        ("", "没有读到2030年的放假日期"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_kept(text: str, sentence: str):
    with pytest.raises(NoticeRefused, match=sentence):
        read_notice(text, year=2030)


def test_the_command_enters_a_file(tmp_path: Path):
    (tmp_path / "2030.csv").write_text("2030-01-01,休\n", encoding="utf-8")
    said = StringIO()
    call_command("calendar", "import", str(tmp_path / "2030.csv"), year=2030, source="测试通知", stdout=said)
    assert said.getvalue() == "已录入 2030 年：放假 1 天，调休上班 0 天\n"
    with pytest.raises(CommandError, match="读不了文件"):
        call_command("calendar", "import", str(tmp_path / "none.csv"), year=2030, source="测试通知")


def test_a_span_of_days_is_one_line():
    notice = read_notice("2030-02-03至2030-02-05，休\n2030-02-02，班", year=2030)
    assert [day.day for day in notice.holidays] == [3, 4, 5]
    assert notice.make_up == (date(2030, 2, 2),)


@pytest.mark.parametrize("span", ["2030-02-05至2030-02-03", "2030-01-01至2030-03-01", "2030-02-01至"])
def test_a_span_that_cannot_be_is_named(span):
    with pytest.raises(NoticeRefused, match="第1行"):
        read_notice(f"{span},休", year=2030)


class TestPage:
    @pytest.fixture
    def system(self) -> Client:
        administrator(Office.SYSTEM)
        client = Client()
        client.force_login(factories.user("admin-system"))
        return client

    def test_the_system_administrator_enters_a_year_and_everybody_sees_it(self, system):
        asked = {"year": "2030", "source": "测试通知", "days": NOTICE}
        assert system.post("/calendar/", asked).headers["Location"] == "/calendar/?year=2030"

        client = sign_in(factories.linfen().user("township").username)
        page = client.get("/calendar/?year=2030").content.decode()
        assert ("测试通知" in page, "调休上班" in page, "录入一年的放假安排" in page) == (True, True, False)
        assert due(date(2030, 1, 25)) == "2030-02-08"

    def test_a_wrong_line_is_named_and_nothing_entered(self, system):
        answer = system.post("/calendar/", {"year": "2030", "source": "测试通知", "days": "2030-01-01,假"})

        assert (answer.status_code, "第1行：日期后面应写“休”或“班”" in answer.content.decode()) == (422, True)
        assert not CalendarYear.objects.exists()

    def test_nobody_else_enters_one(self):
        client = sign_in(factories.linfen().user("county").username)

        assert client.post("/calendar/", {"year": "2030", "source": "测试", "days": NOTICE}).status_code == 403

    @pytest.mark.parametrize(("year", "status"), [("", 200), ("2030", 200), ("9999", 404), ("x", 404), ("²", 404)])
    def test_a_year_that_is_none_is_not_found_and_one_not_entered_is_said(self, system, year, status):
        answer = system.get(f"/calendar/?year={year}")

        assert answer.status_code == status
        assert ("还没有录入" in answer.content.decode()) is (year == "2030")
