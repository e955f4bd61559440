from django.apps import AppConfig
from django.urls import reverse


class RecallConfig(AppConfig):
    name = "recall"
    verbose_name = "调换召回"

    def ready(self) -> None:
        from accounts.menu import Entry, enter
        from assessment.closures import register as register_closure
        from decisions.kinds import Kind, register
        from decisions.models import Proceeding
        from recall.actions import KIND, case_granted, case_refused
        from recall.queries import grade_closed

        def address(proceeding: Proceeding) -> str:
            return reverse("recall-case", args=[proceeding.recall_case.key])

        register_closure(grade_closed)
        register(Kind(KIND, "调换召回", address, case_granted, case_refused, withdrawn=case_refused, asked_for=False))
        enter(Entry("调换召回", "recall", "user-x", group="驻村管理", order=60, shown=lambda reach: bool(reach.seats)))
