from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "catecp.web"
    label = "web"

    def ready(self) -> None:
        from catecp.web import subjects  # noqa: F401 -- registers names
