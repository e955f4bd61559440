"""Dates as exact as the ledger knows them."""

from datetime import date

from cadres.choices import Precision

SHAPES = {Precision.YEAR: "%Y年", Precision.MONTH: "%Y-%m", Precision.DAY: "%Y-%m-%d"}


def shown_date(day: date | None, precision: str) -> str:
    """2019, 2019-07 or 2019-07-05; empty where the ledger is silent."""
    if day is None:
        return ""
    return day.strftime(SHAPES.get(Precision(precision), "%Y-%m-%d") if precision else "%Y-%m-%d")
