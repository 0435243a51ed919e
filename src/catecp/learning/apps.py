from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "catecp.learning"
    label = "learning"

    def ready(self) -> None:
        from catecp.learning import jobs_rosters, reactions_reach  # noqa: F401 -- registers runners and reactions
