from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "catecp.interop"
    label = "interop"

    def ready(self) -> None:
        from catecp.interop import jobs  # noqa: F401 -- registers the runners of long work
