from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "catecp.matching"
    label = "matching"
