from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "catecp.insights"
    label = "insights"

    def ready(self) -> None:
        from catecp.insights import jobs  # noqa: F401 -- registers the runners
