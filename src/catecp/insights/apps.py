from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "catecp.insights"
    label = "insights"
