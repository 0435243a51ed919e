from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "catecp.learning"
    label = "learning"
