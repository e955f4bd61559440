"""A cadre's page: strangers, masked numbers, corrections by the county."""

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from accounts.personal_data import masked_id, masked_phone, open_vault
from accounts.record_models import Entry
from cadres.models import Cadre, Posting
from cadres.pages.actions import seen_of
from tests import factories
from tests.pages.people import TODAY, logged_in, posted

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "141099199003074253", "17000000001"


@pytest.fixture(autouse=True)
def in_october(settings: Settings) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def posting() -> Posting:
    made = posted("张建国", factories.linfen())
    sealed = open_vault().seal_person(NUMBER, PHONE)
    Cadre.objects.filter(pk=made.cadre_id).update(
        **sealed._asdict(), id_mask=masked_id(NUMBER), phone_mask=masked_phone(PHONE)
    )
    return Posting.objects.select_related("cadre").get(pk=made.pk)


@pytest.mark.parametrize("page", ["/cadres/{cadre}/", "/cadres/{cadre}/edit/", "/cadres/{cadre}/reveal/phone/",
                                  "/postings/{posting}/end/", "/teams/141028100208/village/"])  # fmt: skip
@pytest.mark.parametrize("username", ["hebei-county", "hebei-township", "hebei-unit", "chenerguo"])
def test_a_stranger_gets_404(page: str, username: str, posting: Posting) -> None:
    posted("陈二国", factories.hebei())
    address = page.format(cadre=posting.cadre.key, posting=posting.key)

    assert logged_in(username).get(address).status_code == 404


@pytest.mark.parametrize("username", ["linfen-county", "linfen-township", "linfen-unit", "linfen-city", "zhangjianguo"])
def test_who_is_concerned_sees_the_page_without_the_whole_number(username: str, posting: Posting) -> None:
    page = logged_in(username).get(f"/cadres/{posting.cadre.key}/").content.decode()

    assert (masked_id(NUMBER) in page, NUMBER in page, PHONE in page) == (True, False, False)


@pytest.mark.parametrize(
    ("username", "field", "shown"),
    [
        ("linfen-county", "id_number", NUMBER),
        ("linfen-county", "phone", PHONE),
        ("linfen-township", "phone", PHONE),
        ("linfen-township", "id_number", ""),
        ("linfen-unit", "phone", ""),
        ("linfen-city", "id_number", ""),
        ("zhangjianguo", "id_number", NUMBER),
    ],
)
def test_a_number_is_shown_to_whose_duty_it_is_and_the_look_is_recorded(
    username: str, field: str, shown: str, posting: Posting
) -> None:
    answer = logged_in(username).post(f"/cadres/{posting.cadre.key}/reveal/{field}/", {"reason": "核对工资卡"})

    looks = Entry.objects.filter(act="unmasked").values_list("reason", "object_id", "county")
    told = [("核对工资卡", str(posting.cadre_id), "141028")] if shown else []
    assert (answer.context["number"], list(looks)) == (shown, told)


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("看", 422), (" 看 ", 422), ("核对", 200)])
def test_a_look_needs_a_reason(reason: str, status: int, posting: Posting) -> None:
    answer = logged_in("linfen-county").post(f"/cadres/{posting.cadre.key}/reveal/phone/", {"reason": reason})

    assert answer.status_code == status


def facts(posting: Posting, **changed: str) -> dict[str, str]:
    return {"political_status": "中共党员", "ethnicity": "汉族", "education": "大专", "bilingual": "unknown", "remark": "",
            "phone": "", "seen": seen_of(posting.cadre)} | changed  # fmt: skip


