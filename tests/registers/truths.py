"""The sample attendance sheets with what a careful clerk takes from them."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "samples"
LEDGERS = Path(__file__).parents[3] / "shared" / "ledgers"


@dataclass(frozen=True)
class Someone:
    """A person of a roster."""

    name: str
    id_number: str | None = None
    township: str | None = None
    village: str | None = None
    village_code: str | None = None
    unit: str | None = None
    start: str | None = None
    end: str | None = None
    banner: str | None = None


def people_of(county: str) -> list[Someone]:
    """The roster of a sample county."""
    stored = json.loads(gzip.decompress((HERE / f"{county}-people.json.gz").read_bytes()))
    return [Someone(**dict(zip(stored["columns"], row, strict=True))) for row in stored["rows"]]


def truth_of(name: str) -> dict[str, Any]:
    """The truth of a sample sheet."""
    truth: dict[str, Any] = json.loads(gzip.decompress((HERE / f"{name}.truth.json.gz").read_bytes()))
    return truth
