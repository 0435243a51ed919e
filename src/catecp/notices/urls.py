from django.urls import path

from catecp.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("send-drafts/", views.send_drafts, name="send_drafts"),
    path("shown/", views.shown, name="shown"),
    path("choices/", views.choices, name="choices"),
    path("<str:public_id>/", views.message, name="message"),
    path("<str:public_id>/edit/", views.edit, name="edit"),
    path("<str:public_id>/send/", views.send, name="send"),
    path("<str:public_id>/retry/", views.retry, name="retry"),
    path("<str:public_id>/discard/", views.discard, name="discard"),
]
