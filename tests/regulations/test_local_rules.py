"""Rules of a place's own: checked, previewed, in force from a day there and nowhere else, and never a broken county."""

from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from accounts.choices import Duty
from decisions.actions import NotAllowed
from decisions.law import answer, library, policy_for, record
from decisions.models import ChosenReading, LocalRules, Proceeding, Ruling
from decisions.regulations.actions import confirm_local, end_local, upload_local
from tests import factories
from tests.factories import County
from tests.regulations.conftest import DAY, Decide, SignIn
from tests.regulations.local_files import LAXER, ROUTE, STRICTER, local_file

pytestmark = pytest.mark.django_db
STARTS = date(2018, 11, 1)
VILLAGE = "130624101201"
ELSEWHERE = "130722101201"


def uploaded(place: County, content: str = "", *, since: date = STARTS) -> LocalRules:
    return upload_local(
        place.division,
        content=content or local_file(),
        since=since,
        authority="阜办字〔2018〕9号",
        by=place.user("county"),
    )


def in_force(place: County, content: str = "", *, since: date = STARTS) -> LocalRules:
    return confirm_local(uploaded(place, content, since=since), by=place.user("county"))


def code_on(village: str, day: date) -> str:
    return policy_for(village, team_kind="village", on=day).code


def test_a_draft_changes_nothing(hebei: County) -> None:
    uploaded(hebei)
    assert code_on(VILLAGE, STARTS) == "hebei"


def test_confirmed_rules_hold_from_their_day_in_their_place(hebei: County) -> None:
    in_force(hebei)
    assert [code_on(VILLAGE, day) for day in (date(2018, 10, 31), STARTS)] == ["hebei", "fuping"]
    assert code_on(ELSEWHERE, STARTS) == "hebei"


def test_both_rules_are_shown_in_the_answer(hebei: County) -> None:
    in_force(hebei)
    policy = policy_for(VILLAGE, team_kind="village", on=date(2018, 11, 30))
    facts = {"window": "month", "days": {"2018-11": "V" * 25 + "R" * 5}}
    given = answer("presence", policy=policy, on=date(2018, 11, 30), facts=facts, place=VILLAGE)
    assert (given["required"], given["local"][0]["base_sentence"]) == (26, "驻村干部每月在村不少于25天。")


def test_the_countys_readings_of_the_regulation_hold_under_its_local_rules(hebei: County) -> None:
    in_force(hebei)
    ChosenReading.objects.create(
        place=hebei.division, policy="hebei", name="between_bands", choice="lower", since=DAY, basis="某文",
        chosen_by=hebei.user("county"), chosen_at="2018-10-15T09:00+08:00",
    )  # fmt: skip
    policy = policy_for(VILLAGE, team_kind="village", on=STARTS)
    facts = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": 1.5}
    given = answer("leave_route", policy=policy, on=STARTS, facts=facts, place=VILLAGE)
    assert (policy.code, given["steps"][0]["body"]) == ("fuping", "team_leader")


def test_a_ruling_under_local_rules_keeps_them_and_the_regulation(hebei: County) -> None:
    in_force(hebei, local_file(ROUTE))
    policy = policy_for(VILLAGE, team_kind="village", on=STARTS)
    facts = {"role": "member", "dispatch_level": "county", "leave_type": "personal", "days": 2}
    given = answer("leave_route", policy=policy, on=STARTS, facts=facts)
    ruling = record("leave_route", policy=policy, on=STARTS, facts=facts, answered=given)
    assert [step["body"] for step in given["steps"]] == ["team_leader"]
    assert local_file(ROUTE) in ruling.version.content
    assert 'code = "hebei"' in ruling.version.content


def test_a_later_version_takes_over_and_an_end_gives_the_regulation_back(hebei: County) -> None:
    rules = in_force(hebei)
    in_force(hebei, local_file(STRICTER.replace("26", "27")), since=date(2018, 12, 1))

    def required(day: date) -> int:
        policy = policy_for(VILLAGE, team_kind="village", on=day)
        facts = {"window": "month", "days": {f"{day:%Y-%m}": "V" * monthrange(day.year, day.month)[1]}}
        return answer("presence", policy=policy, on=day, facts=facts)["required"]  # type: ignore[no-any-return]

    assert [required(day) for day in (date(2018, 11, 30), date(2018, 12, 1))] == [26, 27]
    end_local(rules, last=date(2018, 12, 31), by=hebei.user("county"))
    assert [code_on(VILLAGE, day) for day in (date(2018, 12, 31), date(2019, 1, 1))] == ["fuping", "hebei"]


