"""Attendance sheets from a file to lines: what the command prints, what an upload writes, and what it leaves alone."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from attendance.models import Correction, MonthClosing, RegisterLine
from attendance.register.upload import confirm_sheet, receive_sheet
from cadres.models import Cadre, Posting
from tests import factories
from tests.factories_attendance import line
from tests.registers.truths import HERE, truth_of

OCTOBER = date(2018, 10, 1)
ROSTERS = HERE.parents[1] / "ledgers" / "samples"
SHEET = HERE / "jixian-attendance-2018-10.xlsx"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.TODAY = date(2018, 11, 20)


@pytest.fixture
def divisions() -> None:
    call_command("divisions", "import", str(factories.DIVISIONS), stdout=io.StringIO())


def printed(*arguments: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("register", "read", *arguments, stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_the_command_prints_the_truth_of_a_sheet_with_its_roster(divisions: None) -> None:
    roster = str(ROSTERS / "jixian-roster.xlsx")
    truth = truth_of("jixian-attendance-2018-10")
    assert printed(str(SHEET), "--county", "141028", "--roster", roster) == truth


def test_without_the_county_s_divisions_it_says_how_to_get_them() -> None:
    with pytest.raises(CommandError, match="divisions import"):
        printed(str(SHEET), "--county", "141028")


def test_people_of_the_database_serve_where_no_roster_is_given(divisions: None) -> None:
    posting = _known_person()
    found = printed(str(SHEET), "--county", "141028")
    assert [person["name"] for person in found["people"]] == [posting.cadre.name]  # type: ignore[attr-defined]


def _known_person() -> Posting:
    truth = truth_of("jixian-attendance-2018-10")["people"][0]
    place = factories.linfen()
    village = factories.division(truth["village_code"])
    return factories.cadre(truth["name"], place, team=factories.team(village), username="known")


def upload(place: factories.County, *, confirm: bool = True) -> dict[str, int]:
    county = place.user("county")
    sheet = receive_sheet(SHEET.read_bytes(), file_name=SHEET.name, place=place.division, by=county)
    return confirm_sheet(sheet, by=county) if confirm else sheet.counts


def test_an_upload_writes_lines_and_repeated_changes_nothing(divisions: None) -> None:
    posting, place = _known_person(), factories.linfen()
    truth = truth_of("jixian-attendance-2018-10")["people"][0]["days"]
    nothing = {"changed": 0, "closed": 0, "outside": 0, "rows": 1}
    assert upload(place) == {"added": 1, "unchanged": 0, **nothing}
    assert upload(place) == {"added": 0, "unchanged": 1, **nothing}
    written = RegisterLine.objects.get(posting=posting, month=OCTOBER)
    assert ("H" in truth or written.am == truth, written.version) == (True, 1)


def test_nobodys_upload_writes_their_own_line(divisions: None) -> None:
    posting, place = _known_person(), factories.linfen()
    Cadre.objects.filter(pk=posting.cadre_id).update(user=place.user("county"))

    counts = upload(place)

    assert (counts["added"], counts["outside"], RegisterLine.objects.count()) == (0, 1, 0)


def test_a_line_of_a_closed_month_becomes_one_correction(divisions: None) -> None:
    posting, place = _known_person(), factories.linfen()
    line(posting, "2018-10", "C" * 31)
    town = factories.division(posting.team.place_id[:9] + "000")
    closing = {"closed_by": place.user("county"), "closed_at": "2018-11-01T09:00+08:00"}
    MonthClosing.objects.create(place=town, month=OCTOBER, **closing)
    assert upload(place)["closed"] == 1
    upload(place)
    assert RegisterLine.objects.get(posting=posting).am == "C" * 31
    assert Correction.objects.filter(posting=posting).count() == 1
