from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "catecp.notices"
    label = "notices"

    def ready(self) -> None:
        from catecp.notices import reactions  # noqa: F401 -- registers them
