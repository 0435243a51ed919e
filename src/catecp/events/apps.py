from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "catecp.events"
    label = "events"
