from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "catecp.agreements"
    label = "agreements"

    def ready(self) -> None:
        from catecp.agreements import reactions  # noqa: F401 -- registers what the module says to lower ones
