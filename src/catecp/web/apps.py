from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "catecp.web"
    label = "web"
