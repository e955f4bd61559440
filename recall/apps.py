from django.apps import AppConfig


class RecallConfig(AppConfig):
    name = "recall"
    verbose_name = "调换召回"
