"""Builders of places, bodies, users, teams and cadres. Plain functions: each makes what its name says and returns it.

    place = linfen()                          county with bodies, their users, a township, a village, an empty team
    posting = cadre("张三", place, role="member", dispatch_level="county")
    login(posting)                            who logs in as the cadre

Users log in as "{region}-county", "-township", "-unit", "-city" and so on (see `County.user`), with PASSWORD.
Every builder may be called twice: places, bodies and users that stand already are taken as they are.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from accounts.choices import Duty, Level
from accounts.models import Appointment, Body, Capacity, User
from cadres.models import Cadre, Posting
from villages.choices import DivisionLevel, TeamKind
from villages.models import Division, Team, Village

PASSWORD = "zhucun-2018-gongzuo"
LONG_AGO = date(2015, 1, 1)
DIVISIONS = Path(__file__).parent / "ledgers" / "samples" / "divisions.csv"
CLERKS = {
    "county": "李敏", "township": "王建国", "city": "赵文娟", "unit": "孙丽", "secretary": "巴特尔", "region": "郑伟",
    "liaison": "周海燕",
}  # fmt: skip


@cache
def division_names() -> dict[str, str]:
    """12-digit code → name, of the sample ledgers' divisions."""
    with DIVISIONS.open(encoding="utf-8-sig") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def division(code: str, name: str = "") -> Division:
    """A division with all its ancestors; its name is the sample list's unless told."""
    digits = [level.digits for level in DivisionLevel]
    level = next(number for number, size in enumerate(digits, 1) if not code[size:].strip("0"))
    parent = division(code[: digits[level - 2]].ljust(12, "0")) if level > 1 else None
    found, _ = Division.objects.get_or_create(
        code=code, defaults={"name": name or division_names().get(code, code), "level": level, "parent": parent}
    )
    return found


def body(name: str, *, level: str, place: Division | None, words: Sequence[str] = ()) -> Body:
    """A body that acts for `place` in these words of the policies."""
    made, _ = Body.objects.get_or_create(name=name, division=place, defaults={"level": level})
    for word in words if place else ():
        Capacity.objects.get_or_create(word=word, place=place, defaults={"body": made})
    return made


def user(username: str, name: str = "", *, acts_for: Body | None = None, duty: str = Duty.APPROVER) -> User:
    """A user who logs in with PASSWORD, appointed from long ago to the body named."""
    made = User.objects.filter(username=username).first()
    if made is None:
        made = User.objects.create_user(username, name=name or username, password=PASSWORD)
    if acts_for is not None:
        Appointment.objects.get_or_create(user=made, body=acts_for, duty=duty, defaults={"since": LONG_AGO})
    return made


@dataclass(frozen=True)
class County:
    """A county with what acts in it. `team` is the village's team, or the county's general team."""

    region: str
    division: Division
    township: Division
    village: Division
    team: Team
    unit: Body

    def body(self, word: str) -> Body:
        """The body that acts in a word of the policies here, at the nearest place."""
        places = [self.township, self.division, *_above(self.division)]
        return Body.objects.filter(capacities__word=word, capacities__place__in=places).get()

    def user(self, role: str) -> User:
        """role: `county`, `township`, `unit`, `city`; for general teams also `secretary`, `region`, `liaison`."""
        return User.objects.get(username=f"{self.region}-{role}")


def _above(place: Division) -> tuple[Division, Division]:
    """The city and the province of a county."""
    city = place.parent
    assert city is not None and city.parent is not None
    return city, city.parent


def linfen() -> County:
    """吉县 of 临汾, whose city office and dispatching unit log in too."""
    return county("linfen", village="141028100208", unit="吉县民政局")


def hebei() -> County:
    return county("hebei", village="130624101201", unit="阜平县农业局")


def inner_mongolia() -> County:
    return county("inner-mongolia", village="150521100200", unit="科尔沁左翼中旗教育局")


def ningxia() -> County:
    return county("ningxia", village="640422100201", unit="西吉县水务局")


def county(region: str, *, village: str, unit: str) -> County:
    """County, city and province offices, the township of the village, a unit, and one user for each of them."""
    place, town, home = division(village[:6] + "000000"), division(village[:9] + "000"), division(village)
    city, province = _above(place)
    Village.objects.get_or_create(division=home)
    org = body(
        f"中共{place.name}委组织部",
        level=Level.COUNTY,
        place=place,
        words=["county_org", "county_office", "county_poverty"],
    )
    committee = body(f"中共{town.name}委员会", level=Level.TOWNSHIP, place=town, words=["township"])
    office = body(
        f"{city.name}干部帮扶工作领导小组办公室", level=Level.CITY, place=city, words=["city_office", "city_org"]
    )  # fmt: skip
    dispatcher = body(unit, level=Level.COUNTY, place=place)
    body(f"{province.name}委组织部", level=Level.PROVINCE, place=province, words=["unit_level_org"])
    people = {"county": org, "township": committee, "city": office, "unit": dispatcher}
    for role, its in people.items():
        user(f"{region}-{role}", CLERKS[role], acts_for=its)
    return County(region, place, town, home, team(home), dispatcher)


def general_team() -> County:
    """科尔沁左翼中旗 with a general team: banner secretary (never logs in but has a seat), region office, liaison group."""
    base = county("general", village="150521100200", unit="科尔沁左翼中旗教育局")
    banner, region = base.division, _above(base.division)[1]
    seats = {
        "secretary": body(f"中共{banner.name}委员会书记", level=Level.COUNTY, place=banner, words=["county_secretary"]),
        "region": body("自治区贫困旗县工作队管理办公室", level=Level.PROVINCE, place=region, words=["region_office"]),
        "liaison": body("管理办公室联络考评组", level=Level.PROVINCE, place=region, words=["region_liaison"]),
    }
    for role, seat in seats.items():
        user(f"general-{role}", CLERKS[role], acts_for=seat)
    unit = body("内蒙古自治区财政厅", level=Level.PROVINCE, place=region)
    user("general-unit", "吴晓燕", acts_for=unit)
    return County("general", banner, base.township, base.village, team(banner, kind=TeamKind.GENERAL), unit)


def team(place: Division, *, kind: str = TeamKind.VILLAGE, batch: int = 1) -> Team:
    made, _ = Team.objects.get_or_create(place=place, kind=kind, batch=batch, defaults={"since": date(2017, 7, 1)})
    return made


def cadre(
    name: str,
    place: County,
    *,
    role: str | Sequence[str] = "member",
    dispatch_level: str = Level.COUNTY,
    unit: Body | None = None,
    team: Team | None = None,
    start: date = date(2017, 7, 1),
    end: date | None = None,
    username: str = "",
) -> Posting:
    """A cadre with a user of their own (login name: `username`, else the name's pinyin), posted to the county's team."""
    pinyin = "".join(lazy_pinyin(name))
    login = user(username or pinyin, name)
    person = Cadre.objects.create(
        identity=f"at:{place.division.code}:{name}:{login.pk}",
        county=place.division,
        name=name,
        pinyin=pinyin,
        user=login,
    )
    return Posting.objects.create(
        cadre=person, team=team or place.team, unit=unit or place.unit, dispatch_level=dispatch_level,
        roles=[role] if isinstance(role, str) else list(role), start=start, end=end,
    )  # fmt: skip


def login(posting: Posting) -> User:
    """The user a cadre logs in with."""
    assert posting.cadre.user is not None
    return posting.cadre.user
