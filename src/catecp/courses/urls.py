"""Addresses of courses. Each subject keeps its own list; fixed words come before public ids."""

from catecp.courses import urls_adoption, urls_authoring, urls_passport

app_name = "courses"

urlpatterns = [*urls_adoption.urlpatterns, *urls_authoring.urlpatterns, *urls_passport.urlpatterns]
