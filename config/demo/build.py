"""The demo from nothing, in one transaction: counties, people, register, leaves, tally, cases."""

from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction

from accounts.choices import Level
from accounts.grants import settle_grants
from accounts.models import User
from accounts.record.context import person, tell
from attendance.choices import LeaveType
from attendance.tally.actions import run_tally
from cadres.models import Posting
from config.demo import leaves, months, posts, removals, rosters
from config.demo.places import BANNER, COUNTIES, County, lay_out
from config.demo.staff import CADRE, FIRST, LEADER, Seals, staff_banner, staff_county
from villages.actions import import_divisions
from villages.clock import today

DIVISIONS = settings.ROOT / "fixtures" / "divisions.csv"
ONE_AT_A_TIME = 7_313_002


def stands() -> bool:
    return User.objects.filter(username=FIRST).exists()


@transaction.atomic
def build() -> None:
    """Everything or nothing; a second build waits for the first and then has nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if stands():
        return
    import_divisions(DIVISIONS)
    seals, on = Seals(), today()
    crowd = posts.Crowd("驻村")
    for plan in COUNTIES:
        county = lay_out(plan)
        if plan is BANNER:
            staff_banner(seals, county)
            _written_by(FIRST)
            _banner(county, crowd, on=on, seals=seals)
        else:
            staff_county(seals, county)
            _written_by(f"county-{plan.slug}")
            _county(county, crowd, on=on, seals=seals)
    run_tally(on=on)
    _written_by(FIRST)
    _removals(on=on, crowd=crowd, seals=seals)
    run_tally(on=on)
    settle_grants()
    tell(None)


def _count_anew() -> None:
    """Thousands of rows are new: the database plans by how many there are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _written_by(username: str) -> None:
    """The record names the clerk whose work this would have been."""
    tell(person(User.objects.get(username=username)))


def _banner(county: County, crowd: posts.Crowd, *, on: date, seals: Seals) -> None:
    clerk = User.objects.get(username=FIRST)
    postings = posts.man_villages(county, crowd, on=on, seals=seals)
    general = posts.man_general_team(county, crowd, on=on, units=posts.general_units(county), seals=seals)
    present = posts.on_post(postings, on=on)
    posts.let_in(seals, present[0], LEADER)
    posts.let_in(seals, present[1], CADRE)
    last = list(county.townships)[-1]
    lagging = frozenset(one.team_id for one in present if one.team.place_id.startswith(last))
    rng = Random("科尔沁左翼中旗")  # noqa: S311
    months.write_register(postings, months.RHYTHMS["banner"], rng=rng, on=on, clerk=clerk, lagging=lagging)
    months.write_register(general, months.RHYTHMS["general"], rng=rng, on=on, clerk=clerk, lagging=frozenset())
    _count_anew()
    settled = [one for one in present if one.start < on - timedelta(days=320)]
    _past_leaves(settled, on=on)
    months.mark_absent(present[26], last=on - timedelta(days=12), duty_days=24)
    months.mark_absent(present[33], last=on - timedelta(days=3), duty_days=9)
    places = [body.division for body in county.townships.values() if body.division]
    months.close_months(places, on=on, by=clerk, open_last=1)
    _waiting_leaves(present, general, on=on)


def _past_leaves(settled: list[Posting], *, on: date) -> None:
    """Over the last months: taken and closed; one on leave today, one overdue, one refused, one withdrawn."""
    for number in range(16):
        leaves.take(settled[3 + number * 4], on - timedelta(days=9 + number * 18), 1 + number % 4, number=number, on=on)
    for number, posting in enumerate((settled[2], settled[31], settled[58])):
        leaves.take(posting, on - timedelta(days=number), 4, number=number, on=on)
    overdue = leaves.ask(settled[5], on - timedelta(days=8), 5, filed=on - timedelta(days=10), number=3)
    leaves.agree(overdue.proceeding, on=on - timedelta(days=9))
    refused = leaves.ask(settled[12], on + timedelta(days=1), 6, filed=on - timedelta(days=2), number=1)
    leaves.refuse(refused.proceeding, on=on - timedelta(days=1), opinion="近期迎接普查，请错开时间")
    leaves.give_up(
        leaves.ask(settled[20], on + timedelta(days=6), 2, filed=on - timedelta(days=3), number=2),
        on=on - timedelta(days=2),
    )
    leaves.take(settled[1], on - timedelta(days=40), 2, number=4, on=on)


