"""Teams of the demo and who is in them: an earlier batch that has left, the one in force, its people and their users."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from django.db.models import Q

from accounts.choices import Level
from accounts.models import Body, User
from accounts.personal_data import masked_id, masked_phone, open_vault
from cadres.choices import AfterTerm, Precision, Role
from cadres.models import Cadre, Posting
from cadres.names import grams_of, pinyin_of
from config.demo.people import Person, invent
from config.demo.places import BANNER, County, body
from config.demo.staff import Seals
from villages.choices import TeamKind, VillageStatus
from villages.models import Division, Team, Village

POSTS = ("科长", "副科长", "主任科员", "四级主任科员", "干部", "副主任", "股长")
LED = (Role.FIRST_SECRETARY, Role.LEADER)


@dataclass(frozen=True)
class Seat:
    """A place in a team and who takes it."""

    person: Person
    team: Team
    unit: Body
    roles: tuple[str, ...]
    start: date
    end: date | None = None
    rank: str = ""
    post: str = ""


class Crowd:
    """Invented people of one county after another; numbers run through the whole demo."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)  # noqa: S311
        self.numbers = count(1)

    def next(self, county: County) -> Person:
        return invent(self.rng, number=next(self.numbers), prefix=county.plan.prefix, minority=county.plan.minority)


def man_villages(county: County, crowd: Crowd, *, on: date, seals: Seals) -> list[Posting]:
    """A team in every village of the county, those of the earlier batch in the first few; returns all postings."""
    Village.objects.bulk_create(
        [
            Village(
                division=village,
                status=VillageStatus.NOT_EXITED if number % 13 == 5 else VillageStatus.EXITED,
                mostly_mongolian=bool(county.plan.minority == "蒙古族" and number % 3 == 0),
                weak_branch=number % 11 == 7,
            )
            for number, village in enumerate(county.villages)
        ],
        ignore_conflicts=True,
    )
    seats: list[Seat] = []
    for number, village in enumerate(county.villages):
        seats += _village_seats(county, crowd, village, number=number, on=on)
    return enter_people(county, seats, seals=seals)


def _village_seats(county: County, crowd: Crowd, village: Division, *, number: int, on: date) -> Iterator[Seat]:
    since = date(on.year - 2, 5, 8)
    if number % 6 == 0:
        earlier = Team.objects.create(place=village, batch=1, since=date(on.year - 4, 4, 20), until=since)
        yield _seat(county, crowd, earlier, LED, date(on.year - 4, 4, 20), end=since, number=number)
    team = Team.objects.create(place=village, batch=2, since=since)
    size = 2 if number in (9, 22) else 4 if number % 13 == 5 else 3
    for place in range(size):
        roles: tuple[str, ...] = LED if place == 0 else (Role.MEMBER,)
        late = place == 2 and number % 5 == 1
        start = on - timedelta(days=crowd.rng.randrange(60, 280)) if late else since + timedelta(days=place * 6)
        yield _seat(county, crowd, team, roles, start, number=number)


def _seat(
    county: County,
    crowd: Crowd,
    team: Team,
    roles: tuple[str, ...],
    start: date,
    *,
    number: int,
    end: date | None = None,
) -> Seat:
    post = crowd.rng.choice(POSTS)
    return Seat(crowd.next(county), team, county.unit_for(number), roles, start, end, post=post)


def man_general_team(county: County, crowd: Crowd, *, on: date, units: Iterable[Body], seals: Seals) -> list[Posting]:
    """The general team of the banner: a leader, a deputy and three members of five levels."""
    team = Team.objects.create(place=BANNER.division, kind=TeamKind.GENERAL, since=date(on.year - 2, 6, 1))
    shape = zip((Role.LEADER, Role.DEPUTY_LEADER, Role.MEMBER, Role.MEMBER, Role.MEMBER),
                ("厅级", "处级", "处级", "处级", "科级"), units, strict=False)  # fmt: skip
    seats = [
        Seat(crowd.next(county), team, unit, (role,), date(on.year - 2, 6, 1), rank=rank, post="总队成员")
        for role, rank, unit in shape
    ]
    return enter_people(county, seats, seals=seals)


def enter_people(county: County, seats: list[Seat], *, seals: Seals) -> list[Posting]:
    """Cadres, their users and postings, in the order of the seats. No user but those named can log in."""
    vault = open_vault()
    people = [seat.person for seat in seats]
    sealed = vault.seal_people([one.id_number for one in people], [one.phone for one in people])
    users = User.objects.bulk_create(
        User(username=f"zc{one.phone[-4:]}", name=one.name, password=seals.none) for one in people
    )
    cadres = Cadre.objects.bulk_create(
        Cadre(
            identity=f"id:{vault.keyed_hash(one.id_number)}", county=county.plan.division, name=one.name,
            pinyin=pinyin_of(one.name), grams=grams_of(one.name), sex=one.sex, birth=one.birth,
            birth_precision=Precision.DAY, data_key=box.data_key, id_cipher=box.id_cipher,
            id_hash=vault.keyed_hash(one.id_number), id_mask=masked_id(one.id_number), phone_cipher=box.phone_cipher,
            phone_hash=vault.keyed_hash(one.phone), phone_mask=masked_phone(one.phone),
            political_status=one.political_status, ethnicity=one.ethnicity, education=one.education,
            bilingual=one.ethnicity == "蒙古族" if county.plan.minority == "蒙古族" else None, user=user,
        )
        for one, box, user in zip(people, sealed, users, strict=True)
    )  # fmt: skip
    return Posting.objects.bulk_create(
        Posting(
            cadre=cadre, team=seat.team, unit=seat.unit, dispatch_level=seat.unit.level, roles=list(seat.roles),
            post=seat.post, rank=seat.rank, start=seat.start, end=seat.end,
            end_precision=Precision.DAY if seat.end else "", ended_by=AfterTerm.TERM if seat.end else "",
        )
        for cadre, seat in zip(cadres, seats, strict=True)
    )  # fmt: skip


def on_post(postings: list[Posting], *, on: date) -> list[Posting]:
    return [posting for posting in postings if posting.end is None or posting.end >= on]


def let_in(seals: Seals, posting: Posting, username: str) -> User:
    """One of the invented cadres may log in under a name that is easy to type."""
    user = User.objects.get(Q(cadre=posting.cadre_id))
    user.username, user.password = username, seals.known
    user.password_changed_at = seals.ageless
    user.save(update_fields=["username", "password", "password_changed_at"])
    return user


def general_units(county: County) -> list[Body]:
    """Where the general team's people come from, one unit of each level."""
    place = BANNER.division
    city, province = place.parent, place.parent.parent  # type: ignore[union-attr]
    assert city is not None and province is not None
    return [
        body("内蒙古自治区财政厅", Level.PROVINCE, province),
        body("内蒙古自治区农牧厅", Level.PROVINCE, province),
        body("内蒙古自治区水利厅", Level.PROVINCE, province),
        body("通辽市农牧局", Level.CITY, city),
        county.units[1],
    ]
