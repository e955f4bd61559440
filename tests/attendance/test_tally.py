"""What a night's run says of windows a policy alone does not see: two posts, no number, no calendar, cover."""

from datetime import date
from typing import Any

import pytest

from attendance.models import AbsenceTally, CoverTally, Tally
from attendance.tally.actions import run_tally
from attendance.tally.words import line as sentence
from tests import factories
from tests.factories_attendance import line

pytestmark = pytest.mark.django_db


def one(**lookup: Any) -> Tally:
    return Tally.objects.get(**lookup)


def moved(first: tuple[date, date], second: date) -> None:
    """A cadre of 西吉 who moves from one village to another."""
    place = factories.ningxia()
    before = factories.cadre("张三", place, start=first[0], end=first[1], username="zhangsan")
    other = factories.team(factories.division("640422100202"))
    after = factories.cadre("李四", place, team=other, start=second, username="lisi")
    after.cadre = before.cadre
    after.save()
    line(before, "2018-10", "V" * 31)
    line(after, "2018-10", "V" * 31)


def test_days_in_two_villages_add_up_for_the_person() -> None:
    moved((date(2018, 1, 1), date(2018, 10, 15)), date(2018, 10, 16))
    run_tally(on=date(2018, 11, 5))
    found = one()
    assert (found.counted, found.required, found.outcome, found.on_post) == (18, 18, "met", 31)


def test_a_gap_between_two_posts_is_not_on_post() -> None:
    moved((date(2018, 1, 1), date(2018, 10, 10)), date(2018, 10, 22))
    run_tally(on=date(2018, 11, 5))
    found = one()
    assert (found.counted, found.required, found.outcome, found.on_post) == (11, 12, "needs_determination", 20)


def test_a_regulation_without_a_number_is_silent() -> None:
    line(factories.cadre("张三", factories.linfen()), "2018-10", "V" * 31)
    run_tally(on=date(2018, 11, 5))
    found = one()
    assert (found.outcome, found.required, sentence(found, on=date(2018, 11, 5))) == (
        "silent",
        None,
        "本办法未规定驻村天数；已登记在村31天",
    )


def test_an_open_month_says_what_is_lacking_and_what_is_left() -> None:
    line(factories.cadre("张三", factories.hebei()), "2018-11", "V" * 18 + "." * 12)
    run_tally(on=date(2018, 11, 21))
    assert sentence(one(), on=date(2018, 11, 21)) == "已计入18天，要求25天，还差7天，本月剩9天"


def test_a_year_without_a_calendar_is_not_guessed() -> None:
    line(factories.cadre("张三", factories.ningxia()), "2035-03", "V" * 31)
    run_tally(on=date(2035, 4, 5))
    found = one()
    assert (found.outcome, found.counted, found.required) == ("needs_determination", None, None)
    assert "工作日历缺少2035年" in found.sentence


def test_a_village_without_anybody_is_named_by_its_days() -> None:
    place = factories.hebei()
    line(factories.cadre("张三", place, username="a"), "2018-10", "V" * 10 + "R" * 21, "V" * 11 + "R" * 20)
    line(factories.cadre("李四", place, username="b"), "2018-10", "O" * 20 + "V" * 11)
    run_tally(on=date(2018, 10, 25))
    found = CoverTally.objects.get()
    assert (found.days, found.uncovered) == ("1" * 11 + "0" * 9 + "1" * 5 + "." * 6, 9)


def test_lines_that_are_gone_take_their_tallies_with_them() -> None:
    written = line(factories.cadre("张三", factories.linfen()), "2018-10", "V" * 15 + "A" * 16)
    run_tally(on=date(2018, 11, 5))
    assert (Tally.objects.count(), AbsenceTally.objects.count()) == (1, 1)
    written.delete()
    run_tally(on=date(2018, 11, 5))
    assert (Tally.objects.count(), AbsenceTally.objects.count()) == (0, 0)
