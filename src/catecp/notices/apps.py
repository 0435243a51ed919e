from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "catecp.notices"
    label = "notices"
