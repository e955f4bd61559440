"""Whether an ID number that appeared is a known person's: who holds the person decides, the records follow."""

from django.db import transaction

from accounts.acting import NotAllowed, act_over
from accounts.models import User
from accounts.personal_data import open_vault
from cadres.choices import ProposalState
from cadres.exchange.holding import check_held
from cadres.models import Cadre, MergeProposal
from decisions.actions import AlreadyDecided
from villages.clock import now

DECIDERS = ("county_org", "region_office")


def decide_proposal(proposal: MergeProposal, *, same: bool, by: User) -> MergeProposal:
    """Take the number as the person's, or keep them apart for good. Raises NotAllowed, AlreadyDecided.

    Where another person has meanwhile been entered under the number nothing is merged: the county looks at both first.
    """
    with transaction.atomic():
        current = (
            MergeProposal.objects.select_for_update(of=("self", "cadre"))
            .select_related("cadre", "decided_by")
            .get(pk=proposal.pk)
        )
        refusal = "只有该县县委组织部可以核对身份。"
        act_over(by, *DECIDERS, place=current.place_id, about=current.cadre.user_id, refusal=refusal)
        if current.state != ProposalState.OPEN:
            raise AlreadyDecided(f"已由{current.decided_by}核对为“{current.get_state_display()}”，请刷新查看。")
        check_held(current)
        if same:
            _take_number(current)
        current.state = ProposalState.ACCEPTED if same else ProposalState.REJECTED
        current.decided_by, current.decided_at = by, now()
        current.save(update_fields=["state", "decided_by", "decided_at"])
    return current


def _take_number(proposal: MergeProposal) -> None:
    """The number replaces what stood; both stay in the person's history."""
    cadre = Cadre.objects.select_for_update().get(pk=proposal.cadre_id)
    if Cadre.objects.filter(id_hash=proposal.id_hash).exclude(pk=cadre.pk).exists():
        raise NotAllowed("台账里另有一人已登记这个身份证号，两人都有派驻记录，请先核对其中哪一条有误。")
    vault = open_vault()
    number = vault.reveal(proposal.data_key, proposal.id_cipher, field="id_number")
    sealed = vault.seal_person(number, None, data_key=cadre.data_key)
    cadre.data_key, cadre.id_cipher = sealed.data_key, sealed.id_cipher
    cadre.id_hash, cadre.id_mask = proposal.id_hash, proposal.id_mask
    cadre.identity = f"id:{proposal.id_hash}"
    cadre.save(update_fields=["data_key", "id_cipher", "id_hash", "id_mask", "identity"])
