"""Each record's page tells its history in plain Chinese: who changed what from what to what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from accounts.actions import disable_account
from accounts.models import KeepingPeriod
from assessment.actions import set_quarter
from attendance.models import RegisterLine
from attendance.register.actions import note_month
from cadres.models import Posting
from decisions.regulations.actions import end_local
from recall.actions import void_finding
from tests.accounts.world import TODAY, Side, side
from tests.factories import linfen
from tests.factories_accounts import sign_in
from villages.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings: Any) -> Side:
    settings.TODAY = TODAY
    return side(linfen(), cadre="张三", suspect="李四")


def posting_ends(here: Side) -> None:
    Posting.objects.filter(pk=here.posting.pk).update(end=date(2018, 12, 31))


def days_are_noted(here: Side) -> None:
    am = "VVV".ljust(30, ".")
    note_month(
        here.posting, month=date(2018, 9, 1), am=am, pm=am, nights="." * 30, version=0, by=here.place.user("township")
    )


def finding_is_void(here: Side) -> None:
    void_finding(here.finding, reason="登记有误", by=here.place.user("county"))


def grade_is_changed(here: Side) -> None:
    for grade in ("good", "average"):
        set_quarter(here.posting, year=2018, quarter=2, grade=grade, by=here.place.user("township"))


def rules_end(here: Side) -> None:
    rules = here.local_rules
    rules.confirmed_by, rules.confirmed_at = here.place.user("county"), now()
    rules.save()
    end_local(rules, last=TODAY, by=here.place.user("county"))


def account_is_disabled(here: Side) -> None:
    disable_account(here.kept, by=here.place.user("county"))


def period_is_changed(here: Side) -> None:
    period = KeepingPeriod.objects.create(county=here.place.division, months=12, basis="县档发1号")
    period.months = 36
    period.save()


def case_is_left(here: Side) -> None:
    type(here.case).objects.filter(pk=here.case.pk).update(state="ended")


def upload_is_discarded(here: Side) -> None:
    type(here.ledger_import).objects.filter(pk=here.ledger_import.pk).update(state="refused")


PAGES: list[tuple[str, Callable[[Side], None], Callable[[Side], str], str]] = [
    ("team", posting_ends, lambda one: f"/teams/{one.place.village.code}/village/", "将驻村结束由“空”改为“2018-12-31”"),
    ("cadre", posting_ends, lambda one: f"/cadres/{one.posting.cadre.key}/", "将驻村结束由“空”改为“2018-12-31”"),
    ("tally", days_are_noted, lambda one: f"/tally/{one.posting.cadre.key}/?year=2018", "（2018年9月）：1日至3日在村"),
    ("facts", finding_is_void, lambda one: f"/recall/posts/{one.finding.posting.key}/", "将作废原因由“空”改为“登记有误”"),
    ("case", case_is_left, lambda one: f"/recall/{one.case.key}/", "将状态由“办理中”改为“未予调换召回”"),
    ("grade", grade_is_changed, lambda one: f"/assessment/{one.posting.key}/?year=2018", "将等次由“良好”改为“一般”"),
    ("local", rules_end, lambda one: f"/local-rules/{one.local_rules.key}/", "将停用由“空”改为“李敏”"),
    ("user", account_is_disabled, lambda one: f"/users/{one.kept.key}/", "将启用由“是”改为“否”"),
    ("period", period_is_changed, lambda one: "/leavers/", "将保留月数由“12”改为“36”"),
    ("import", upload_is_discarded, lambda one: f"/ledger/import/{one.ledger_import.key}/", "将状态由“待确认”改为“未导入”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "address", "sentence"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES]
)
def test_the_page_tells_what_was_changed(
    here: Side, change: Callable[[Side], None], address: Callable[[Side], str], sentence: str
) -> None:
    change(here)
    page = sign_in(here.place.user("county").username).get(address(here)).content.decode()

    told = page.split('class="history"')[1]
    assert (sentence in told, "（linfen-county）" in told) == (True, False)


LINE = "V" * 30
CHANGES = [
    ({}, {"noted_am": "VV", "noted_pm": "VV"}, ["1日至2日在村"]),
    (
        {"noted_am": "VVVV", "noted_pm": "VVVV"},
        {"noted_am": "VLLV", "noted_pm": "VLLV"},
        ["2日至3日由“在村”改为“批准请假”"],
    ),
    ({"noted_am": "VVVVV"}, {"noted_am": "LVLLV"}, ["1日、3日至4日上午由“在村”改为“批准请假”"]),
    ({"noted_pm": "V."}, {"noted_pm": "AV"}, ["1日下午由“在村”改为“无故缺岗”", "2日下午在村"]),
    ({"am": "VV", "pm": "VV"}, {"am": "LV", "pm": "LV"}, ["认定：1日由“在村”改为“批准请假”"]),
    ({"nights": "11."}, {"nights": "111"}, ["住村 3 夜"]),
    ({"version": 1}, {"version": 2}, []),
]


@pytest.mark.parametrize(("before", "after", "told"), CHANGES)
def test_a_line_of_the_register_is_told_by_its_days(
    before: dict[str, str], after: dict[str, str], told: list[str]
) -> None:
    assert list(RegisterLine.told_changes(before, after)) == told


def test_every_model_kept_in_the_record_has_a_chinese_name() -> None:
    from accounts.record.triggers import recorded_models
    from accounts.record.words import kind_label

    def english(model: type[Model]) -> bool:
        return kind_label(model).isascii()

    own = [model for model in recorded_models() if not model._meta.auto_created]
    assert [model._meta.label for model in own if english(model)] == []
