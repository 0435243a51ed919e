from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "catecp.files"
    label = "files"
