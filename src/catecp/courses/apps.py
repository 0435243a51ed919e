from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "catecp.courses"
    label = "courses"
