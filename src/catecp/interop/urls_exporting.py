from django.urls import path

from catecp.interop.oaipmh.endpoint import oai
from catecp.interop.views import exporting

urlpatterns = [
    path("courses/<str:public_id>/export/", exporting.export, name="export"),
    path("courses/<str:public_id>/export/<str:kind>/", exporting.download, name="export_download"),
    path("oai/", oai, name="oai"),
]
