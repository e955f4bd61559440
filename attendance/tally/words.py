"""Tallies in an office's words: 还差 7 天，本月剩 9 天."""

from datetime import date

from attendance.choices import Outcome
from attendance.models import Tally
from attendance.tally.queries import forecast
from policies.words import label

WINDOW = {"month": "本月", "quarter": "本季度", "half_year": "本半年", "year": "本年"}


def window_name(tally: Tally) -> str:
    """2018年10月, 2018年第4季度, 2018年下半年, 2018年."""
    year = f"{tally.first.year}年"
    if tally.window == "month":
        return f"{year}{tally.first.month}月"
    if tally.window == "quarter":
        return f"{year}第{(tally.first.month + 2) // 3}季度"
    if tally.window == "half_year":
        return f"{year}{'上' if tally.first.month < 7 else '下'}半年"
    return year


def figure(days: object) -> str:
    """A number of days without a needless .0."""
    return f"{float(str(days)):g}"


def line(tally: Tally, *, on: date) -> str:
    """One sentence of what was counted, what is required, and while the window is open what is still lacking."""
    if tally.sentence:
        counted = f"；已登记在村{figure(tally.counted)}天" if tally.counted is not None else ""
        return tally.sentence + counted
    unit = label("day_unit", tally.unit)
    said = f"已计入{figure(tally.counted)}{unit}，要求{tally.required}{unit}"
    ahead = forecast(tally, on=on)
    if ahead and ahead.needed:
        left = f"{WINDOW[tally.window]}剩{ahead.left}{unit}" if ahead.left is not None else "剩余工作日待日历录入"
        said += f"，还差{figure(ahead.needed)}{unit}，{left}"
        said += "，已经不可能达到" if tally.reachable is False else ""
    elif tally.outcome == Outcome.SHORT and tally.required is not None and tally.counted is not None:
        said += f"，少{figure(tally.required - tally.counted)}{unit}"
    elif tally.outcome == Outcome.NEEDS_DETERMINATION:
        said += _why(tally)
    return said


def _why(tally: Tally) -> str:
    counted, required = tally.counted or 0, tally.required or 0
    if tally.official and counted + tally.official >= required:
        return f"；另有公务外出{figure(tally.official)}天，是否计入由人认定"
    return f"；在岗只有{tally.on_post}天，是否达到由人认定"