def test_the_county_corrects_facts_and_the_page_tells_who_changed_what(posting: Posting) -> None:
    client = logged_in("linfen-county")
    client.post(f"/cadres/{posting.cadre.key}/edit/", facts(posting))
    posting.cadre.refresh_from_db()
    client.post(f"/cadres/{posting.cadre.key}/edit/", facts(posting, education="大学本科", phone="17000000002"))

    events = client.get(f"/cadres/{posting.cadre.key}/").context["events"]
    newest = events[0]
    cadre = Cadre.objects.get(pk=posting.cadre_id)
    assert (cadre.education, cadre.phone_mask, cadre.id_mask) == ("大学本科", "170****0002", masked_id(NUMBER))
    assert open_vault().reveal(cadre.data_key, cadre.phone_cipher, field="phone") == "17000000002"
    assert (newest.who.startswith("李敏"), "大专" in newest.what, "大学本科" in newest.what) == (True, True, True)


def test_facts_changed_meanwhile_are_not_overwritten(posting: Posting) -> None:
    given = facts(posting)
    Cadre.objects.filter(pk=posting.cadre_id).update(education="硕士")

    page = logged_in("linfen-county").post(f"/cadres/{posting.cadre.key}/edit/", given).content.decode()

    assert ("刚被别人改过" in page, Cadre.objects.get(pk=posting.cadre_id).education) == (True, "硕士")


@pytest.mark.parametrize("username", ["linfen-township", "linfen-unit", "linfen-city", "zhangjianguo"])
def test_only_the_county_corrects(username: str, posting: Posting) -> None:
    client = logged_in(username)
    statuses = [
        client.post(f"/cadres/{posting.cadre.key}/edit/", facts(posting)).status_code,
        client.post(f"/postings/{posting.key}/end/", {"end": "2018-10-17", "ended_by": "term"}).status_code,
    ]

    assert (statuses, Posting.objects.get(pk=posting.pk).end) == ([404, 404], None)


@pytest.mark.parametrize(
    ("end", "kept"),
    [("2017-06-30", None), ("2017-07-01", date(2017, 7, 1)), ("2018-10-17", date(2018, 10, 17)), ("2018-02-30", None)],
)
def test_a_posting_ends_on_or_after_its_first_day(end: str, kept: date | None, posting: Posting) -> None:
    logged_in("linfen-county").post(f"/postings/{posting.key}/end/", {"end": end, "ended_by": "term", "seen": ""})

    assert Posting.objects.get(pk=posting.pk).end == kept


def test_an_end_noted_meanwhile_is_not_overwritten(posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(end=date(2018, 9, 1))

    client = logged_in("linfen-county")
    client.post(f"/postings/{posting.key}/end/", {"end": "2018-10-17", "ended_by": "term", "seen": ""})
    assert Posting.objects.get(pk=posting.pk).end == date(2018, 9, 1)

    client.post(f"/postings/{posting.key}/end/", {"end": "2018-10-17", "ended_by": "term", "seen": "2018-09-01"})
    assert Posting.objects.get(pk=posting.pk).end == date(2018, 10, 17)


@pytest.mark.parametrize(
    ("ended_by", "kept"), [("recalled", date(2018, 9, 1)), ("replaced", date(2018, 9, 1)), ("term", TODAY)]
)
def test_the_end_that_a_case_made_is_not_corrected_by_hand(ended_by: str, kept: date, posting: Posting) -> None:
    Posting.objects.filter(pk=posting.pk).update(end=date(2018, 9, 1), ended_by=ended_by)

    logged_in("linfen-county").post(
        f"/postings/{posting.key}/end/", {"end": "2018-10-17", "ended_by": "other", "seen": "2018-09-01"}
    )

    assert Posting.objects.get(pk=posting.pk).end == kept


@pytest.mark.parametrize("field", ["id_number", "phone"])
def test_who_thinks_better_of_it_gets_the_mask_back(field: str, posting: Posting) -> None:
    client = logged_in("linfen-county")
    address = f"/cadres/{posting.cadre.key}/reveal/{field}/"
    asked = client.get(address).content.decode()
    back = client.get(f"{address}?cancel=1").content.decode()

    assert ("取消" in asked, f'hx-get="{address}"' in back, "查看" in back, "<form" in back) == (
        True,
        True,
        True,
        False,
    )
    assert "*" in back
