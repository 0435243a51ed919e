from django.urls import path

from catecp.courses.views import blocks, drafts, editing, history

urlpatterns = [
    path("courses/mine/", drafts.mine, name="mine"),
    path("courses/new/", drafts.start, name="start"),
    path("courses/<str:public_id>/edit/", editing.edit, name="edit"),
    path("courses/<str:public_id>/edit/units/", editing.units, name="edit_units"),
    path("courses/<str:public_id>/edit/passport/", drafts.passport, name="edit_passport"),
    path("courses/<str:public_id>/edit/publish/", drafts.publish, name="publish"),
    path("courses/<str:public_id>/edit/withdraw/", drafts.withdraw, name="withdraw"),
    path("courses/<str:public_id>/edit/history/", history.history, name="edit_history"),
    path("courses/<str:public_id>/edit/restore/", history.restore, name="edit_restore"),
    path("courses/<str:public_id>/edit/upload/", blocks.upload, name="edit_upload"),
    path("courses/<str:public_id>/edit/lessons/<str:key>/", editing.lesson, name="edit_lesson"),
    path("courses/<str:public_id>/edit/lessons/<str:key>/preview/", editing.preview, name="edit_preview"),
    path("courses/<str:public_id>/edit/lessons/<str:key>/blocks/", blocks.change, name="edit_blocks"),
    path("courses/<str:public_id>/edit/blocks/<str:key>/", blocks.save, name="edit_block"),
]
