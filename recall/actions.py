"""Recording facts, opening a case, what follows from its decision, naming a successor."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.acting import act_over
from accounts.models import User
from cadres.choices import AfterTerm, Precision
from cadres.models import Posting
from cadres.parties import parties_for
from cadres.sealed_texts import read_about, seal_about
from decisions.actions import NotAllowed, open_proceeding
from decisions.choices import StepState
from decisions.law import answer, policy_for, record
from decisions.models import Proceeding
from policies.words import DISPOSITIONS, FINDINGS
from recall.choices import HEALTH, CaseState, Measure
from recall.grounds import Grounds
from recall.models import Bar, Case, Finding
from recall.queries import KEEPERS
from villages.clock import now, today

COUNTY = ("county_office", "county_org")
KIND = "recall"
NOTE, REASON = "finding_note", "case_reason"  # the fields that lie sealed where they tell of health


@transaction.atomic
def record_finding(
    posting: Posting, *, fact: str, value: Any, found_on: date, source: str, note: str = "", by: User
) -> Finding:
    """A fact with its source, recorded by the county or the township. Raises NotAllowed."""
    _act_for(posting, by=by, words=KEEPERS, refusal="只有县委组织部和所在乡镇可以登记认定事实。")
    if found_on > today():
        raise NotAllowed("发现日期在今天以后，请核对。")
    ill = value == HEALTH
    return Finding.objects.create(
        posting=posting, fact=fact, value=value, found_on=found_on, source=source, note="" if ill else note,
        note_cipher=seal_about(posting.cadre, note, field=NOTE) if ill else None, recorded_by=by, recorded_at=now(),
    )  # fmt: skip


def _act_for(posting: Posting, *, by: User, words: tuple[str, ...] = COUNTY, refusal: str) -> None:
    """Whether `by` keeps the post, and it is not their own. Raises NotAllowed."""
    act_over(by, *words, place=posting.team.place_id, about=posting.cadre.user_id, refusal=refusal)


def note_of(finding: Finding) -> str:
    """The note in clear, for those who may read it."""
    return finding.note or read_about(finding.posting.cadre, finding.note_cipher, field=NOTE)


def reason_of(case: Case) -> str:
    """The reason in clear, for those who may read it; that it is health alone where the person's key was destroyed."""
    return read_about(case.posting.cadre, case.reason_cipher, field=REASON) or case.reason


@transaction.atomic
def void_finding(finding: Finding, *, reason: str, by: User) -> None:
    """Take a fact back, with the reason; it stays readable. Raises NotAllowed."""
    _act_for(finding.posting, by=by, refusal="只有县委组织部可以作废认定事实。")
    if not reason.strip():
        raise NotAllowed("作废须写明原因。")
    changed = Finding.objects.filter(pk=finding.pk, voided_at__isnull=True).update(
        voided_at=now(), voided_by=by, void_reason=reason.strip()
    )
    if not changed:
        raise NotAllowed("这条事实已经作废，请刷新查看。")


@transaction.atomic
def open_case(
    posting: Posting, *, grounds: Grounds, article: str, disposition: str, measure: str, reason: str, by: User
) -> Case:
    """A case on one ground. Removal goes the way the regulation names; a lighter measure of a ladder ends at once.

    Raises NotAllowed with a Chinese sentence.
    """
    held = Posting.objects.select_for_update(of=("self",)).select_related("team", "cadre", "unit").get(pk=posting.pk)
    _act_for(held, by=by, refusal="只有县委组织部可以立项，请由县委组织部办理。")
    if held.cases.filter(state=CaseState.OPEN).exists():
        raise NotAllowed("该同志已有一件正在办理的调换召回，请先办结。")
    found = grounds.find(article, disposition)
    if found is None:
        raise NotAllowed("所选条款不在本办法对这些事实给出的情形之内，请重新选择。")
    if not reason.strip():
        raise NotAllowed("请写明理由：情形如何认定、为何采取这一处理。")
    ill = HEALTH in grounds.facts.get("findings", [])
    case = Case(
        posting=held, policy=grounds.policy.code, ground=article, disposition=disposition, measure=_measure(disposition, measure),
        facts=grounds.facts, by_determination=found[1], reason=FINDINGS[HEALTH] if ill else reason.strip(),
        reason_cipher=seal_about(held.cadre, reason.strip(), field=REASON) if ill else None, opened_by=by, opened_on=grounds.on,
        ground_ruling=record(
            "removal_grounds", policy=grounds.policy, on=grounds.on, facts=grounds.facts, answered=grounds.answer
        ),
    )  # fmt: skip
    if case.measure == Measure.REMOVAL:
        case.proceeding = _begin(case, by=by)
    else:
        case.state, case.decided_on = CaseState.MEASURED, grounds.on
    case.save()
    return case


def _measure(disposition: str, measure: str) -> str:
    """Only a ladder leaves a choice."""
    return measure if disposition == "ladder" and measure in Measure.values else Measure.REMOVAL


