"""Addresses of courses. Each subject keeps its own list; fixed words come before public ids."""

from django.urls import path

from catecp.courses import urls_adoption, urls_authoring, urls_passport, urls_reviews
from catecp.courses.views import catalogue

app_name = "courses"

urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    *urls_adoption.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_authoring.urlpatterns,
    *urls_passport.urlpatterns,
]
