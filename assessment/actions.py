"""Setting a grade: the regulation says which are open and how many may be excellent."""

from typing import Any

from django.db import connection, transaction

from accounts.acting import act_over
from accounts.models import User
from assessment.choices import EXCELLENT
from assessment.closures import closed
from assessment.models import Assessment
from assessment.queries import limits, policy_of, quarterly, seats, year_end
from cadres.models import Posting
from decisions.actions import NotAllowed
from decisions.law import record
from policies.words import GRADES, article_name
from villages.clock import now, today

COUNTY = ("county_org", "county_office", "region_office")


@transaction.atomic
def set_quarter(posting: Posting, *, year: int, quarter: int, grade: str, by: User) -> Assessment:
    """The township's grade for a quarter that has begun (平时考核). Raises NotAllowed."""
    _check(posting, by=by, words=("township", *COUNTY))
    if (year, 3 * quarter - 2) > (today().year, today().month):
        raise NotAllowed("该季度还没有开始，不能登记平时考核等次。")
    return _save(posting, year=year, quarter=quarter, grade=grade, by=by)


@transaction.atomic
def set_year(posting: Posting, *, year: int, grade: str, facts: dict[str, Any], reason: str, by: User) -> Assessment:
    """The year's grade. A closed grade and a seat above a firm quota are refused; a soft quota asks for a reason.

    One county's grades are set one after the other, so that two clerks cannot take the last seat together.
    Raises NotAllowed, NoPolicy, AskedWrongly.
    """
    _check(posting, by=by, words=COUNTY)
    _one_at_a_time(posting.team.place_id[:6], year)
    answered = limits(posting, year=year, facts=facts)
    if answered.get("outcome") == "silent":
        raise NotAllowed("适用的办法没有规定考核等次，请按派出单位的年度考核办理。")
    if grade not in answered["allowed"]:
        open_ones = "、".join(GRADES[item] for item in answered["allowed"])
        articles = "、".join(article_name(item) for item in answered["articles"])
        raise NotAllowed(f"依据{articles}，可评等次为：{open_ones}。请改选。")
    _check_closures(posting, grade=grade, year=year)
    if grade == EXCELLENT:
        _check_seats(posting, year=year, reason=reason)
    policy = policy_of(posting, year=year)
    asked = {"object": "cadre", "quarterly": quarterly(posting, year=year)} | facts
    ruling = record("grade_limits", policy=policy, on=year_end(year), facts=asked, answered=answered)
    return _save(posting, year=year, quarter=None, grade=grade, by=by, facts=asked, ruling=ruling, reason=reason)


def _check(posting: Posting, *, by: User, words: tuple[str, ...]) -> None:
    refusal = "您的任职不能评定这一等次：平时考核由乡镇、年度考核由县委组织部评定。"
    act_over(by, *words, place=posting.team.place_id, about=posting.cadre.user_id, refusal=refusal)


def _check_closures(posting: Posting, *, grade: str, year: int) -> None:
    reasons = closed(posting.cadre, grade=grade, on=year_end(year))
    if reasons:
        raise NotAllowed("；".join(reasons))


def _check_seats(posting: Posting, *, year: int, reason: str) -> None:
    has_it = Assessment.objects.filter(posting=posting, year=year, quarter__isnull=True, grade=EXCELLENT).exists()
    pool = seats(posting, year=year)
    if pool.left is None or has_it or pool.left > 0:
        return
    articles = "、".join(article_name(item) for item in pool.articles)
    line = f"{pool.label}{pool.base}人，依据{articles}优秀不超过{pool.most}名，已评{pool.used}名"
    if pool.firm:
        raise NotAllowed(f"{line}，名额已满，不能再评优秀。")
    if not reason.strip():
        raise NotAllowed(f"{line}。确需超出的，请在说明栏写明理由。")


def _one_at_a_time(county: str, year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(county), year])


def _save(posting: Posting, *, year: int, quarter: int | None, grade: str, by: User, **rest: Any) -> Assessment:
    values = {"grade": grade, "set_by": by, "set_at": now(), **rest}
    saved, _ = Assessment.objects.update_or_create(posting=posting, year=year, quarter=quarter, defaults=values)
    return saved
