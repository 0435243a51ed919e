from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "catecp.credentials"
    label = "credentials"

    def ready(self) -> None:
        from catecp.courses.adoption_results import counted_by
        from catecp.credentials import jobs, reactions  # noqa: F401 -- registers runners and reactions
        from catecp.credentials.adoption_results import count_adoption

        counted_by(count_adoption)
