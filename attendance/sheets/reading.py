"""What was read from an attendance workbook, and its exchange form."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from attendance.sheets.alphabet import Month, month_name
from attendance.sheets.legend import BLANK, Legend
from attendance.sheets.people import Person
from cadres.ledger.problems import Problem, places

SPLIT_DAY = "H"


@dataclass(slots=True)
class RegisterLine:
    """One person's month. `am` and `pm` have one letter of V C O L R A . for each calendar day; `nights` one of 1 (stayed),
    0 (did not) and . for each night, or None where the sheet has no column for nights. `row` counts from 1."""

    sheet: str
    row: int
    person: Person
    id_number: str | None
    month: Month
    am: str
    pm: str
    nights: str | None = None

    @property
    def days(self) -> str:
        """One letter a day, H where morning and afternoon differ."""
        if self.am == self.pm:
            return self.am
        return "".join(a if a == p else SPLIT_DAY for a, p in zip(self.am, self.pm, strict=True))

    @property
    def halves(self) -> dict[str, str]:
        """Morning and afternoon of the split days, by day of the month."""
        pairs = enumerate(zip(self.am, self.pm, strict=True), start=1)
        return {str(day): a + p for day, (a, p) in pairs if a != p}


@dataclass
class RegisterReading:
    """All lines that may be written, in the order of the sheets, and every problem found."""

    county: str
    lines: list[RegisterLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    legends: dict[str, Legend] = field(default_factory=dict)

    @property
    def months(self) -> list[Month]:
        return sorted({line.month for line in self.lines})

    @property
    def signs(self) -> dict[str, str]:
        """Each sign as written in the legends, with the letter it stands for."""
        return {
            entry.sign: entry.meaning
            for legend in self.legends.values()
            for entry in legend.entries.values()
            if entry.sign != BLANK and entry.meaning
        }


def to_truth(reading: RegisterReading) -> dict[str, object]:
    """The exchange form: `people` of one `month`, or `months` with people each; days with H for split days."""
    truth: dict[str, object] = {"kind": "attendance", "county": reading.county, "legend": reading.signs}
    truth["rows"] = len(reading.lines)
    if len(reading.months) == 1:
        truth["month"] = month_name(reading.months[0])
        truth["people"] = [_person(line) for line in reading.lines]
    else:
        truth["months"] = list(_months(reading))
    truth["errors"] = places(reading.problems)
    return truth


def _months(reading: RegisterReading) -> Iterator[dict[str, object]]:
    together: dict[tuple[Month, str], list[dict[str, object]]] = {}
    for line in reading.lines:
        together.setdefault((line.month, line.sheet), []).append(_person(line))
    for (month, sheet), people in sorted(together.items(), key=lambda item: item[0][0]):
        yield {"month": month_name(month), "sheet": sheet, "people": people}


def _person(line: RegisterLine) -> dict[str, object]:
    person: dict[str, object] = {
        "sheet": line.sheet,
        "row": line.row,
        "name": line.person.name,
        "id_number": line.id_number,
        "township": line.person.township,
        "village": line.person.village,
        "village_code": line.person.village_code,
        "days": line.days,
    }
    if line.halves:
        person["halves"] = line.halves
    return person
