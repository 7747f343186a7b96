from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "communique.records"
    label = "records"
