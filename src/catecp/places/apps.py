from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "catecp.places"
    label = "places"
