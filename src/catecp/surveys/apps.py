from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "catecp.surveys"
    label = "surveys"
