"""A leaver's ID number and phone go after the county's period, for good; what was decided stays."""

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Act
from accounts.files.sealed_files import FileGone, open_upload, seal_upload
from accounts.models import Entry, KeepingPeriod
from accounts.personal_data import open_vault, rotate_keys
from accounts.record import history_of
from attendance.models import RegisterUpload
from cadres.leavers.actions import remove_personal_data, set_period
from cadres.leavers.queries import leavers, months_before
from cadres.models import Cadre, LedgerImport, MergeProposal, Posting, Transfer
from decisions.actions import NotAllowed
from tests import conftest, factories
from villages.clock import now
from villages.models import Division

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "141028197001011234", "13900001111"
TODAY = date(2021, 3, 31)


@pytest.fixture(autouse=True)
def day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def county():
    return factories.linfen()


def sealed(name, county, **fields):
    posting = factories.cadre(name, county, **fields)
    vault = open_vault()
    held = vault.seal_person(NUMBER, PHONE)
    digest = vault.keyed_hash(name)
    Cadre.objects.filter(pk=posting.cadre_id).update(
        data_key=held.data_key, id_cipher=held.id_cipher, phone_cipher=held.phone_cipher, id_hash=digest,
        phone_hash=digest, identity=f"id:{digest}", id_mask="141028**********34", phone_mask="139****1111",
    )  # fmt: skip
    return posting


def period(county, months=24):
    return set_period(county.division, months=months, basis="吉组〔2018〕3号", by=county.user("county"))


MONTHS = [
    (date(2021, 3, 31), 1, date(2021, 2, 28)), (date(2020, 3, 31), 1, date(2020, 2, 29)),
    (date(2021, 3, 31), 3, date(2020, 12, 31)), (date(2021, 1, 15), 1, date(2020, 12, 15)),
    (date(2021, 3, 31), 24, date(2019, 3, 31)), (date(2021, 12, 1), 12, date(2020, 12, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("day", "months", "earlier"), MONTHS)
def test_months_are_counted_back_by_the_calendar(day, months, earlier):
    assert months_before(day, months) == earlier


ENDS = [(date(2019, 3, 30), True), (date(2019, 3, 31), False), (date(2019, 4, 1), False), (None, False)]


@pytest.mark.parametrize(("end", "listed"), ENDS)
def test_who_left_before_the_period_began_is_listed(county, end, listed):
    sealed("张三", county, end=end)
    assert [row.name for row in leavers(period(county), on=TODAY)] == (["张三"] if listed else [])


def test_who_is_at_another_post_is_no_leaver(county):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    Posting.objects.create(
        cadre=posting.cadre, team=factories.hebei().team, unit=posting.unit, roles=["member"], start=date(2019, 1, 1)
    )
    assert list(leavers(period(county), on=TODAY)) == []


def test_removal_leaves_nothing_that_opens_or_finds_the_person(county):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    before = Cadre.objects.get(pk=posting.cadre_id)
    period(county)
    assert remove_personal_data(county.division, [before.key], by=county.user("county")) == 1
    after = Cadre.objects.get(pk=before.pk)
    gone = (
        after.data_key,
        after.id_cipher,
        after.id_hash,
        after.phone_cipher,
        after.phone_hash,
        after.id_mask,
        after.phone_mask,
    )
    assert gone == (None, None, None, None, None, "", "")
    assert after.identity == f"gone:{before.key}"
    assert open_vault().reveal(after.data_key, before.id_cipher, field="id_number") is None
    assert (after.name, after.postings.count(), history_of(posting)[0].what[:4]) == ("张三", 1, "新增派驻")


def test_a_removal_is_recorded_with_its_basis(county):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    period(county)
    remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))
    [entry] = Entry.objects.filter(act=Act.REDUCED)
    assert (entry.who, entry.reason, entry.county, entry.detail) == (
        "李敏（linfen-county）", "吉组〔2018〕3号", "141028", {"人数": 1, "人员编号": [posting.cadre.number], "保留月数": 24},
    )  # fmt: skip


