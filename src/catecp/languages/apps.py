from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "catecp.languages"
    label = "languages"
