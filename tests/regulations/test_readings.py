"""A county chooses another reading: signed, dated, shown wherever it had a part, never touching what was decided."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.choices import Duty
from decisions.law import answer, policy_for, readings_for
from decisions.models import ChosenReading, Proceeding, Ruling
from decisions.pages import verdict_of
from tests import factories
from tests.factories import County
from tests.regulations.conftest import DAY, Decide, SignIn

pytestmark = pytest.mark.django_db
ADDRESS = "/readings/hebei/between_bands/"


@pytest.fixture
def signed(hebei: County) -> dict[str, Any]:
    return {
        "place": hebei.division.pk,
        "choice": "lower",
        "since": "2018-10-15",
        "basis": "县委组织部部务会纪要〔2018〕7号",
        "signature": "李敏",
    }


def leave(place: County, on: date, days: float = 1.5) -> dict[str, Any]:
    policy = policy_for(place.village.code, team_kind="village", on=on)
    facts = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": days}
    return answer("leave_route", policy=policy, on=on, facts=facts, place=place.village.code)


def test_the_choice_holds_from_its_day_in_its_county_only(clerk: Client, hebei: County, signed: dict[str, Any]) -> None:
    assert clerk.post(ADDRESS, signed | {"since": "2018-10-16"}).status_code == 302
    after = date(2018, 10, 16)
    assert [leave(hebei, day)["steps"][0]["body"] for day in (DAY, after)] == ["township", "team_leader"]
    assert readings_for("130722100000", policy="hebei", on=after) == {}


def test_each_result_it_influenced_shows_it(clerk: Client, hebei: County, signed: dict[str, Any]) -> None:
    clerk.post(ADDRESS, signed)
    given = leave(hebei, DAY)
    chosen = "阜平县自2018年10月15日起采用，依据：县委组织部部务会纪要〔2018〕7号"
    assert [(item["name"], item.get("chosen")) for item in given["reading"]] == [("between_bands", chosen)]
    assert verdict_of(given, policy="hebei")["readings"] == [f"落在两档之间的天数归哪一档：归较低的一档（{chosen}）"]
    assert leave(hebei, DAY, days=2)["reading"] == []


def test_a_recorded_ruling_never_changes(clerk: Client, hebei: County, signed: dict[str, Any], decide: Decide) -> None:
    decide(hebei, 1.5)
    before = list(Ruling.objects.values()), list(Proceeding.objects.values())
    clerk.post(ADDRESS, signed)
    assert (list(Ruling.objects.values()), list(Proceeding.objects.values())) == before
    assert Ruling.objects.get().readings == {"between_bands": "higher"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"since": "2018-10-14"}, "生效日期不能早于今天：已经过去的日子仍按原来的理解。"),
        ({"signature": "王建国"}, "签署人须填写本人姓名“李敏”。"),
        ({"basis": " "}, "这个字段是必填项。"),
        ({"choice": "middle"}, "选择一个有效的选项。 middle 不在可用的选项中。"),
    ],
)
def test_what_is_not_signed_properly_is_refused(
    clerk: Client, signed: dict[str, Any], change: dict[str, str], sentence: str
) -> None:
    page = clerk.post(ADDRESS, signed | change)
    assert (page.status_code, [text for texts in page.context["form"].errors.values() for text in texts]) == (
        422,
        [sentence],
    )
    assert ChosenReading.objects.count() == 0


@pytest.mark.parametrize("username", ["hebei-township", "hebei-unit", "hebei-city", "linfen-county"])
def test_nobody_else_chooses_for_the_county(sign_in: SignIn, signed: dict[str, Any], username: str) -> None:
    factories.linfen()
    assert sign_in(username).post(ADDRESS, signed).status_code == 403
    assert ChosenReading.objects.count() == 0


def test_a_clerk_of_the_department_does_not_sign(hebei: County, sign_in: SignIn, signed: dict[str, Any]) -> None:
    factories.user("clerk", "赵六", acts_for=hebei.body("county_org"), duty=Duty.CLERK)
    assert sign_in("clerk").post(ADDRESS, signed | {"signature": "赵六"}).status_code == 403


def test_another_county_is_not_offered_and_not_taken(clerk: Client, signed: dict[str, Any]) -> None:
    other = factories.linfen().division.pk
    page = clerk.post(ADDRESS, signed | {"place": other})
    assert (page.status_code, ChosenReading.objects.count()) == (422, 0)


def test_a_reading_without_another_choice_has_no_form(clerk: Client) -> None:
    assert clerk.get("/readings/hebei/inclusive_words/").context["form"] is None


def test_a_choice_the_regulation_no_longer_knows_breaks_nothing(hebei: County) -> None:
    for name, choice in (("between_bands", "gone"), ("gone", "x")):
        ChosenReading.objects.create(
            place=hebei.division, policy="hebei", name=name, choice=choice, since=DAY, basis="某文", chosen_at="2018-10-15T09:00+08:00",
            chosen_by=hebei.user("county"),
        )  # fmt: skip
    assert leave(hebei, DAY)["steps"][0]["body"] == "township"


def test_choices_elsewhere_are_not_shown(clerk: Client, sign_in: SignIn, signed: dict[str, Any]) -> None:
    factories.linfen()
    clerk.post(ADDRESS, signed)
    assert len(clerk.get(ADDRESS).context["rows"]) == 1
    assert sign_in("linfen-county").get(ADDRESS).context["rows"] == []
