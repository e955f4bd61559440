from django.apps import AppConfig
from django.urls import reverse


class RecallConfig(AppConfig):
    name = "recall"
    verbose_name = "调换召回"

    def ready(self) -> None:
        from accounts.access import Seat, reach_of
        from accounts.menu import Entry, enter
        from accounts.models import User
        from assessment.closures import register as register_closure
        from decisions.kinds import Kind, register
        from decisions.models import Proceeding
        from recall.actions import COUNTY, KIND, case_granted, case_refused
        from recall.queries import grade_closed

        def address(proceeding: Proceeding) -> str:
            return reverse("recall-case", args=[proceeding.recall_case.key])

        def seats(user: User, proceeding: Proceeding) -> tuple[Seat, ...]:
            return reach_of(user).seats_over(*COUNTY, place=proceeding.place_id)

        register_closure(grade_closed)
        register(
            Kind(KIND, "调换召回", address, case_granted, case_refused, seats, withdrawn=case_refused, asked_for=False)
        )
        enter(Entry("调换召回", "recall", "user-x", group="驻村管理", order=60, shown=lambda reach: bool(reach.seats)))
