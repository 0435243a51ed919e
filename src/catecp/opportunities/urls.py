from django.urls import path

from catecp.opportunities import views

app_name = "opportunities"

urlpatterns = [
    path("", views.calls, name="calls"),
    path("new/", views.post, name="post"),
    path("<slug:slug>/board/", views.board, name="board"),
    path("<slug:slug>/board/live/", views.board_live, name="board_live"),
    path("<str:public_id>/", views.call, name="call"),
    path("<str:public_id>/edit/", views.edit, name="edit"),
    path("<str:public_id>/interest/", views.interest, name="interest"),
    path("<str:public_id>/state/", views.state, name="state"),
    path("<str:public_id>/hide/", views.hide, name="hide"),
    path("<str:public_id>/translation/", views.translate, name="translate"),
]