def _begin(case: Case, *, by: User) -> Proceeding:
    """The proceeding with the steps the regulation names; the ground's own where a disposition has several."""
    posting = case.posting
    policy = policy_for(posting.team.place_id, team_kind=posting.team.kind, on=case.opened_on)
    facts = {"disposition": case.removal, "unit_level": posting.dispatch_level, "ground": case.ground}
    answered = answer("removal_procedure", policy=policy, on=case.opened_on, facts=facts, place=posting.team.place_id)
    ruling = record("removal_procedure", policy=policy, on=case.opened_on, facts=facts, answered=answered)
    return open_proceeding(
        KIND,
        title=f"{posting.cadre.name}（{posting.team.place.name}）{DISPOSITIONS[case.removal]}",
        place=posting.team.place,
        unit=posting.unit,
        person=posting.cadre.user,
        ruling=ruling,
        parties=parties_for(answered["steps"], posting=posting, on=case.opened_on),
        by=by,
        manual=not answered["steps"],
    )


def case_granted(proceeding: Proceeding) -> None:
    """The last step was taken: the decision, its bars, the end of the posting, the time for a successor."""
    case = Case.objects.select_for_update(of=("self",)).get(proceeding=proceeding)
    case.decided_on, case.noticed_on = _days(proceeding)
    _add_bars(case)
    _end_posting(case)
    _set_deadline(case)
    case.state = CaseState.DECIDED
    case.save()


def case_refused(proceeding: Proceeding) -> None:
    Case.objects.filter(proceeding=proceeding).update(state=CaseState.ENDED)


def _days(proceeding: Proceeding) -> tuple[date, date]:
    """The day of the decision (the last agreement before the unit is told) and the day the unit knew of it."""
    done = proceeding.steps.filter(state=StepState.DONE).order_by("stage", "decided_at")
    moments: list[tuple[str, datetime]] = [(step.act, step.decided_at) for step in done if step.decided_at]
    deciding = [moment for act, moment in moments if act not in ("notify", "adjust")] or [moments[-1][1]]
    return deciding[-1].astimezone(now().tzinfo).date(), moments[-1][1].astimezone(now().tzinfo).date()


def _add_bars(case: Case) -> None:
    assert case.decided_on is not None
    place = case.posting.team.place_id
    policy = policy_for(place, team_kind=case.posting.team.kind, on=case.opened_on)
    facts = {"disposition": case.removal, "decided_on": case.decided_on.isoformat(), "ground": case.ground}
    answered = answer("removal_effects", policy=policy, on=case.decided_on, facts=facts, place=place)
    case.effects_ruling = record("removal_effects", policy=policy, on=case.decided_on, facts=facts, answered=answered)
    Bar.objects.bulk_create(_bar(case, effect) for effect in answered["effects"])


def _bar(case: Case, effect: dict[str, Any]) -> Bar:
    return Bar(
        case=case, cadre=case.posting.cadre, bar=effect["bar"], since=effect.get("from"), through=effect.get("through"),
        year=effect.get("year"), to=effect.get("to", []),
    )  # fmt: skip


def _end_posting(case: Case) -> None:
    assert case.decided_on is not None
    posting = Posting.objects.select_for_update().get(pk=case.posting_id)
    if posting.end is None or posting.end > case.decided_on:
        posting.end, posting.end_precision = case.decided_on, Precision.DAY
        posting.ended_by = AfterTerm.RECALLED if case.removal == "recall" else AfterTerm.REPLACED
        posting.save(update_fields=["end", "end_precision", "ended_by"])


def _set_deadline(case: Case) -> None:
    """Working days for a successor from the day the unit was told; none where the regulation names no number."""
    assert case.noticed_on is not None
    place = case.posting.team.place_id
    policy = policy_for(place, team_kind=case.posting.team.kind, on=case.opened_on)
    facts = {"event": "replacement_notice", "received_on": case.noticed_on.isoformat()}
    answered = answer("deadline", policy=policy, on=case.noticed_on, facts=facts, place=place)
    case.deadline_ruling = record("deadline", policy=policy, on=case.noticed_on, facts=facts, answered=answered)
    if answered.get("due"):
        case.successor_due = date.fromisoformat(answered["due"])


@transaction.atomic
def name_successor(case: Case, *, successor: Posting, by: User) -> None:
    """Who took the place over, once they are at their post. Raises NotAllowed."""
    current = Case.objects.select_for_update(of=("self",)).select_related("posting__team").get(pk=case.pk)
    _act_for(current.posting, by=by, refusal="只有县委组织部可以登记接替人。")
    if current.state != CaseState.DECIDED:
        raise NotAllowed(f"此件{current.get_state_display()}，不能登记接替人。")
    if successor.team.place_id != current.posting.team.place_id or successor.cadre_id == current.posting.cadre_id:
        raise NotAllowed("接替人应是派到同一驻地的另一位同志。")
    current.successor, current.state = successor, CaseState.SUCCEEDED
    current.save(update_fields=["successor", "state"])
