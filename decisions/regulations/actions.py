"""What an office decides about the regulations in its place: a reading, rules of its own. Signed, dated, kept."""

import hashlib
from datetime import date

from django.db import transaction

from accounts.access import Reach, Seat, reach_of
from accounts.acting import NotAllowed, act_in
from accounts.choices import Duty
from accounts.models import User
from decisions.law import library
from decisions.models import ChosenReading, LocalRules
from decisions.regulations.binding import OFFICES
from decisions.regulations.catalogue import open_choice
from decisions.shelf import house, look_again, overlay
from policies.checker import check_text
from policies.collection import parse
from policies.errors import PolicyFileError
from policies.facade import Policy, read_policy
from villages.choices import DivisionLevel
from villages.clock import now, today
from villages.models import Division

SIGNS = {Duty.APPROVER, Duty.HEAD}
CHOOSES = ("county_org",)
FILE = "地方规则"


class Refused(NotAllowed):
    """A file that cannot be used; `complaints` says why, a sentence each."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def counties_of(reach: Reach) -> list[Division]:
    """Counties whose readings the user may sign for: seats of the organization department that approve."""
    places = [_place(seat) for seat in _choosing(reach)]
    return [place for place in places if place.level == DivisionLevel.COUNTY]


def _choosing(reach: Reach) -> list[Seat]:
    return [seat for seat in reach.seats if seat.words.intersection(CHOOSES) and seat.duty in SIGNS]


def places_of(reach: Reach, *, signing: bool = False) -> list[Division]:
    """Places whose own rules the user may upload, or with `signing` put into force."""
    return [_place(seat) for seat in _writing(reach, signing=signing)]


def _writing(reach: Reach, *, signing: bool) -> list[Seat]:
    seats = [seat for seat in reach.seats if seat.words.intersection(OFFICES)]
    return [seat for seat in seats if (seat.duty in SIGNS if signing else seat.works)]


def _act(place: Division, seats: list[Seat], *, by: User, refusal: str) -> None:
    """Act for the place in one of these seats, in one's own right or for somebody (代). Raises NotAllowed."""
    own = [seat for seat in seats if _place(seat) == place]
    if not own:
        raise NotAllowed(refusal)
    act_in(own, by=by, about=None)


def _place(seat: Seat) -> Division:
    assert seat.body.division is not None
    return seat.body.division


@transaction.atomic
def choose_reading(
    place: Division, *, policy: Policy, name: str, choice: str, since: date, basis: str, signature: str, by: User
) -> ChosenReading:
    """A county chooses another reading from a day on. Rulings already given keep the reading they were given under.

    Raises NotAllowed with a sentence.
    """
    seats = _choosing(reach_of(by)) if place.level == DivisionLevel.COUNTY else []
    _act(place, seats, by=by, refusal="只有县委组织部的审批人或负责人可以为本县另选理解口径。")
    reading = policy.readings.get(name)
    if reading is None or not open_choice(reading) or not reading.admits(choice):
        raise NotAllowed("这一理解口径没有这种选择，请从列出的选择中选一种。")
    if not _covers(policy, place.code):
        raise NotAllowed(f"《{policy.heading.title}》不适用于{place}，不能在这里选择。")
    if since < today():
        raise NotAllowed("生效日期不能早于今天：已经过去的日子仍按原来的理解。")
    if signature.strip() != by.name:
        raise NotAllowed(f"签署人须填写本人姓名“{by.name}”。")
    if not basis.strip():
        raise NotAllowed("请写明依据的文件或会议纪要。")
    return ChosenReading.objects.create(
        place=place, policy=policy.code, name=name, choice=choice, since=since, basis=basis.strip(), chosen_by=by,
        chosen_at=now(),
    )  # fmt: skip


def _covers(policy: Policy, code: str) -> bool:
    return any(code.startswith(prefix) for prefix in policy.heading.places)


@transaction.atomic
def upload_local(place: Division, *, content: str, since: date, authority: str, by: User) -> LocalRules:
    """Keep a checked draft; nothing changes until it is confirmed. Raises Refused with every complaint."""
    seats = _writing(reach_of(by), signing=False)
    _act(place, seats, by=by, refusal="只有本地组织部门或干部帮扶办的经办人可以上传本地的规则。")
    _check(content, place=place, since=since)
    file = parse(content, name=FILE)
    return LocalRules.objects.create(
        place=place, code=file.code, base=file.base, title=file.title, content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(), since=since, authority=authority.strip(), uploaded_by=by,
        uploaded_at=now(),
    )  # fmt: skip


