from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "config"
    verbose_name = "驻村干部选派管理系统"

    def ready(self) -> None:
        from accounts.menu import Entry, enter
        from config.panels import enter_panels
        from config.recovery.views import sees_health

        enter_panels()
        enter(
            Entry("工作台", "workbench", "home", order=0),
            Entry("系统体检", "health", "heartbeat", group="系统", order=90, shown=sees_health),
            Entry("工作队", "teams", "users-group", group="驻村管理", order=15, shown=lambda reach: bool(reach.seats)),
        )
