from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "catecp.agreements"
    label = "agreements"
