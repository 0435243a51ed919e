"""Addresses below /events/<slug>/imports/; included by urls.py, so their names are `events:import…`."""

from django.urls import path

from catecp.events.views import imports

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("upload/", imports.upload, name="import_upload"),
    path("<str:public_id>/", imports.batch, name="import_batch"),
    path("<str:public_id>/columns/", imports.columns, name="import_columns"),
    path("<str:public_id>/decisions/", imports.decisions, name="import_decisions"),
    path("<str:public_id>/suggestions/", imports.suggestions, name="import_suggestions"),
    path("<str:public_id>/apply/", imports.apply, name="import_apply"),
    path("<str:public_id>/discard/", imports.discard, name="import_discard"),
]
