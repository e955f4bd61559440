from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.access import Reach


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "办件与依据"

    def ready(self) -> None:
        from celery.signals import task_prerun
        from django.core.signals import request_started

        from accounts.choices import Office
        from accounts.menu import Entry, enter
        from accounts.offices import holds_office
        from decisions.queries import open_count
        from decisions.shelf import look_again

        request_started.connect(look_again, dispatch_uid="regulations")
        task_prerun.connect(look_again, dispatch_uid="regulations")
        enter(
            Entry("待办", "inbox", "inbox", order=10, badge=open_count),
            Entry("工作日历", "calendar", "calendar", group="系统", order=50, shown=holds_office(Office.SYSTEM)),
            Entry("办法", "regulations", "book", group="办法", order=10),
            Entry("政策试算", "trial", "scale", group="办法", order=20),
            Entry("比较办法", "compare", "arrows-exchange", group="办法", order=30),
            Entry("理解口径", "readings", "adjustments-horizontal", group="办法", order=40),
            Entry("地方规则", "local_rules", "gavel", group="办法", order=50),
            Entry("变更预演", "replay", "refresh", group="办法", order=60, shown=works),
        )


def works(reach: "Reach") -> bool:
    """Whether the user acts for any body: what was decided is shown within reach, and a cadre has none."""
    return bool(reach.seats)
