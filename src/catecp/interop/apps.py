from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "catecp.interop"
    label = "interop"
