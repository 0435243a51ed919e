from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "catecp.opportunities"
    label = "opportunities"
