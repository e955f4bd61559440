"""A cadre's days in words and as a ring: counted, required, and what the open window still allows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.access import within
from accounts.models import User
from attendance.choices import Outcome
from attendance.models import Tally
from attendance.tally.words import figure, line, window_name
from cadres.models import Cadre
from decisions.law import library
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
        return figure(self.tally.counted) if self.tally.counted is not None else ""


def days_of_cadre(cadre: Cadre, *, user: User, on: date) -> list[Window]:
    """The year's window, or the months of the last year, the newest first; of posts within the user's reach."""
    rows = within(Tally.objects.filter(cadre=cadre), user=user).filter(
        last__gte=add_months(on.replace(day=1), -MONTHS_SHOWN), first__lte=on
    )
    return windows(rows.order_by("-first", "pk"), on=on)


def windows(rows: QuerySet[Tally], *, on: date) -> list[Window]:
    return [window(tally, on=on) for tally in rows]


def window(tally: Tally, *, on: date) -> Window:
    title = f"《{library().known(tally.policy)[0].heading.title}》"
    colour = COLOURS[Outcome(tally.outcome)] if tally.reachable is not False else "red"
    return Window(tally, window_name(tally), line(tally, on=on), colour, tally.last >= on, title)


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
