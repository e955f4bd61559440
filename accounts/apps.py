from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "机构与用户"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401  registers the check of the master key
        from accounts.record.signals import connect

        connect(self)
