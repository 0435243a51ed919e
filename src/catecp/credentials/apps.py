from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "catecp.credentials"
    label = "credentials"
