"""What a party owes in a year, and the training a cadre must have had."""

from collections.abc import Iterator
from datetime import date

from policies.calendar import span
from policies.kinds.duties import PeriodicDuty
from policies.periods import MONTHS_IN, month_end
from policies.policy import Policy
from policies.questions.asking import Answer, Asking, in_order


def duties(asking: Asking) -> Answer:
    """Duties of `party` in `year` with their due dates, in date order; irregular ones last, without dates."""
    party, year, article = asking.facts["party"], asking.facts["year"], asking.get("article")
    rows = [
        (rule, _within(asking.policy, due_dates(rule, year, asking.policy)))
        for rule in asking.rules(PeriodicDuty)
        if party in rule.who and _belongs(rule.article, article)
    ]
    rows.sort(key=lambda row: (not row[1], row[1]))
    listed = [
        {"article": rule.article, "act": rule.act, "to": list(rule.to), "due": [day.isoformat() for day in due]}
        for rule, due in rows
    ]
    for rule, due in rows:
        asking.look(rule, bool(due), f"{len(due)}次到期" if due else "不定期，没有到期日")
    dates = sorted({day.isoformat() for _, due in rows for day in due})
    return {"duties": listed, "dates": dates, "articles": in_order(rule.article for rule, _ in rows)}


def _belongs(article: str, asked: str | None) -> bool:
    """An article is asked for together with its items: 9 takes in 9.1, not 19 nor 90."""
    return asked is None or article == asked or article.startswith(f"{asked}.")


def due_dates(rule: PeriodicDuty, year: int, policy: Policy) -> list[date]:
    """Fixed dates, a day of each month, or the last day of each period; two-year periods run from the first year."""
    if rule.on:
        return [date(year, int(day[:2]), int(day[3:])) for day in rule.on]
    if rule.every == "two_years":
        return [date(year, 12, 31)] if (year - policy.heading.effective.year) % 2 else []
    if rule.every == "week":
        return [day for day in span(date(year, 1, 1), date(year, 12, 31)) if day.weekday() == 6]
    if rule.every == "day":
        return list(span(date(year, 1, 1), date(year, 12, 31)))
    return list(_ends(rule, year))


def _ends(rule: PeriodicDuty, year: int) -> Iterator[date]:
    months = MONTHS_IN.get(rule.every)
    for month in range(months, 13, months) if months else ():
        last = month_end(year, month)
        yield date(year, month, min(rule.day, last.day)) if rule.day else last


def _within(policy: Policy, due: list[date]) -> list[date]:
    """Nothing falls due before the regulation takes effect or after it ends."""
    return [day for day in due if policy.in_force(day)]


def training(asking: Asking) -> Answer:
    """Whether the year's sessions and days off the job reach what each cadre must receive."""
    rules = [rule for rule in asking.rules(PeriodicDuty) if rule.sessions is not None or rule.days_off_job is not None]
    fitting = [rule for rule in rules if _trains(asking, rule)]
    if not fitting:
        return {"outcome": "silent", "articles": []}
    met = True
    for rule in fitting:
        enough = _enough(asking, rule)
        asking.look(rule, enough, "已达到" if enough else "未达到")
        met = met and enough
    return {
        "outcome": "met" if met else "short",
        "articles": in_order(article for rule in fitting for article in rule.articles),
    }


def _trains(asking: Asking, rule: PeriodicDuty) -> bool:
    if rule.levels and asking.need("dispatch_level") not in rule.levels:
        return False
    return not rule.roles or asking.need("role") in rule.roles


def _enough(asking: Asking, rule: PeriodicDuty) -> bool:
    if rule.sessions is not None and asking.need("sessions") < rule.sessions:
        return False
    return rule.days_off_job is None or asking.need("days_off_job") >= rule.days_off_job
