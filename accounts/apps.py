from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "机构与用户"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401  registers the check of the master key
        from accounts.record.signals import connect

        connect(self)
        remember_sessions()
        enter_menu()


def remember_sessions() -> None:
    from django.contrib.auth.signals import user_logged_in

    from accounts.login.sessions import remember_login

    user_logged_in.connect(remember_login, dispatch_uid="sessions")


def enter_menu() -> None:
    from accounts.access import Reach
    from accounts.choices import Office
    from accounts.menu import Entry, enter
    from accounts.offices import holds_office
    from accounts.queries import keeps_users, waiting_appointments

    def waiting(reach: Reach) -> int:
        return waiting_appointments().count()

    def acts(reach: Reach) -> bool:
        return bool(reach.seats)

    enter(
        Entry("用户与任用", "users", "users", group="系统", order=10, shown=keeps_users),
        Entry("机构与职能", "bodies", "building", group="系统", order=15, shown=keeps_users),
        Entry("我的代办人", "my_substitution", "user-check", group="系统", order=20, shown=acts),
        Entry(
            "安全管理",
            "security",
            "shield-lock",
            group="系统",
            order=30,
            shown=holds_office(Office.SECURITY),
            badge=waiting,
        ),
        Entry("操作日志", "record", "history", group="系统", order=80, shown=holds_office(Office.AUDIT)),
    )
