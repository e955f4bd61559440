"""What counts on a day: notes overlaid by evidence, and what stands there again once evidence is withdrawn."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from attendance.choices import CorrectionState
from attendance.models import Correction, Evidence, MonthClosing, RegisterLine
from attendance.register.actions import NotAllowed, decide_correction
from attendance.register.evidence import lay_evidence, void_evidence
from attendance.register.settling import settle
from cadres.models import Posting
from tests import factories
from tests.factories_attendance import line

OCTOBER = date(2018, 10, 1)
ALL_VILLAGE = "V" * 31
pytestmark = pytest.mark.django_db


@pytest.fixture
def posting() -> Posting:
    return factories.cadre("张三", factories.hebei(), username="zhangsan")


def lay(posting: Posting, first: str, last: str, symbol: str = "L", source: str = "leave") -> Evidence:
    halves = [(date(2018, 10, int(text[:-2])), text[-2:]) for text in (first, last)]
    return lay_evidence(posting, first=halves[0], last=halves[1], symbol=symbol, source=source, basis="b", by=None)


def counting(posting: Posting) -> tuple[str, str]:
    found = RegisterLine.objects.get(posting=posting, month=OCTOBER)
    return found.am, found.pm


def test_leave_is_L_on_duty_days_and_R_on_rest_days(posting: Posting) -> None:
    line(posting, "2018-10", ALL_VILLAGE)
    lay(posting, "11am", "15pm")  # the 13th and 14th are a weekend
    assert counting(posting) == ("V" * 10 + "LLRRL" + "V" * 16,) * 2


def test_leave_on_a_make_up_working_day_is_L(posting: Posting) -> None:
    line(posting, "2018-09", "V" * 30)
    lay_evidence(
        posting, first=(date(2018, 9, 29), "am"), last=(date(2018, 9, 30), "pm"), symbol="L", source="leave", by=None
    )
    assert RegisterLine.objects.get(month=date(2018, 9, 1)).am == "V" * 28 + "LL"


def test_leave_may_begin_and_end_at_noon(posting: Posting) -> None:
    line(posting, "2018-10", ALL_VILLAGE)
    lay(posting, "9pm", "10am")
    assert counting(posting) == ("V" * 9 + "L" + "V" * 21, "V" * 8 + "L" + "V" * 22)


@pytest.mark.parametrize(
    ("laid", "expected"),
    [
        ([("trip", "O"), ("leave", "L")], "L"),
        ([("leave", "L"), ("trip", "O")], "L"),
        ([("leave", "L"), ("inspection", "A")], "A"),
        ([("correction", "V"), ("inspection", "A")], "V"),
        ([("inspection", "A"), ("inspection", "V")], "V"),
    ],
)
def test_the_stronger_evidence_counts_and_of_two_alike_the_later(
    posting: Posting, laid: list[tuple[str, str]], expected: str
) -> None:
    line(posting, "2018-10", ALL_VILLAGE)
    for source, symbol in laid:
        lay(posting, "10am", "10pm", symbol, source)
    assert counting(posting)[0][9] == expected


def test_withdrawn_evidence_gives_back_what_stood_there(posting: Posting) -> None:
    line(posting, "2018-10", "VC" + "V" * 29)
    lay(posting, "1am", "3pm", "O", "trip")
    lay(posting, "2am", "10pm")
    void_evidence(Evidence.objects.filter(source="leave"), reason="取消", by=None)
    assert counting(posting) == ("OOO" + "V" * 28,) * 2
    void_evidence(Evidence.objects.all(), reason="取消", by=None)
    assert counting(posting) == ("VC" + "V" * 29,) * 2


def test_evidence_makes_the_lines_it_needs_and_stays_inside_the_posting(posting: Posting) -> None:
    posting.end = date(2018, 11, 2)
    posting.save()
    lay_evidence(
        posting, first=(date(2018, 10, 31), "am"), last=(date(2018, 12, 5), "pm"), symbol="O", source="trip", by=None
    )
    found = RegisterLine.objects.order_by("month").values_list("month", "am")
    assert list(found) == [(OCTOBER, "." * 30 + "O"), (date(2018, 11, 1), "OO" + "." * 28)]


def test_settling_twice_changes_nothing(posting: Posting) -> None:
    written = line(posting, "2018-10", ALL_VILLAGE)
    lay(posting, "10am", "12pm")
    assert settle([written.pk]) == 0


def test_after_closing_a_leave_waits_for_the_county(posting: Posting) -> None:
    place = factories.hebei()
    county = place.user("county")
    line(posting, "2018-10", ALL_VILLAGE)
    MonthClosing.objects.create(
        place=place.township, month=OCTOBER, closed_by=county, closed_at="2018-11-01T09:00+08:00"
    )
    lay(posting, "10am", "10pm")
    assert counting(posting)[0] == ALL_VILLAGE
    waiting = Correction.objects.get()
    with pytest.raises(NotAllowed):
        decide_correction(waiting, accept=True, opinion="", by=place.user("township"))
    decide_correction(waiting, accept=True, opinion="", by=county)
    assert counting(posting)[0] == "V" * 9 + "L" + "V" * 21


def test_after_closing_a_withdrawn_leave_counts_until_the_county_agrees(posting: Posting) -> None:
    place = factories.hebei()
    county = place.user("county")
    line(posting, "2018-10", ALL_VILLAGE)
    lay(posting, "10am", "10pm")
    MonthClosing.objects.create(
        place=place.township, month=OCTOBER, closed_by=county, closed_at="2018-11-01T09:00+08:00"
    )
    void_evidence(Evidence.objects.all(), reason="未休", by=county)
    assert counting(posting)[0] == "V" * 9 + "L" + "V" * 21
    decide_correction(Correction.objects.get(), accept=True, opinion="", by=county)
    assert counting(posting)[0] == ALL_VILLAGE


def test_a_leave_withdrawn_before_the_county_took_it_over_never_counts(posting: Posting) -> None:
    place = factories.hebei()
    line(posting, "2018-10", ALL_VILLAGE)
    MonthClosing.objects.create(
        place=place.township, month=OCTOBER, closed_by=place.user("county"), closed_at="2018-11-01T09:00+08:00"
    )
    lay(posting, "10am", "10pm")
    void_evidence(Evidence.objects.all(), reason="未休", by=None)
    assert list(Correction.objects.values_list("state", "withdraws")) == [(CorrectionState.REFUSED, False)]
    assert counting(posting)[0] == ALL_VILLAGE


@pytest.mark.parametrize(
    ("month", "string"),
    [("2018-10", "V" * 30), ("2018-10", "V" * 32), ("2018-02", "V" * 29), ("2018-10", "X" + "V" * 30), ("2018-10", "")],
)
def test_the_database_refuses_an_impossible_month(posting: Posting, month: str, string: str) -> None:
    with pytest.raises(Exception, match="violates|too long"), transaction.atomic():
        line(posting, month, string)


def test_a_month_is_written_by_its_first_day(posting: Posting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterLine.objects.create(
            posting=posting, month=date(2018, 10, 2), noted_am=ALL_VILLAGE, noted_pm=ALL_VILLAGE, am=ALL_VILLAGE,
            pm=ALL_VILLAGE, nights="." * 31,
        )  # fmt: skip
