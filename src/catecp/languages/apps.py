from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "catecp.languages"
    label = "languages"

    def ready(self) -> None:
        from catecp.languages import jobs, reactions  # noqa: F401 -- registers the runner of drafts and what follows changes
