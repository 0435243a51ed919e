from django.urls import path

from catecp.learning.views import bundles

urlpatterns = [
    path("classes/<str:public_id>/bundle/", bundles.bundle, name="bundle"),
    path("classes/<str:public_id>/bundle/<str:bundle>/", bundles.download, name="bundle_download"),
]
