from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "catecp.kernel"
    label = "kernel"
