from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "catecp.courses"
    label = "courses"

    def ready(self) -> None:
        from catecp.courses import jobs, reactions  # noqa: F401 -- registers
        from catecp.courses.translation_places import CourseBodies
        from catecp.languages import bodies

        bodies.register(CourseBodies())
