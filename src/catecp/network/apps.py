from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "catecp.network"
    label = "network"
