"""A person of another county in one's own ledger: nothing of theirs changes, and nobody comes unasked."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cadres.choices import ImportState, TransferState
from cadres.exchange.transfers import decide_transfer
from cadres.exchange.uploads import confirm, read_ledger, receive, work_on
from cadres.exchange.writing import preview_roster
from cadres.models import Cadre, LedgerImport, MergeProposal, Posting, Transfer
from decisions.actions import AlreadyDecided, NotAllowed
from tests.factories import body, division, user
from tests.factories_cadres import counted, id_number, org_user, roster, sample_divisions, take_in

pytestmark = pytest.mark.django_db
ONE, OTHER = id_number("19800501", 1), id_number("19750101", 3)
HERE, THERE = "141028", "130624"
AT_HOME = {"姓名": "钱吉县", "身份证号": ONE, "联系电话": "17000005678", "备注": "本县所记", "驻村结束时间": "2019-06"}
ARRIVING = {
    "姓名": "改名者", "身份证号": ONE, "联系电话": "17011112222", "备注": "被改", "派出单位": "阜平县农业农村局", "乡镇": "阜平镇",
    "派驻村": "城厢村", "驻村开始时间": "2019-08",
}  # fmt: skip
OWN = {**ARRIVING, "姓名": "赵阜平", "身份证号": OTHER, "出生年月": "1975-01", "联系电话": "17000001111"}


@pytest.fixture(autouse=True)
def _divisions(db: None) -> None:
    sample_divisions()


def facts(cadre: Cadre) -> list[Any]:
    kept = Cadre.objects.get(pk=cadre.pk)
    return [kept.name, kept.birth, kept.phone_mask, kept.phone_hash, bytes(kept.phone_cipher or b""), kept.remark]


@pytest.fixture
def held() -> Cadre:
    """Who was posted in 吉县 and left."""
    take_in(roster(AT_HOME))
    return Cadre.objects.get()


def asked_from_there(*people: dict[str, Any]) -> Any:
    return take_in(roster(*people), county=THERE, source="阜平.xlsx")


def test_a_ledger_changes_nothing_of_a_person_another_county_holds(held: Cadre) -> None:
    before = facts(held)
    done = asked_from_there(ARRIVING, OWN)
    assert facts(held) == before
    assert counted(done) == (1, 0, 0)
    assert (done.counts["left_out"], done.counts["asked"]) == (1, 1)
    assert set(Posting.objects.values_list("cadre__name", "team__place__name")) == {
        ("钱吉县", "桑峨村民委员会"),
        ("赵阜平", "城厢村村民委员会"),
    }


def test_the_preview_names_sheet_and_row_and_what_to_do(held: Cadre) -> None:
    preview = preview_roster(read_ledger(roster(OWN, ARRIVING), county=THERE))
    assert [(item.sheet, item.row, item.severity, item.sentence) for item in preview.problems] == [
        ("名册", 4, "warning", "“改名者”的身份证号已登记在其他县（区、旗），这一行没有导入。确认导入后系统会请对方核实；对方同意调入后，"
         "请把这份台账再导入一次。如号码填错，请改正。")
    ]  # fmt: skip
    assert [row.name for row in preview.rows] == ["赵阜平"]
    assert Transfer.objects.count() == 0


def test_the_question_goes_to_the_county_that_holds_the_person_once(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    again = asked_from_there(ARRIVING)
    asked = Transfer.objects.get()
    assert (asked.cadre, asked.place_id, asked.destination_id) == (held, "141028000000", "130624000000")
    assert (asked.name, asked.start, asked.source) == ("改名者", "2019-08", "阜平.xlsx 名册 第3行")
    assert [item.kind for item in again.problems] == ["transfer_waiting"]


def test_once_agreed_the_posting_is_added_and_the_facts_stay(held: Cadre) -> None:
    before = facts(held)
    asked_from_there(ARRIVING)
    decide_transfer(Transfer.objects.get(), agree=True, by=org_user())
    done = asked_from_there(ARRIVING)
    assert counted(done) == (1, 0, 0)
    assert [item.kind for item in done.problems] == ["facts_kept"]
    assert facts(held) == before
    assert set(held.postings.values_list("team__place__name", flat=True)) == {"桑峨村民委员会", "城厢村村民委员会"}


def test_whoever_holds_the_person_now_keeps_the_facts_and_the_former_county_its_posting(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    decide_transfer(Transfer.objects.get(), agree=True, by=org_user())
    asked_from_there(ARRIVING)
    asked_from_there(ARRIVING)
    held.refresh_from_db()
    back = take_in(roster({**AT_HOME, "派出单位": "吉县水利局"}))
    assert [item.kind for item in back.problems] == ["facts_kept"]
    assert counted(back) == (0, 1, 0)
    assert (held.name, Cadre.objects.get().name) == ("改名者", "改名者")


def test_another_start_than_agreed_is_another_question(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    decide_transfer(Transfer.objects.get(), agree=True, by=org_user())
    assert counted(asked_from_there({**ARRIVING, "驻村开始时间": "2019-09"})) == (0, 0, 0)
    assert Transfer.objects.count() == 2


def test_a_refused_move_stays_out_and_says_so(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    decide_transfer(Transfer.objects.get(), agree=False, by=org_user())
    done = asked_from_there(ARRIVING)
    assert ([item.kind for item in done.problems], done.counts["asked"]) == (["transfer_refused"], 0)
    assert Posting.objects.count() == 1


def test_only_who_holds_the_person_or_stands_above_answers_and_only_once(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    asked = Transfer.objects.get()
    with pytest.raises(NotAllowed):
        decide_transfer(asked, agree=True, by=org_user("asker", county=THERE))
    province = division("140000000000")
    office = body("山西省委组织部", level="province", place=province, words=["region_office"])
    decide_transfer(asked, agree=True, by=user("province", "省办", acts_for=office))
    with pytest.raises(AlreadyDecided):
        decide_transfer(asked, agree=False, by=org_user())
    assert Transfer.objects.get().state == TransferState.ACCEPTED


def test_a_number_said_for_a_person_held_elsewhere_is_that_countys_to_check() -> None:
    take_in(roster({"姓名": "孙某", "身份证号": "", "联系电话": "", "驻村结束时间": "2018-12"}))
    mover = Cadre.objects.get()
    take_in(roster({**OWN}), county=THERE)
    there = Posting.objects.get(cadre__name="赵阜平")
    there.pk, there.key, there.cadre, there.start = None, "k" * 16, mover, there.start.replace(year=2020)
    there.save()
    back = take_in(roster({"姓名": "孙某", "身份证号": ONE, "联系电话": "17099990000", "驻村结束时间": "2018-12"}))
    assert MergeProposal.objects.get().place_id == "130624000000"
    assert sorted(item.kind for item in back.problems) == ["facts_kept", "identity_to_check"]
    assert Cadre.objects.get(name="孙某").phone_mask == ""


def test_both_counties_see_the_question_on_its_page_and_the_answer(held: Cadre) -> None:
    holder, asker = org_user(), org_user("asker", county=THERE)
    upload = receive(roster(ARRIVING), file_name="阜平.xlsx", place=division("130624000000"), by=asker)
    work_on(upload.pk)
    confirm(upload, only_good_rows=False)
    work_on(upload.pk)
    assert LedgerImport.objects.get().state == ImportState.DONE
    asked = Transfer.objects.get()
    assert seen(asker, f"/ledger/import/{upload.key}/", "有 1 行的人员现由其他县登记") is True
    assert seen(asker, "/ledger/import/transfers/", "待答复", "阜平.xlsx 名册 第3行") is True
    assert seen(asker, "/ledger/import/transfers/", "钱吉县") is False
    assert seen(holder, "/ledger/import/transfers/", "钱吉县", "阜平县", "同意调入") is True
    assert answered(asker, asked) == 404
    assert answered(holder, asked) == 302
    assert seen(asker, "/ledger/import/transfers/", "同意调入", "请把台账再导入一次") is True


def seen(by: User, address: str, *texts: str) -> bool:
    client = Client()
    client.force_login(by)
    page = client.get(address).content.decode()
    return all(text in page for text in texts)


def answered(by: User, asked: Transfer) -> int:
    client = Client()
    client.force_login(by)
    return client.post("/ledger/import/transfers/", {"transfer": asked.key, "agree": "yes"}).status_code


def test_nobody_answers_about_themselves(held: Cadre) -> None:
    asked_from_there(ARRIVING)
    held.user = org_user()
    held.save()
    with pytest.raises(NotAllowed, match="本人"):
        decide_transfer(Transfer.objects.get(), agree=True, by=org_user())
    assert Transfer.objects.get().state == TransferState.OPEN
