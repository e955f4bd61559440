"""Two counties with one of everything in each, and a user of every kind: what the matrix walks through."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.access import reach_of
from accounts.actions import substitute
from accounts.choices import Duty, Office
from accounts.models import Appointment, User
from attendance.choices import UploadState
from attendance.leave.actions import file_leave
from attendance.models import Correction, Leave, RegisterUpload
from cadres.choices import ImportState
from cadres.exchange.uploads import receive
from cadres.models import LedgerImport, Posting
from decisions.regulation_models import LocalRules
from recall.actions import open_case, record_finding
from recall.choices import Fact, Measure
from recall.grounds import facts_of, grounds_for
from recall.models import Case, Finding
from recall.queries import open_findings
from tests import factories
from tests.accounts.addresses import Address
from tests.factories_accounts import administrator
from tests.factories_attendance import line
from tests.factories_cadres import roster
from tests.leave.drafts import draft
from villages.clock import now

TODAY = date(2018, 9, 10)
MONTH = "2018-08"


@dataclass(frozen=True)
class Side:
    """One county's objects, each reached by its key."""

    place: factories.County
    posting: Posting
    leave: Leave
    finding: Finding
    case: Case
    correction: Correction
    register_upload: RegisterUpload
    ledger_import: LedgerImport
    local_rules: LocalRules
    substitution: Appointment
    kept: User

    @property
    def step(self) -> int:
        return self.leave.proceeding.steps.order_by("pk").values_list("pk", flat=True)[0]


def side(place: factories.County, *, cadre: str, suspect: str) -> Side:
    """One of everything in a county. `suspect` is the cadre with a case, `cadre` the one with a leave."""
    county, township = place.user("county"), place.user("township")
    posting, other = factories.cadre(cadre, place), factories.cadre(suspect, place)
    assert posting.cadre.user is not None
    leave = file_leave(draft(posting, "2", start=date(2018, 9, 12)), by=posting.cadre.user)
    record_finding(other, fact=Fact.FINDING, value="disciplined", found_on=TODAY, source="巡查通报", by=county)
    finding = record_finding(posting, fact=Fact.FINDING, value="disciplined", found_on=TODAY, source="通报", by=county)
    grounds = grounds_for(other, facts=facts_of(open_findings(other)), on=TODAY)
    ground = [*grounds.certain, *grounds.pending][0]
    case = open_case(other, grounds=grounds, **ground, measure=Measure.REMOVAL, reason="属实", by=county)
    line(posting, MONTH, "V" * 31)
    correction = Correction.objects.create(
        posting=posting, month=date(2018, 8, 1), noted_am="V" * 31, noted_pm="V" * 31, nights="." * 31, reason="漏记",
        proposed_by=township, proposed_at=now(),
    )  # fmt: skip
    sent = {"place": place.division, "file_name": "表.xlsx", "uploaded_by": county, "uploaded_at": now()}
    upload = RegisterUpload.objects.create(state=UploadState.REFUSED, **sent)
    ledger = receive(roster({}), file_name="表.xlsx", place=place.division, by=county)
    LedgerImport.objects.filter(pk=ledger.pk).update(state=ImportState.READY)
    rules = LocalRules.objects.create(
        place=place.division, code=f"{place.region}-local", base=place.region, title="本县规则", content="", digest="0" * 64,
        since=TODAY, authority="县办发1号", uploaded_by=county, uploaded_at=now(),
    )  # fmt: skip
    colleague = factories.user(f"{place.region}-colleague", "同事", acts_for=place.body("township"), duty=Duty.READER)
    (substitution,) = substitute(township, colleague, since=TODAY, until=date(2018, 9, 30), by=township)
    return Side(
        place, posting, leave, finding, case, correction, upload, ledger, rules, substitution,
        User.objects.get(username=f"{place.region}-unit"),
    )  # fmt: skip


