"""Who has moved on is no longer the former county's: neither to read in its ledger nor to decide about."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from cadres.choices import ProposalState, TransferState
from cadres.exchange.elsewhere import holders
from cadres.exchange.export import export_for
from cadres.exchange.holding import still_held
from cadres.exchange.identities import decide_proposal
from cadres.exchange.matching import KnownPosting
from cadres.exchange.transfers import decide_transfer
from cadres.models import Cadre, MergeProposal, Posting, Transfer
from decisions.actions import NotAllowed
from tests.factories import division
from tests.factories_cadres import counted, id_number, org_user, roster, sample_divisions, take_in

pytestmark = pytest.mark.django_db
ONE, OTHER, THIRD = id_number("19800501", 1), id_number("19750101", 3), id_number("19800501", 5)
HERE, THERE, YONDER = "141028", "130624", "640422"
XIJI = ("吉强镇", "团结村委会")
MOVER = {"姓名": "钱移", "身份证号": ONE, "备注": "随身带药", "驻村结束时间": "2018-12"}
STAYING = {"姓名": "赵留", "身份证号": OTHER, "出生年月": "1975-01", "联系电话": "17000005678", "备注": "本县所记"}


@pytest.fixture(autouse=True)
def _divisions(db: None) -> None:
    sample_divisions()


def move(cadre: Cadre, *, to: str, start: date = date(2019, 3, 1), end: date | None = None) -> Posting:
    """Post a person to another county, beside whoever came there first."""
    local = Posting.objects.filter(team__place__code__startswith=to).order_by("pk").first()
    assert local is not None
    return Posting.objects.create(
        cadre=cadre, team=local.team, unit=local.unit, dispatch_level="county", roles=["member"], start=start, end=end,
    )  # fmt: skip


def settle(county: str, village: tuple[str, str]) -> None:
    """Somebody else who serves in a county, so that it has a team and a unit."""
    one = {"姓名": f"在{county}", "身份证号": "", "联系电话": "", "乡镇": village[0], "派驻村": village[1]}
    take_in(roster(one), county=county)


@pytest.fixture
def mover() -> Cadre:
    """Who served in 吉县 until 2018."""
    settle(THERE, ("阜平镇", "城厢村"))
    take_in(roster(MOVER, STAYING))
    return Cadre.objects.get(name="钱移")


@pytest.mark.parametrize("unmasked", [False, True])
def test_a_former_countys_ledger_gives_the_stay_and_not_todays_number_phone_and_remark(
    mover: Cadre, unmasked: bool
) -> None:
    move(mover, to=THERE)
    target = io.BytesIO()
    export_for(
        target,
        user=org_user(),
        place=division(HERE + "000000"),
        current=False,
        unmasked=unmasked,
        reason="核对本县台账",
    )
    sheet: Any = openpyxl.load_workbook(target).active
    header, *rows = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6))
    shown = {row[2]: dict(zip(header, row, strict=True)) for row in rows}
    gone, here = shown["钱移"], shown["赵留"]
    assert [gone["身份证号"], gone["联系电话"], gone["派驻村"]] == ["", "", "桑峨村"]
    assert "随身带药" not in [cell.value for row in sheet for cell in row]
    assert "本县所记" in [cell.value for row in sheet for cell in row]
    assert here["身份证号"] == (OTHER if unmasked else f"140999**********{OTHER[-2:]}")
    assert here["联系电话"] == ("17000005678" if unmasked else "170****5678")
    assert counted(take_in(target.getvalue())) == (0, 0, 2)
    mover.refresh_from_db()
    assert (mover.remark, mover.phone_mask) == ("随身带药", "170****1234")


def test_who_served_here_last_and_nowhere_since_is_still_given(mover: Cadre) -> None:
    target = io.BytesIO()
    export_for(target, user=org_user(), place=division(HERE + "000000"), current=False, unmasked=True, reason="核对")
    assert ONE in [cell.value for row in openpyxl.load_workbook(target).active for cell in row]


def test_a_question_about_a_number_goes_along_with_the_person() -> None:
    settle(THERE, ("阜平镇", "城厢村"))
    bare = {**MOVER, "身份证号": "", "联系电话": ""}
    take_in(roster(bare))
    take_in(roster({**bare, "身份证号": THIRD}))
    asked, former, present = MergeProposal.objects.get(), org_user(), org_user("there", county=THERE)
    move(asked.cadre, to=THERE)
    assert not named(former, "ledger_identities", "钱移")
    with pytest.raises(NotAllowed, match="现已由其他县"):
        decide_proposal(asked, same=True, by=former)
    assert answered(former, "ledger_identities", {"proposal": asked.key, "same": "yes"}) == 302
    take_in(roster({**bare, "身份证号": THIRD}))
    asked.refresh_from_db()
    assert (asked.place_id, asked.state, asked.cadre.id_hash) == (THERE + "000000", ProposalState.OPEN, None)
    assert named(present, "ledger_identities", "钱移")
    decide_proposal(asked, same=True, by=present)
    assert Cadre.objects.get(name="钱移").id_hash == asked.id_hash


@pytest.mark.parametrize("before", [None, True, False], ids=["unanswered", "agreed", "refused"])
def test_a_former_countys_answer_no_longer_counts_and_the_present_one_is_asked(
    mover: Cadre, before: bool | None
) -> None:
    settle(YONDER, XIJI)
    arriving = roster({**MOVER, "驻村开始时间": "2020-01", "驻村结束时间": "", "乡镇": XIJI[0], "派驻村": XIJI[1]})
    take_in(arriving, county=YONDER)
    former, present, asked = org_user(), org_user("there", county=THERE), Transfer.objects.get()
    assert asked.place_id == HERE + "000000"
    if before is not None:
        decide_transfer(asked, agree=before, by=former)
    move(mover, to=THERE, end=date(2019, 12, 1))
    assert not named(former, "ledger_transfers", "钱移")
    if before is None:
        with pytest.raises(NotAllowed, match="现已由其他县"):
            decide_transfer(asked, agree=True, by=former)
    done = take_in(arriving, county=YONDER)
    asked.refresh_from_db()
    assert (counted(done), done.counts["asked"]) == ((0, 0, 0), 1)
    assert (asked.place_id, asked.state, asked.decided_by) == (THERE + "000000", TransferState.OPEN, None)
    assert named(present, "ledger_transfers", "钱移")
    decide_transfer(asked, agree=True, by=present)
    assert counted(take_in(arriving, county=YONDER)) == (1, 0, 0)


@pytest.mark.parametrize("end", [None, date(2017, 6, 1), date(2019, 6, 1)])
def test_lists_and_imports_mean_the_same_by_who_holds_a_person(mover: Cadre, end: date | None) -> None:
    start = date(2017, 3, 1) if end and end.year == 2017 else date(2019, 3, 1)
    move(mover, to=THERE, start=start, end=end)
    rows = mover.postings.values_list("pk", "cadre_id", "team__place_id", "start", "end")
    known = [KnownPosting(pk, cadre, place, True, first, "day", last, "day") for pk, cadre, place, first, last in rows]
    for county in (HERE, THERE):
        Transfer.objects.create(
            cadre=mover, place_id=county + "000000", destination_id=YONDER + "000000", name="钱移", start=county,
            source="", asked_at="2020-01-01T00:00Z",
        )  # fmt: skip
    (place,) = still_held(Transfer.objects.all()).values_list("place_id", flat=True)
    assert place[:6] == holders(known, entered_at={})[mover.pk][:6]


def named(by: Any, page: str, name: str) -> bool:
    client = Client()
    client.force_login(by)
    return name in client.get(reverse(page)).content.decode()


def answered(by: Any, page: str, said: dict[str, str]) -> int:
    client = Client()
    client.force_login(by)
    return client.post(reverse(page), said).status_code
