"""Who may stand in a county's attendance sheet, as the reader wants them: from the database or from a roster file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.personal_data import Vault, open_vault
from cadres.choices import Precision
from cadres.models import Cadre, Posting
from villages.choices import TeamKind
from villages.models import Division

GENERAL_CODE = 2  # digits of a province's code, under which general teams are read


@dataclass(frozen=True, slots=True)
class PostedPerson:
    """A posting with what a row may say of it; `start` and `end` are YYYY-MM. `posting` is None for a roster's row."""

    name: str
    id_number: str | None = None
    township: str | None = None
    village: str | None = None
    village_code: str | None = None
    unit: str | None = None
    start: str | None = None
    end: str | None = None
    banner: str | None = None
    posting: int | None = None


def posted_people(code: str) -> list[PostedPerson]:
    """Everybody ever posted in a county (6 digits), or in the general teams of a province (2 digits)."""
    kind = TeamKind.GENERAL if len(code) == GENERAL_CODE else TeamKind.VILLAGE
    rows = Posting.objects.filter(team__place__code__startswith=code, team__kind=kind)
    vault = open_vault()
    townships = _names(rows.values_list("team__place_id", flat=True), digits=9)
    return [
        PostedPerson(
            name=row.cadre.name,
            id_number=_number(row.cadre, vault),
            unit=row.unit.name,
            start=f"{row.start:%Y-%m}" if row.start_precision != Precision.YEAR else f"{row.start:%Y}-01",
            end=f"{row.end:%Y-%m}" if row.end else None,
            posting=row.pk,
            **_place(row.team.place, kind, townships),
        )
        for row in rows.select_related("cadre", "unit", "team__place")
    ]


def _number(cadre: Cadre, vault: Vault) -> str | None:
    if cadre.data_key is None or cadre.id_cipher is None:
        return None
    return vault.reveal(bytes(cadre.data_key), bytes(cadre.id_cipher), field="id_number")


def _names(codes: Iterable[str], *, digits: int) -> Mapping[str, str]:
    wanted = {code[:digits].ljust(12, "0") for code in codes}
    return dict(Division.objects.filter(code__in=wanted).values_list("code", "name"))


def _place(place: Division, kind: str, townships: Mapping[str, str]) -> dict[str, str | None]:
    if kind == TeamKind.GENERAL:
        return {"banner": place.name}
    township = townships.get(place.code[:9].ljust(12, "0"))
    return {"township": township, "village": place.name, "village_code": place.code}


def roster_people(cadres: Iterable[Mapping[str, Any]]) -> list[PostedPerson]:
    """People of a roster in its exchange form (`cadres` of a truth file)."""
    names = ("id_number", "township", "village", "village_code", "unit", "start", "end", "banner")
    return [PostedPerson(name=row["name"], **{name: row.get(name) for name in names}) for row in cadres]