def two_counties() -> dict[str, Side]:
    """`here` and `there`."""
    here = side(factories.linfen(), cadre="张三", suspect="李四")
    there = side(factories.hebei(), cadre="王五", suspect="赵六")
    return {"here": here, "there": there}


def kinds_of_user(here: Side, there: Side) -> dict[str, User | None]:
    """Every kind of user the matrix has a column for."""
    people: dict[str, User | None] = {
        "county": here.place.user("county"),
        "reader": factories.user("reader", "周只读", acts_for=here.place.body("county_org"), duty=Duty.READER),
        "township": here.place.user("township"),
        "unit": here.place.user("unit"),
        "cadre": here.posting.cadre.user,
        "city": here.place.user("city"),
        "elsewhere": there.place.user("county"),
        **{office.value: administrator(office) for office in Office},
        "anonymous": None,
    }
    assert all(user is None or reach_of(user) for user in people.values())
    return people


ARGUMENTS: dict[str, Callable[[Side], dict[str, Any]]] = {
    "my_substitution_end": lambda one: {"number": one.substitution.pk},
    "user_end": lambda one: {"key": one.kept.key, "number": one.kept.appointments.get().pk},
    "user": lambda one: {"key": one.kept.key},
    "body": lambda one: {"key": one.place.unit.key},
    "security_reset": lambda one: {"key": administrator(Office.AUDIT).key},
    "matter_paper": lambda one: {"key": one.leave.proceeding.key, "number": one.step},
    "matter": lambda one: {"key": one.leave.proceeding.key},
    "regulation": lambda one: {"code": one.place.region},
    "bind": lambda one: {"code": one.place.region},
    "reading": lambda one: {"code": one.place.region, "name": "inclusive_words"},
    "local_version": lambda one: {"key": one.local_rules.key},
    "confirm_local": lambda one: {"key": one.local_rules.key},
    "end_local": lambda one: {"key": one.local_rules.key},
    "team": lambda one: {"place": one.place.village.code, "kind": one.place.team.kind},
    "ledger_import": lambda one: {"key": one.ledger_import.key},
    "open_cadre": lambda one: {"key": one.posting.cadre.key},
    "cadre_reveal": lambda one: {"key": one.posting.cadre.key, "field": "phone"},
    "cadre": lambda one: {"key": one.posting.cadre.key},
    "posting": lambda one: {"key": one.posting.key},
    "leave_file": lambda one: {"key": one.posting.key},
    "leave_preview": lambda one: {"key": one.posting.key},
    "leave": lambda one: {"key": one.leave.key},
    "register_upload": lambda one: {"key": one.register_upload.key},
    "correction_decide": lambda one: {"key": one.correction.key},
    "register_row": lambda one: {"key": one.posting.key, "month": MONTH},
    "register_correct": lambda one: {"key": one.posting.key, "month": MONTH},
    "register_month": lambda one: {"code": one.place.township.code, "month": MONTH},
    "register_close": lambda one: {"code": one.place.township.code, "month": MONTH},
    "person_tally": lambda one: {"key": one.posting.cadre.key},
    "assessment-grade": lambda one: {"key": one.posting.key},
    "recall-facts": lambda one: {"key": one.posting.key},
    "recall-add-finding": lambda one: {"key": one.posting.key},
    "recall-void-finding": lambda one: {"key": one.finding.key},
    "recall": lambda one: {"key": one.case.key},
}


def arguments(address: Address, one: Side) -> dict[str, Any]:
    """The keys of a county's object for an address: by its name, or the longest beginning of it that is listed."""
    known = [name for name in ARGUMENTS if address.name == name or address.name.startswith((f"{name}_", f"{name}-"))]
    assert known, f"tests/accounts/world.py does not say which object {address.name or address.route} is about"
    found = ARGUMENTS[max(known, key=len)](one)
    assert set(found) == set(address.arguments), f"{address.name} takes {address.arguments}, not {tuple(found)}"
    return found
