"""Who logs in: one demo user for each kind of user, and clerks who decide behind the scenes."""

from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.choices import Duty, Level, Office
from accounts.models import Appointment, Body, User
from config.demo.places import BANNER, COUNTIES, County, body

PASSWORD = "yanshi-2026-zhucun"  # noqa: S105  of the demo alone, printed with its logins
FIRST, LEADER, CADRE = "county", "leader", "cadre"
BIND = "（首次登录按页面提示用手机绑定动态口令）"
LONG_AGO = date(2020, 1, 1)
OFFICES = ((Office.SYSTEM, "钱志远"), (Office.SECURITY, "沈立群"), (Office.AUDIT, "汤文静"))


class Login(NamedTuple):
    """A line of what the command prints; `hint` is what else is needed."""

    identity: str
    username: str
    hint: str = ""


class Seals:
    """Passwords hashed once: hashing is slow on purpose."""

    def __init__(self) -> None:
        self.known = make_password(PASSWORD)
        self.none = make_password(None)
        self.ageless = timezone.now() + timedelta(days=36_500)  # the demo's passwords need not be renewed


def appoint(seals: Seals, username: str, name: str, office: Body | None, *, log_in: bool = True) -> User:
    """A user who acts for a body; the demo's do not have to change their password first."""
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={
            "name": name,
            "password": seals.known if log_in else seals.none,
            "password_changed_at": seals.ageless,
        },
    )
    if office is not None:
        Appointment.objects.get_or_create(
            user=user, body=office, duty=Duty.APPROVER, defaults={"since": LONG_AGO, "made_by": None}
        )
    return user


def staff_banner(seals: Seals, county: County) -> None:
    """Users of the main county, its city, the general team's office, and the three administrators."""
    place = BANNER.division
    province = place.parent.parent  # type: ignore[union-attr]
    assert province is not None
    office = body("自治区派驻旗县工作总队管理办公室", Level.PROVINCE, province, "region_office", "region_liaison")
    secretary = body(f"中共{place.name}委员会书记", Level.COUNTY, place, "county_secretary")
    towns = list(county.townships.values())
    appoint(seals, FIRST, "李敏", county.organization)
    appoint(seals, "township", "王建国", towns[0])
    for number, town in enumerate(towns[1:-1], 2):  # the last has nobody: the county records what it decides
        appoint(seals, f"township-{number}", f"{town.name[2:4]}经办", town)
    appoint(seals, "unit", "孙丽", county.units[0])
    appoint(seals, "city", "赵文娟", county.city)
    appoint(seals, "general", "郑伟", office)
    appoint(seals, "secretary", "巴特尔", secretary, log_in=False)
    for duty, name in OFFICES:
        User.objects.get_or_create(
            username=duty.value,
            defaults={"name": name, "password": seals.known, "password_changed_at": seals.ageless, "office": duty},
        )


def staff_county(seals: Seals, county: County) -> None:
    """Users of one of the smaller counties."""
    slug = county.plan.slug
    appoint(seals, f"county-{slug}", f"{county.plan.division.name}经办", county.organization)
    appoint(seals, f"city-{slug}", f"{county.city.division}经办", county.city, log_in=False)
    for number, town in enumerate(county.townships.values(), 1):
        appoint(seals, f"township-{slug}-{number}", f"{town.name[2:4]}经办", town, log_in=False)


def logins() -> list[Login]:
    """One for each kind of user, as they stand; nothing is written."""
    names = [FIRST, "township", "unit", LEADER, CADRE, "city", "general", *Office.values]
    names += [f"county-{plan.slug}" for plan in COUNTIES[1:]]
    users = User.objects.filter(username__in=names).prefetch_related("appointments__body")
    lines = (Login(_identity(user), user.username, BIND if user.office else "") for user in users)
    return sorted(lines, key=lambda one: names.index(one.username))


def _identity(user: User) -> str:
    if user.office:
        return user.get_office_display()
    for appointment in user.appointments.all():
        return f"{appointment.body.name}（{appointment.get_duty_display()}）"
    return "驻村工作队队长" if user.username == LEADER else "驻村干部"
