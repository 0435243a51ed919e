from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "catecp.credentials"
    label = "credentials"

    def ready(self) -> None:
        from catecp.credentials import jobs, reactions  # noqa: F401 -- registers runners and reactions
