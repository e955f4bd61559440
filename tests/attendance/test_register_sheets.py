"""Attendance sheets from a file to lines: what the command prints, what an upload writes, and what it leaves alone."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.acting import NotAllowed
from accounts.actions import substitute
from accounts.choices import Duty, Level
from accounts.models import Entry
from attendance.models import Correction, MonthClosing
from attendance.models import RegisterLine as StoredLine
from attendance.register import upload as upload_module
from attendance.register.people import PostedPerson
from attendance.register.upload import confirm_sheet, receive_sheet, sheet_places
from attendance.sheets import RegisterLine, RegisterReading
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
    written = StoredLine.objects.get(posting=posting, month=OCTOBER)
    assert ("H" in truth or written.am == truth, written.version) == (True, 1)


def test_nobodys_upload_writes_their_own_line(divisions: None) -> None:
    posting, place = _known_person(), factories.linfen()
    Cadre.objects.filter(pk=posting.cadre_id).update(user=place.user("county"))

    counts = upload(place)

    assert (counts["added"], counts["outside"], StoredLine.objects.count()) == (0, 1, 0)


def test_a_line_of_a_closed_month_becomes_one_correction(divisions: None) -> None:
    posting, place = _known_person(), factories.linfen()
    line(posting, "2018-10", "C" * 31)
    town = factories.division(posting.team.place_id[:9] + "000")
    closing = {"closed_by": place.user("county"), "closed_at": "2018-11-01T09:00+08:00"}
    MonthClosing.objects.create(place=town, month=OCTOBER, **closing)
    assert upload(place)["closed"] == 1
    upload(place)
    assert StoredLine.objects.get(posting=posting).am == "C" * 31
    assert Correction.objects.filter(posting=posting).count() == 1


def test_who_may_not_note_imports_no_sheet_either(divisions: None) -> None:
    _known_person()
    place = factories.linfen()
    body = factories.body("中共吉县委员会书记", level=Level.COUNTY, place=place.division, words=["county_secretary"])
    clerk = factories.user("secretary-clerk", "书记办", acts_for=body, duty=Duty.CLERK)

    sheet = receive_sheet(SHEET.read_bytes(), file_name=SHEET.name, place=place.division, by=clerk)

    assert (sheet.counts["added"], sheet.counts["outside"], sheet_places(clerk)) == (0, 1, [])
    with pytest.raises(NotAllowed, match="乡镇和县级"):
        confirm_sheet(sheet, by=clerk)


@pytest.mark.parametrize(
    ("role", "places", "added"), [("region", ["150000000000"], 1), ("city", [], 0), ("county", ["150521000000"], 1)]
)
def test_a_general_team_s_line_is_for_who_notes_at_its_place(
    role: str, places: list[str], added: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = factories.general_team()
    posting = factories.cadre("张三", place)
    person = PostedPerson(name="张三", banner=place.division.name, posting=posting.pk)
    line = RegisterLine("表", 2, person, None, (2018, 10), am="C" * 31, pm="C" * 31)
    monkeypatch.setattr(upload_module, "read_sheet", lambda content, code: RegisterReading("15", lines=[line]))
    user, region = place.user(role), factories.division("150000000000")

    sheet = receive_sheet(b"x", file_name="表.xlsx", place=region, by=user)

    assert ([one.code for one in sheet_places(user)], sheet.counts["added"]) == (places, added)


def test_a_stand_in_writes_others_lines_and_the_record_says_so_but_not_the_absents(
    divisions: None, client: Client
) -> None:
    posting, place = _known_person(), factories.linfen()
    absent = place.user("county")
    colleague = factories.user("colleague", "同事", acts_for=place.body("county_org"), duty=Duty.READER)
    substitute(absent, colleague, since=date(2018, 11, 20), until=date(2018, 11, 30), by=absent)
    client.force_login(colleague)
    Cadre.objects.filter(pk=posting.cadre_id).update(user=absent)

    with SHEET.open("rb") as file:
        sent = client.post("/register/import/", {"place": place.division.code, "file": file})
    client.post(sent["Location"])
    assert StoredLine.objects.count() == 0

    Cadre.objects.filter(pk=posting.cadre_id).update(user=None)
    with SHEET.open("rb") as file:
        sent = client.post("/register/import/", {"place": place.division.code, "file": file})
    client.post(sent["Location"])
    assert Entry.objects.filter(kind="attendance.registerline").latest("id").who == "同事（colleague）代李敏"
