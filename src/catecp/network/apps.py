from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "catecp.network"
    label = "network"

    def ready(self) -> None:
        from catecp.accounts.models import Scope
        from catecp.accounts.queries import widen_scope
        from catecp.network.queries.canonical import families

        widen_scope(Scope.INSTITUTION, families)
