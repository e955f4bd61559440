from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "attendance"
    verbose_name = "考勤请假"

    def ready(self) -> None:
        from attendance.leave.kind import enter_menu, register_kind
        from attendance.register.menu import enter_register_menu

        register_kind()
        enter_menu()
        enter_register_menu()