def test_a_number_under_comparison_goes_too_and_keys_still_rotate(county, settings):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    held = open_vault().seal_person(NUMBER, None)
    MergeProposal.objects.create(
        cadre=posting.cadre, place=county.division, id_hash="h", id_mask="141028**********34", data_key=held.data_key,
        id_cipher=held.id_cipher, source="台账", proposed_at="2018-01-01T00:00:00Z",
    )  # fmt: skip
    period(county)
    remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))
    proposal = MergeProposal.objects.get()
    assert (bytes(proposal.id_cipher), proposal.id_mask, bytes(proposal.data_key) != held.data_key) == (b"", "", True)
    settings.MASTER_KEYS_OLD, settings.MASTER_KEY = [settings.MASTER_KEY], "new"
    assert rotate_keys() == 2


@pytest.fixture
def stored(county, settings, tmp_path):
    """Uploads of the leaver's own county, of its province and of a county far away, with what lies on the disk."""
    settings.MEDIA_ROOT = tmp_path
    sent = {"file_name": "表.xlsx", "uploaded_by": county.user("county"), "uploaded_at": now()}
    far = factories.hebei().division
    made = []
    for model, place, state in (
        (LedgerImport, county.division, "ready"), (LedgerImport, county.division, "done"), (LedgerImport, far, "ready"),
        (RegisterUpload, county.division, "ready"), (RegisterUpload, Division.objects.get(code="140000000000"), "done"),
    ):  # fmt: skip
        upload = model(place=place, state=state, **sent)
        seal_upload(upload, f"{NUMBER} {PHONE}".encode(), f"{upload.key}.sealed")
        upload.save()
        made.append(upload)
    return made


def test_no_stored_file_gives_a_removed_number_back(county, stored, settings, django_capture_on_commit_callbacks):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    period(county)
    copies = {path: path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    with django_capture_on_commit_callbacks(execute=True):
        remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))
    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.name for path in left] == [f"{stored[2].key}.sealed"]
    rows = [type(upload).objects.get(pk=upload.pk) for upload in stored]
    assert [(row.state, bool(row.file_key)) for row in rows] == [
        ("refused", False), ("done", False), ("ready", True), ("refused", False), ("done", False)
    ]  # fmt: skip
    for row in rows:  # whoever kept the disk's old content has no key to it
        row.file = row.file or next(
            str(path.relative_to(settings.MEDIA_ROOT)) for path in copies if row.key in path.name
        )
        if row.pk != stored[2].pk or not isinstance(row, LedgerImport):
            with pytest.raises(FileGone):
                open_upload(row)


def test_a_removal_waits_for_an_import_that_is_being_written(county, stored):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    period(county)
    LedgerImport.objects.filter(pk=stored[0].pk).update(state="writing")
    with pytest.raises(NotAllowed, match="等导入完成后再去除"):
        remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))
    assert Cadre.objects.get(pk=posting.cadre_id).data_key is not None


def test_a_county_that_asked_for_the_person_forgets_its_uploads_too(county, stored):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    Transfer.objects.create(
        cadre=posting.cadre, place=county.division, destination=stored[2].place, name="张三", source="台账", asked_at=now()
    )  # fmt: skip
    period(county)
    remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))
    assert LedgerImport.objects.get(pk=stored[2].pk).file_key is None


def test_who_is_not_yet_due_is_refused_and_nobody_is_touched(county):
    due, late = sealed("张三", county, end=date(2018, 1, 1)), sealed("李四", county, end=date(2020, 1, 1))
    period(county)
    with pytest.raises(NotAllowed, match="尚未超过保留期限"):
        remove_personal_data(county.division, [due.cadre.key, late.cadre.key], by=county.user("county"))
    assert Cadre.objects.filter(data_key=None).count() == 0


