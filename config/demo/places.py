"""The demo's counties: who acts in them, who dispatches, and what rhythm their teams keep."""

from dataclasses import dataclass
from functools import cached_property

from accounts.choices import Level
from accounts.models import Body, Capacity
from villages.choices import DivisionLevel
from villages.models import Division


@dataclass(frozen=True)
class Plan:
    """A county as the demo lays it out: `villages` is how many of its villages have a team."""

    code: str
    slug: str
    prefix: str  # of ID numbers; no county has it
    villages: int
    townships: int
    units: tuple[str, ...]
    city_units: tuple[str, ...]
    minority: str = ""

    @cached_property
    def division(self) -> Division:
        return Division.objects.get(code=self.code.ljust(12, "0"))


BANNER = Plan(
    "150521", "banner", "150799", villages=40, townships=6, minority="蒙古族",
    units=("教育体育局", "农牧局", "财政局", "水务局", "卫生健康委员会", "司法局", "市场监督管理局", "融媒体中心"),
    city_units=("通辽市交通运输局", "通辽市税务局"),
)  # fmt: skip
COUNTIES = (
    BANNER,
    Plan("141028", "linfen", "141099", 13, 3, ("民政局", "自然资源局", "林业局"), ("临汾市文化和旅游局",)),
    Plan("130624", "hebei", "130699", 13, 3, ("农业农村局", "教育局", "审计局"), ("保定市公安局",)),
    Plan("640422", "ningxia", "640499", 13, 3, ("水务局", "县委宣传部", "统计局"), ("固原市生态环境局",), "回族"),
)


@dataclass(frozen=True)
class County:
    """A county laid out: its bodies, and its villages with the unit that answers for each."""

    plan: Plan
    organization: Body
    city: Body
    townships: dict[str, Body]
    villages: list[Division]
    units: list[Body]

    def unit_for(self, number: int) -> Body:
        return self.units[number % len(self.units)]

    def township_of(self, village: Division) -> Body:
        return self.townships[village.code[:9]]


def lay_out(plan: Plan) -> County:
    """Bodies and villages of a county; the divisions must be there."""
    place = plan.division
    city, province = place.parent, place.parent.parent  # type: ignore[union-attr]
    assert city is not None and province is not None
    towns = list(place.children.order_by("code")[: plan.townships])
    organization = body(
        f"中共{place.name}委员会组织部", Level.COUNTY, place, "county_org", "county_office", "county_poverty"
    )
    body(f"中共{province.name}委员会组织部", Level.PROVINCE, province, "unit_level_org", "unit_level_office")
    return County(
        plan,
        organization=organization,
        city=body(f"{city.name}干部驻村帮扶工作办公室", Level.CITY, city, "city_office", "city_org"),
        townships={town.code[:9]: body(f"中共{town.name}委员会", Level.TOWNSHIP, town, "township") for town in towns},
        villages=_villages(towns, plan.villages),
        units=[body(f"{place.name}{name}", Level.COUNTY, place) for name in plan.units]
        + [body(name, Level.CITY, city) for name in plan.city_units],
    )


def body(name: str, level: str, place: Division, *words: str) -> Body:
    """A body of the demo, acting for its place in these words of the policies."""
    made, _ = Body.objects.get_or_create(name=name, division=place, defaults={"level": level})
    Capacity.objects.bulk_create([Capacity(body=made, word=word, place=place) for word in words], ignore_conflicts=True)
    return made


def _villages(towns: list[Division], wanted: int) -> list[Division]:
    """As many villages of each township as it takes, in the order of their codes; no communities of the town."""
    share = -(-wanted // len(towns))
    found: list[Division] = []
    for town in towns:
        inside = town.children.filter(level=DivisionLevel.VILLAGE).exclude(name__contains="社区")
        found += inside.order_by("code")[: min(share, wanted - len(found))]
    return found
