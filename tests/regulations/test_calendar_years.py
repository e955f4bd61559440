"""A year the program does not carry is entered from a notice, and every answer counts with it at once."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from decisions.holidays import NoticeRefused, enter_year, read_notice
from decisions.law import AskedWrongly, answer, calendar, policy_for
from decisions.models import CalendarYear
from policies.calendar import DayKind

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
