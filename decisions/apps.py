from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
    verbose_name = "办件与依据"

    def ready(self) -> None:
        from accounts.menu import Entry, enter
        from decisions.queries import open_count

        enter(Entry("待办", "inbox", "inbox", order=10, badge=open_count))
