"""Duties that come due, and the papers, boards, forms and money that go with the work."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator

from policies.kinds.base import Frozen, Grade, Number, Party, Rule, Word
from policies.words import EVERY, label, labels

MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def _month_day(value: str) -> str:
    if not MONTH_DAY.fullmatch(value):
        raise ValueError(f"“{value}”应写成 MM-DD，例如 06-20")
    return value


class PeriodicDuty(Rule):
    """Who does what how often (inner-mongolia 13.4, 14, 31, 34/11, 12, linfen 9, 16, 18, hebei 6, 9, 10, 13–15,
    ningxia 5, 11.1, 12, 15–17 and annex 1).

    Due on the last day of each period, on `day` of the month, or on the dates `on` (MM-DD) of each year.
    `sessions`/`days_off_job`: training each of `roles`/`levels` has to receive in a year.
    """

    kind: Literal["periodic_duty"]
    who: tuple[Party, ...]
    act: Annotated[str, Word("duty_act")]
    every: Annotated[str, Word("every")]
    to: tuple[str, ...] = ()
    times: int = 1
    day: int | None = None
    on: tuple[Annotated[str, AfterValidator(_month_day)], ...] = ()
    sessions: int | None = None
    days_off_job: Number | None = None
    levels: tuple[Annotated[str, Word("level")], ...] = ()

    def sentence(self) -> str:
        when = f"每年{'、'.join(self.on)}前" if self.on else label("every", self.every)
        when += f"{self.day}日前" if self.day else ""
        times = f"{self.times}次" if self.times > 1 else ""
        to = f"（向{labels('body', self.to)}）" if self.to else ""
        return f"{labels('party', self.who)}{when}{label('duty_act', self.act)}{times}{to}：{self.gist.rstrip('。')}。"

    def stricter_than(self, base: Self) -> bool:
        order = list(EVERY)
        same = self.act == base.act and set(base.who) <= set(self.who) and set(base.to) <= set(self.to)
        often = order.index(self.every) <= order.index(base.every) and self.times >= base.times
        received = (self.sessions or 0) >= (base.sessions or 0) and (self.days_off_job or 0) >= (base.days_off_job or 0)
        return same and often and received and not base.on and not self.on and self.day == base.day


class AttendanceKeeping(Rule):
    """Who keeps the register, by what means, and who checks it (every text has one)."""

    kind: Literal["attendance_keeping"]
    recorder: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    every: Annotated[str, Word("every")] | None = None
    checkers: tuple[str, ...] = ()


class RecordDuty(Rule):
    """A paper or ledger to be kept (inner-mongolia 6, 11, 13.3/10, linfen 9.2, hebei 7, 15, 23, ningxia 13)."""

    kind: Literal["record_duty"]
    artefact: str
    keeper: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()


class NoticeDuty(Rule):
    """Something posted for villagers to see (inner-mongolia 13.5, linfen 9.2, hebei 7, 19.3, ningxia 14)."""

    kind: Literal["notice_duty"]
    what: tuple[str, ...]
    where: str = ""
    by: tuple[str, ...] = ()


class Form(Rule):
    """A form of an annex (inner-mongolia general annexes 1, 2, ningxia annexes 4, 5)."""

    kind: Literal["form"]
    title: str
    fields: tuple[str, ...]
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Rate(Frozen):
    """A rate for villages of a class, or from an altitude (metres) on."""

    amount: Number
    village_class: str = ""
    altitude_at_least: int | None = None


class Support(Rule):
    """Money and care (inner-mongolia 30, 32, 33/18, linfen 15, 17, hebei 27, 28, ningxia 20, 21).

    `subsistence` is asked: `amount` yuan a night for cadres at `accepted` grades of the quarter; no amount where the
    text refers to a standard elsewhere. `rates` differ by class of village or altitude.
    """

    kind: Literal["support"]
    what: Literal[
        "subsistence",
        "travel",
        "insurance",
        "health_check",
        "medical",
        "phone",
        "work_fund",
        "care",
        "backing",
        "housing",
    ]
    amount: Number | None = None
    rates: tuple[Rate, ...] = ()
    unit: Literal["", "night", "day", "team_year", "trip_year"] = ""
    accepted: tuple[Grade, ...] = ()
    standard: str = ""
    payer: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    carry_over: bool = False

    def sentence(self) -> str:
        unit = {"night": "每夜", "day": "每天", "team_year": "每队每年", "trip_year": "每年"}.get(self.unit, "")
        money = f"（{unit}{self.amount}元）" if self.amount is not None else ""
        return self.gist.rstrip("。") + money + "。"
