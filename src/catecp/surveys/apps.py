from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "catecp.surveys"
    label = "surveys"

    def ready(self) -> None:
        from catecp.surveys import reactions  # noqa: F401 -- registers them
