from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "考核"

    def ready(self) -> None:
        from accounts.menu import Entry, enter

        enter(
            Entry(
                "考核",
                "assessment",
                "clipboard-check",
                group="驻村管理",
                order=50,
                shown=lambda reach: bool(reach.seats),
            )
        )
