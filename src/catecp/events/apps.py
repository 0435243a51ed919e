from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "catecp.events"
    label = "events"

    def ready(self) -> None:
        from catecp.events import jobs_imports, jobs_letters, reactions  # noqa: F401 -- registers runners and reactions