def _waiting_leaves(present: list[Posting], general: list[Posting], *, on: date) -> None:
    """In the hands of each body: the cadre's own, a leader's, one half agreed, a general team's, one for a closed month."""
    first = on + timedelta(days=2)
    leaves.ask(present[1], first, 2, filed=on, number=0)
    leaves.ask(present[0], first + timedelta(days=7), 3, filed=on, number=1, leave_type=LeaveType.ANNUAL)
    leaves.ask(present[8], first, 4, filed=on - timedelta(days=1), number=4, leave_type=LeaveType.SICK)
    for number in (25, 47, 66):
        half = leaves.ask(present[number], first, 3, filed=on - timedelta(days=1), number=number)
        leaves.agree(half.proceeding, on=on, most=1)
    leaves.ask(present[-1], first, 2, filed=on - timedelta(days=2), number=2)
    leaves.ask(general[2], first, 5, filed=on - timedelta(days=1), number=1)
    signed = leaves.ask(general[0], first, 3, filed=on - timedelta(days=1), number=1)
    leaves.agree(signed.proceeding, on=on, most=1)
    late = (on.replace(day=1) - timedelta(days=1)).replace(day=11)
    for number in (14, 38):
        paper = leaves.ask(present[number], late, 2, filed=on - timedelta(days=1), number=number)
        leaves.agree(paper.proceeding, on=on)
        leaves.come_back(paper, on=on, returned=late + timedelta(days=2))


def _county(county: County, crowd: posts.Crowd, *, on: date, seals: Seals) -> None:
    plan = county.plan
    username = f"county-{plan.slug}"
    clerk = User.objects.get(username=username)
    postings = posts.man_villages(county, crowd, on=on, seals=seals)
    present = posts.on_post(postings, on=on)
    _count_anew()
    settled = [one for one in present if one.start < on - timedelta(days=320)]
    rng = Random(plan.code)  # noqa: S311
    months.write_register(
        postings, months.RHYTHMS[plan.slug], rng=rng, on=on, clerk=clerk, lagging=frozenset([present[-1].team_id])
    )
    for number in range(4):
        first = on - timedelta(days=12 + number * 25)
        leaves.take(settled[2 + number * 5], first, 1 + number % 3, number=number, on=on, clerk=username)
    leaves.take(settled[7], on - timedelta(days=1), 3, number=2, on=on, clerk=username)
    places = [body.division for body in county.townships.values() if body.division]
    months.close_months(places, on=on, by=clerk, open_last=1)
    for number, days in enumerate((3, 8, 16, 2)):
        leaves.ask(present[1 + number * 3], on + timedelta(days=2), days, filed=on, number=number)
    removals.find(present[4], "unfit", on=on - timedelta(days=20), source="半年考核谈话", clerk=username)


def _removals(*, on: date, crowd: posts.Crowd, seals: Seals) -> None:
    """In the banner: a short year that is being decided, an illness whose successor is due, one already succeeded."""
    county = lay_out(BANNER)
    rows = Posting.objects.filter(team__place__code__startswith=BANNER.code, team__kind="village", end=None)
    present = list(rows.select_related("cadre", "team__place", "unit").order_by("pk"))
    short = removals.short_last_year(present, on=on)
    for posting in short[:1]:
        removals.open_case(
            posting, on=on - timedelta(days=1), reason="去年在岗天数不足，乡镇两次提醒后仍无改进。",
            facts={"presence_year": {"counted": float(_counted(posting, on=on)), "closed": True}},
        )  # fmt: skip
    dispatched = [posting for posting in present[20:] if posting.unit_id == county.units[0].pk]
    ill, gone = dispatched[0], present[51]
    removals.find(ill, "health", on=on - timedelta(days=9), source="本人书面申请和县医院诊断证明")
    removals.decide(
        removals.open_case(ill, on=on - timedelta(days=8), reason="确诊后需长期治疗。"), on=on - timedelta(days=6)
    )
    removals.find(gone, "transferred", on=on - timedelta(days=75), source="派出单位来函")
    case = removals.open_case(gone, on=on - timedelta(days=70), reason="本人工作岗位调整。")
    removals.decide(case, on=on - timedelta(days=66))
    seat = posts.Seat(crowd.next(county), gone.team, gone.unit, tuple(gone.roles), on - timedelta(days=58), post="干部")
    removals.succeed(case, posts.enter_people(county, [seat], seals=seals)[0], on=on - timedelta(days=57))
    lent = next(posting for posting in present[60:] if posting.dispatch_level == Level.CITY)
    removals.find(lent, "resigned", on=on - timedelta(days=5), source="本人辞职报告")
    removals.hand_on(
        removals.open_case(lent, on=on - timedelta(days=4), reason="派出单位已批准其辞职。"),
        to="city",
        on=on - timedelta(days=1),
    )
    strict = present[72]
    removals.find(strict, "disciplined", on=on - timedelta(days=40), source="县纪委监委处分决定")
    case = removals.open_case(strict, on=on - timedelta(days=38), reason="受党纪处分，按办法召回。")
    removals.decide(case, on=on - timedelta(days=34))
    leaving = dispatched[4]
    removals.find(leaving, "health", on=on - timedelta(days=6), source="县医院诊断证明")
    case = removals.open_case(leaving, on=on - timedelta(days=5), reason="需离岗手术。")
    removals.hand_on(case, to="unit", on=on - timedelta(days=2))
    rosters.upload_rosters(county, crowd, on=on)
    removals.find(present[60], "not_dutiful", on=on - timedelta(days=15), source="县级巡查通报")


def _counted(posting: Posting, *, on: date) -> float:
    tally = posting.cadre.tallies.get(window="year", first=date(on.year - 1, 1, 1))
    return float(tally.counted or 0)