def _check(content: str, *, place: Division, since: date) -> None:
    bases = [policy for policy in house().policies if not policy.base]
    complaints = check_text(content, name=FILE, bases=bases)
    if complaints:
        raise Refused(complaints)
    file = parse(content, name=FILE)
    if not file.base:
        raise Refused(['文件没有写 base：地方规则须写明改动哪一个办法，例如 base = "hebei"。'])
    outside = [prefix for prefix in file.places if not prefix.startswith(place.prefix)]
    if outside:
        raise Refused([f"places 中的“{'、'.join(outside)}”不在{place}（{place.prefix}）之内，请只写本地的区划代码。"])
    if since < today():
        raise Refused(["施行日期不能早于今天：已经过去的日子仍按原来的规则。"])
    if since < file.effective:
        raise Refused([f"文件写明自{file.effective}起施行，施行日期不能早于这一天。"])
    if LocalRules.objects.filter(code=file.code, confirmed_at__isnull=False).exclude(place=place).exists():
        raise Refused([f"代号“{file.code}”已被其他地方使用，请另取一个代号。"])
    taken = {policy.code for policy in house().policies if policy.base}
    if file.code in taken:
        raise Refused([f"代号“{file.code}”已被随系统安装的地方规则使用，请另取一个代号。"])


def confirm_local(rules: LocalRules, *, by: User) -> LocalRules:
    """Put a draft into force from its day, after checking it once more. Raises NotAllowed."""
    with transaction.atomic():
        current = LocalRules.objects.select_for_update(of=("self",)).select_related("place").get(pk=rules.pk)
        seats = _writing(reach_of(by), signing=True)
        _act(current.place, seats, by=by, refusal="只有本地组织部门或干部帮扶办的审批人、负责人可以确认施行。")
        if current.confirmed_at:
            raise NotAllowed(f"这份规则已由{current.confirmed_by}确认施行。")
        _check(current.content, place=current.place, since=current.since)
        current.confirmed_by, current.confirmed_at = by, now()
        current.save(update_fields=["confirmed_by", "confirmed_at"])
        look_again()
    return current


def end_local(rules: LocalRules, *, last: date, by: User) -> None:
    """Every version of these local rules holds through `last`; from then on the regulation itself. Raises NotAllowed."""
    with transaction.atomic():
        versions = LocalRules.objects.select_for_update(of=("self",)).select_related("place").filter(code=rules.code)
        current = [row for row in versions if row.confirmed_at and row.place_id == rules.place_id]
        seats = _writing(reach_of(by), signing=True)
        _act(rules.place, seats, by=by, refusal="只有本地组织部门或干部帮扶办的审批人、负责人可以停用。")
        if not current:
            raise NotAllowed("这份规则还没有施行，不需停用。")
        if last < today() or any(last < row.since for row in current):
            raise NotAllowed("最后一天不能早于今天，也不能早于规则施行的那天。")
        for row in current:
            if row.until is None or row.until > last:
                row.until, row.ended_by = last, by
                row.save(update_fields=["until", "ended_by"])
        look_again()


def draft_policy(rules: LocalRules) -> Policy:
    """The regulation a version of local rules makes of its base. Raises NotAllowed where it no longer fits."""
    try:
        return overlay(rules.content, since=rules.since, until=rules.until, name=rules.title)
    except PolicyFileError as error:
        raise NotAllowed(str(error)) from None


def candidate(content: str, *, name: str) -> Policy:
    """The regulation a file would make, new, changed or local. Raises Refused with every complaint."""
    bases = [policy for policy in house().policies if not policy.base]
    complaints = check_text(content, name=name, bases=bases)
    if complaints:
        raise Refused(complaints)
    try:
        file = parse(content, name=name)
        return overlay(content, since=file.effective, name=name) if file.base else read_policy(content, name=name)
    except PolicyFileError as error:
        raise Refused(str(error).splitlines()) from None


def standing_rules() -> list[LocalRules]:
    """Versions that were confirmed but no longer fit the regulation they lie over, and so are left out."""
    held = {(policy.code, policy.heading.effective) for policy in library().policies}
    rows = LocalRules.objects.filter(confirmed_at__isnull=False)
    return [row for row in rows if (row.code, row.since) not in held]