def test_other_processes_take_them_up_with_their_next_request(hebei: County, client: Client) -> None:
    in_force(hebei)
    assert "fuping" in library().versions
    other = LocalRules.objects.get()
    with transaction.atomic():  # what another process wrote: nothing here was told
        LocalRules.objects.create(
            place=hebei.division, code="second", base="hebei", title="另一份", content=local_file(ROUTE, code="second"),
            digest="0" * 64, since=STARTS, authority="某文", uploaded_by=other.uploaded_by, uploaded_at=other.uploaded_at,
            confirmed_by=other.uploaded_by, confirmed_at=other.uploaded_at,
        )  # fmt: skip
    assert "second" not in library().versions
    client.get("/healthz")
    assert "second" in library().versions


def test_a_request_asks_once_however_often_the_library_is_used(
    hebei: County, client: Client, django_assert_num_queries: Any
) -> None:
    in_force(hebei)
    library()
    client.get("/healthz")
    with django_assert_num_queries(1):
        first = library()
        assert library() is first


def test_rules_that_no_longer_fit_are_left_out_and_named(clerk: Client, hebei: County) -> None:
    rules = in_force(hebei)
    LocalRules.objects.create(
        place=hebei.division, code="broken", base="hebei", title="对不上的规则", content=local_file(code="broken").replace("5/presence", "55/presence"),
        digest="1" * 64, since=STARTS, authority="某文", uploaded_by=rules.uploaded_by, uploaded_at=rules.uploaded_at,
        confirmed_by=rules.uploaded_by, confirmed_at=rules.uploaded_at,
    )  # fmt: skip
    page = clerk.get("/local-rules/")
    assert [row.title for row in page.context["fallen"]] == ["对不上的规则"]
    assert code_on(VILLAGE, STARTS) == "fuping"