@pytest.mark.parametrize("role", ["township", "unit", "city"])
def test_only_the_countys_organization_department_may(county, role):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    period(county)
    with pytest.raises(NotAllowed, match="组织部"):
        remove_personal_data(county.division, [posting.cadre.key], by=county.user(role))
    client = Client()
    client.force_login(county.user(role))
    assert (client.get("/leavers/").status_code, client.post("/leavers/remove/").status_code) == (404, 404)


def test_nobody_removes_their_own(county):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    Cadre.objects.filter(pk=posting.cadre_id).update(user=county.user("county"))
    period(county)
    with pytest.raises(NotAllowed, match="本人"):
        remove_personal_data(county.division, [posting.cadre.key], by=county.user("county"))


def test_another_countys_page_is_not_found(county):
    other = factories.hebei()
    client = Client()
    client.force_login(other.user("county"))
    assert client.get(f"/leavers/?county={county.division.pk}").status_code == 404


def test_the_page_sets_the_period_and_removes_those_ticked(county):
    posting = sealed("张三", county, end=date(2018, 1, 1))
    client = Client()
    client.force_login(county.user("county"))
    assert client.post("/leavers/", {"months": "0", "basis": "x"}).status_code == 422
    client.post("/leavers/", {"months": "24", "basis": "吉组〔2018〕3号"})
    assert KeepingPeriod.objects.get().months == 24
    assert [row.name for row in client.get("/leavers/").context["page_obj"]] == ["张三"]
    client.post("/leavers/remove/", {"cadre": [posting.cadre.key]})
    assert list(client.get("/leavers/").context["page_obj"]) == []


NO_NUMBER = "请只填数字，例如 24，不要带“月”“个月”。"
MONTHS_REFUSED = [
    ("1月", NO_NUMBER), ("24个月", NO_NUMBER), ("两年", NO_NUMBER), ("1.5", NO_NUMBER), ("0", "保留月数至少是 1。"),
    ("601", "保留月数不超过 600。"), ("", "请填写保留月数，例如 24。"),
]  # fmt: skip


@pytest.mark.parametrize(("months", "sentence"), MONTHS_REFUSED)
def test_the_period_is_a_bare_number_of_months(county, months, sentence):
    client = Client()
    client.force_login(county.user("county"))
    answer = client.post("/leavers/", {"months": months, "basis": "吉组〔2018〕3号"})
    assert (answer.status_code, KeepingPeriod.objects.count()) == (422, 0)
    assert answer.context["form"].errors["months"] == [sentence]


@pytest.mark.parametrize("months", [1, 600])
def test_how_short_a_period_is_the_county_answers_for_itself(county, months):
    client = Client()
    client.force_login(county.user("county"))
    client.post("/leavers/", {"months": str(months), "basis": "吉组〔2018〕3号"})
    assert KeepingPeriod.objects.get().months == months


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [conftest.DESKTOP, conftest.PHONE], ids=["desktop", "phone"])
def test_the_question_says_how_many_and_nobody_ticked_is_no_question(open_page, size):
    place = factories.linfen()
    for name in ("张三", "李四", "王五"):
        sealed(name, place, end=date(2018, 1, 1))
    period(place)
    page = open_page("linfen-county", size)
    page.goto("/leavers/")
    page.get_by_role("button", name="去除所选人员的个人信息").click()
    page.get_by_text("请先勾选要去除个人信息的人员").wait_for()
    assert not page.locator("dialog#confirm").is_visible()
    page.get_by_label("张三").check()
    page.get_by_label("王五").check()
    page.get_by_role("button", name="去除所选人员的个人信息").click()
    assert "去除所选 2 人的身份证号和电话？" in page.locator("dialog#confirm").inner_text()
    page.locator("dialog").get_by_role("button", name="去除").click()
    page.get_by_text("已去除 2 人").wait_for()
    assert list(Cadre.objects.filter(data_key__isnull=False).values_list("name", flat=True)) == ["李四"]
