"""From recorded facts and tallies to the facts of a question, and to the grounds the regulation sees in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.models import Posting
from decisions.law import answer, policy_for
from policies.facade import Policy
from recall.choices import Fact
from recall.models import Finding


@dataclass(frozen=True)
class Grounds:
    """What the regulation says of the facts: grounds made out, those left to a person, and the whole answer."""

    policy: Policy
    on: date
    facts: dict[str, Any]
    answer: dict[str, Any]

    @property
    def certain(self) -> list[dict[str, str]]:
        return list(self.answer["grounds"])

    @property
    def pending(self) -> list[dict[str, str]]:
        return list(self.answer.get("pending", []))

    def find(self, article: str, disposition: str) -> tuple[dict[str, str], bool] | None:
        """The ground of an article, and whether a person has to determine it; None where there is none."""
        wanted = {"article": article, "disposition": disposition}
        if wanted in self.certain:
            return wanted, False
        return (wanted, True) if wanted in self.pending else None


def facts_of(findings: Iterable[Finding]) -> dict[str, Any]:
    """The facts of `removal_grounds` that these findings make; the newest of a kind counts."""
    facts: dict[str, Any] = {}
    words: list[str] = []
    for finding in sorted(findings, key=lambda finding: (finding.found_on, finding.pk)):
        if finding.fact == Fact.FINDING:
            words.append(finding.value)
        elif finding.fact == Fact.UNSUITABLE:
            facts |= {"township_unsuitable": True, "county_unsuitable": True}
        else:
            facts[finding.fact] = finding.value
    return facts | ({"findings": list(dict.fromkeys(words))} if words else {})


def grounds_for(posting: Posting, *, facts: dict[str, Any], on: date) -> Grounds:
    """Ask the regulation of the post. Raises NoPolicy, AskedWrongly."""
    place = posting.team.place_id
    policy = policy_for(place, team_kind=posting.team.kind, on=on)
    return Grounds(policy, on, facts, answer("removal_grounds", policy=policy, on=on, facts=facts, place=place))
