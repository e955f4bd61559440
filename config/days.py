"""A cadre's days in words and as a ring: counted, required, and what the open window still allows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from attendance.choices import Outcome
from attendance.models import Tally
from cadres.models import Cadre
from decisions.law import calendar, library
from policies.periods import add_months

COLOURS = {
    Outcome.MET: "green", Outcome.SHORT: "red", Outcome.RUNNING: "blue", Outcome.NEEDS_DETERMINATION: "yellow",
    Outcome.SILENT: "grey",
}  # fmt: skip
RING = {"green": "#2b8a57", "red": "#a3211a", "blue": "#1b5a9c", "yellow": "#b97500", "grey": "#7d8590"}
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Window:
    """A tally with what a page says of it."""

    tally: Tally
    name: str
    sentence: str
    colour: str
    open: bool
    policy: str

    @property
    def counted(self) -> str:
        return plain(self.tally.counted)

    @property
    def line(self) -> str:
        """2026年已计入 137 天，要求 200 天：还差 63 天，今年还剩 40 天."""
        if self.tally.required is None:
            return f"{self.name}已计入 {self.counted} 天：{self.sentence}" if self.counted else self.sentence
        return f"{self.name}已计入 {self.counted} 天，要求 {self.tally.required} 天：{self.sentence}"


def plain(days: Decimal | None) -> str:
    """137 or 137.5."""
    return "" if days is None else f"{days.normalize():f}"


def days_of_cadre(cadre: Cadre, *, on: date) -> list[Window]:
    """The year's window, or the months of the last year, the newest first."""
    rows = Tally.objects.filter(cadre=cadre, last__gte=add_months(on.replace(day=1), -MONTHS_SHOWN), first__lte=on)
    return windows(rows.order_by("-first", "pk"), on=on)


def windows(rows: QuerySet[Tally], *, on: date) -> list[Window]:
    return [window(tally, on=on) for tally in rows]


def window(tally: Tally, *, on: date) -> Window:
    is_open = tally.last >= on
    name = f"{tally.first:%Y年}" if tally.window == "year" else f"{tally.first:%Y年%-m月}"
    title = f"《{library().known(tally.policy)[0].heading.title}》"
    return Window(tally, name, forecast(tally, on=on), COLOURS[Outcome(tally.outcome)], is_open, title)


def forecast(tally: Tally, *, on: date) -> str:
    """还差 7 天，本月剩 9 天. Of a window that has ended, what it came to."""
    if tally.required is None or tally.counted is None:
        return tally.sentence or "本办法未规定驻村天数"
    unit = "个工作日" if tally.unit == "workday" else "天"
    lacking = Decimal(tally.required) - tally.counted
    if lacking <= 0:
        return "已达到要求"
    if tally.last < on:
        return f"少 {plain(lacking)} {unit}"
    span = "今年" if tally.window == "year" else "本月"
    rest = _left(tally, on=on)
    reach = "" if tally.reachable is not False else "，已不能达到"
    return f"还差 {plain(lacking)} {unit}，{span}还剩 {rest} {unit}{reach}"


def _left(tally: Tally, *, on: date) -> int:
    """Days, or working days, after the day until the window (or the posting) ends."""
    end = min(tally.last, tally.end)
    if tally.unit != "workday" or end.year not in calendar().years:
        return max((end - on).days, 0)
    return sum(calendar().is_workday(date.fromordinal(day)) for day in range(on.toordinal() + 1, end.toordinal() + 1))


def ring(shown: Window) -> dict[str, Any]:
    """ECharts options of the ring 在村 137/200."""
    counted, required = float(shown.tally.counted or 0), float(shown.tally.required or 0)
    rest = max(required - counted, 0)
    title = f"{shown.counted}/{shown.tally.required}" if required else f"{shown.counted} 天"
    return {
        "title": {
            "text": title, "subtext": "在村天数", "left": "center", "top": "36%", "itemGap": 4,
            "textStyle": {"fontSize": 26}, "subtextStyle": {"fontSize": 13},
        },
        "aria": {"decal": {"show": False}},
        "tooltip": {"show": False},
        "series": [{
            "type": "pie", "radius": ["72%", "90%"], "silent": True, "label": {"show": False}, "startAngle": 90,
            "data": [
                {"value": counted or 0.001, "name": "已计入", "itemStyle": {"color": RING[shown.colour]}},
                {"value": rest, "name": "还差", "itemStyle": {"color": "#e3e7ec"}},
            ],
        }],
    }  # fmt: skip