@pytest.mark.parametrize(
    ("content", "since", "sentence"),
    [
        (local_file(LAXER), STARTS, "fuping：第五条的 presence_minimum不能采用"),
        (local_file(place="130722"), STARTS, "places 中的“130722”不在阜平县（130624）之内"),
        (local_file(code="hebei"), STARTS, "hebei：code 与已有的办法相同"),
        (local_file().replace('base = "hebei"\n', ""), STARTS, "写了 replaces 或 authority"),
        ("code = ", STARTS, "不是有效的 TOML"),
        (local_file(), date(2018, 10, 14), "施行日期不能早于今天"),
        (local_file().replace("2018-10-01", "2019-01-01"), STARTS, "施行日期不能早于这一天"),
    ],
)
def test_a_file_that_fails_the_check_changes_nothing(hebei: County, content: str, since: date, sentence: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        uploaded(hebei, content, since=since)
    assert sentence in str(refusal.value)
    assert LocalRules.objects.count() == 0
    assert code_on(VILLAGE, STARTS) == "hebei"


def test_two_places_may_not_share_a_code(hebei: County, sign_in: SignIn) -> None:
    in_force(hebei)
    other = factories.county("other", village="130722101201", unit="张北县农业局")
    with pytest.raises(NotAllowed, match="代号“fuping”已被其他地方使用"):
        upload_local(
            other.division, content=local_file(place="130722"), since=STARTS, authority="某文", by=other.user("county")
        )


def test_a_draft_whose_day_has_passed_is_not_confirmed(hebei: County, settings: Any) -> None:
    rules = uploaded(hebei)
    settings.TODAY = date(2018, 11, 2)
    with pytest.raises(NotAllowed, match="施行日期不能早于今天"):
        confirm_local(rules, by=hebei.user("county"))
    assert LocalRules.objects.get().confirmed_at is None


def test_a_clerk_uploads_and_the_head_confirms_on_pages(hebei: County, sign_in: SignIn) -> None:
    factories.user("clerk", "赵六", acts_for=hebei.body("county_org"), duty=Duty.CLERK)
    given = {
        "place": hebei.division.pk,
        "since": "2018-11-01",
        "authority": "阜办字〔2018〕9号",
        "content": local_file(),
    }
    clerk, head = sign_in("clerk"), sign_in("hebei-county")
    address = clerk.post("/local-rules/new/", given)["Location"]
    clerk.post(f"{address}confirm/")
    assert LocalRules.objects.get().confirmed_at is None
    assert head.get(address).context["may_confirm"] is True
    head.post(f"{address}confirm/")
    assert LocalRules.objects.get().confirmed_by == hebei.user("county")
    assert head.get("/regulations/fuping/?on=2018-11-01").status_code == 200
    head.post(f"{address}end/", {"last": "2018-11-30"})
    assert LocalRules.objects.get().until == date(2018, 11, 30)


def test_the_checkers_words_are_shown_beside_the_form(clerk: Client, hebei: County) -> None:
    given = {"place": hebei.division.pk, "since": "2018-11-01", "authority": "某文", "content": local_file(LAXER)}
    page = clerk.post("/local-rules/new/", given)
    assert (page.status_code, len(page.context["complaints"])) == (422, 1)


def test_before_it_takes_effect_the_page_shows_who_would_be_treated_differently(
    clerk: Client, hebei: County, decide: Decide
) -> None:
    decide(hebei, 2, title="张三事假2天")
    decide(hebei, 1, title="李四事假1天")
    page = clerk.get(f"/local-rules/{uploaded(hebei, local_file(ROUTE)).key}/")
    assert [(row["matter"].title, row["before"][:6], row["after"][:5]) for row in page.context["outcome"].rows] == [
        ("张三事假2天", "乡镇党委批准", "队长批准"[:5])
    ]


@pytest.mark.parametrize(("username", "status"), [("hebei-township", 403), ("hebei-unit", 403), ("hebei-city", 422)])
def test_only_an_entitled_office_uploads(hebei: County, sign_in: SignIn, username: str, status: int) -> None:
    given = {"place": hebei.division.pk, "since": "2018-11-01", "authority": "某文", "content": local_file()}
    assert sign_in(username).post("/local-rules/new/", given).status_code == status
    assert LocalRules.objects.count() == 0


def test_a_strangers_draft_is_not_there_and_rules_in_force_are_public(hebei: County, sign_in: SignIn) -> None:
    factories.linfen()
    rules = uploaded(hebei)
    stranger = sign_in("linfen-county")
    address = f"/local-rules/{rules.key}/"
    assert [stranger.get(address).status_code, stranger.post(f"{address}confirm/").status_code] == [404, 404]
    confirm_local(rules, by=hebei.user("county"))
    page = stranger.get(address)
    assert (page.status_code, "outcome" in page.context, page.context["may_end"]) == (200, False, False)
    stranger.post(f"{address}end/", {"last": "2018-11-30"})
    assert LocalRules.objects.get().until is None


def test_what_was_uploaded_never_changes(hebei: County) -> None:
    in_force(hebei)
    for change in ({"content": "x"}, {"since": DAY}, {"code": "x"}):
        with pytest.raises(InternalError), transaction.atomic():
            LocalRules.objects.update(**change)  # type: ignore[arg-type]
    with pytest.raises(InternalError), transaction.atomic():
        LocalRules.objects.all()._raw_delete("default")


def test_nothing_decided_changes_when_rules_take_effect(hebei: County, decide: Decide) -> None:
    decide(hebei, 2)
    before = list(Ruling.objects.values()), list(Proceeding.objects.values())
    in_force(hebei, local_file(ROUTE), since=DAY)
    assert (list(Ruling.objects.values()), list(Proceeding.objects.values())) == before


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 50_000, "a = " + "9" * 5_000, local_file() + "days = " + "{ a = " * 9_000]
)
@pytest.mark.parametrize("address", ["/local-rules/new/", "/replay/"])
def test_a_file_that_is_meant_to_break_the_reader_is_told_so(
    clerk: Client, hebei: County, address: str, content: str
) -> None:
    fields = {"place": hebei.division.pk, "since": "2018-11-01", "authority": "阜办字〔2018〕9号", "content": content}
    answer = clerk.post(address, fields)

    assert answer.status_code == 422
    assert "括号套得太深或数字太长" in answer.content.decode()
    assert LocalRules.objects.count() == 0
