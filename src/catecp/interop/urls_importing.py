from django.urls import path

from catecp.interop.views import importing

urlpatterns = [
    path("courses/import/", importing.import_course, name="import_course"),
    path("courses/import/begin/", importing.begin, name="import_begin"),
    path("courses/import/<str:public_id>/", importing.import_upload, name="import_upload"),
    path("courses/import/<str:public_id>/piece/", importing.piece, name="import_piece"),
    path("courses/import/<str:public_id>/make/", importing.import_make, name="import_make"),
    path("courses/import/<str:public_id>/discard/", importing.import_discard, name="import_discard"),
]
