from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "config"
    verbose_name = "驻村干部选派管理系统"
