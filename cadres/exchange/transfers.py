"""Questions of one county to another: whether a person held there comes here. Asked by an import, answered by a person."""

from collections.abc import Iterable

from django.db import transaction

from accounts.acting import act_over
from accounts.models import User
from cadres.choices import TransferState
from cadres.exchange.elsewhere import Arrival, county_of
from cadres.exchange.holding import check_held
from cadres.exchange.identities import DECIDERS
from cadres.models import Transfer
from decisions.actions import AlreadyDecided
from villages.clock import now


def answers(destination: str, *, held: dict[int, str]) -> dict[tuple[int, str, str], str]:
    """What became of the questions of a county (6 digits) or a province (2): by cadre, county's code and start.

    `held` says where persons are held today; what was asked of, or answered by, a county they have left has lapsed.
    """
    asked = Transfer.objects.filter(destination__code__startswith=destination)
    return {
        (cadre, county, start): state
        for cadre, place, county, start, state in asked.values_list(
            "cadre_id", "place_id", "destination_id", "start", "state"
        )
        if cadre in held and place == county_of(held[cadre])
    }


def ask(arrivals: Iterable[Arrival]) -> None:
    """Put the questions to whoever holds the persons; one that lapsed is put anew."""
    made = [
        Transfer(
            cadre_id=one.cadre, place_id=county_of(one.held_at), destination_id=county_of(one.place), start=one.start,
            name=one.name, source=one.source[:250], asked_at=now(),
        )
        for one in {one.key: one for one in arrivals}.values()
    ]  # fmt: skip
    Transfer.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["cadre", "destination", "start"],
        update_fields=["place", "name", "source", "asked_at", "state", "decided_by", "decided_at"],
    )  # fmt: skip


def decide_transfer(transfer: Transfer, *, agree: bool, by: User) -> Transfer:
    """Answer for the county that holds the person, or from above it. Raises NotAllowed, AlreadyDecided."""
    with transaction.atomic():
        current = (
            Transfer.objects.select_for_update(of=("self", "cadre"))
            .select_related("cadre", "decided_by")
            .get(pk=transfer.pk)
        )
        refusal = "只有现登记县的县委组织部可以答复。"
        act_over(by, *DECIDERS, place=current.place_id, about=current.cadre.user_id, refusal=refusal)
        if current.state != TransferState.OPEN:
            raise AlreadyDecided(f"已由{current.decided_by}答复“{current.get_state_display()}”，请刷新查看。")
        check_held(current)
        current.state = TransferState.ACCEPTED if agree else TransferState.REJECTED
        current.decided_by, current.decided_at = by, now()
        current.save(update_fields=["state", "decided_by", "decided_at"])
    return current
