"""The short address of the answer page stands at the root (web/urls.py includes this module there)."""

from django.urls import path

from catecp.surveys.views import answer

app_name = "surveys"

urlpatterns = [
    path("s/<str:slug>/", answer.answer, name="answer"),
]
