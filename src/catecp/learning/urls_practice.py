from django.urls import path

from catecp.learning.views import practice

app_name = "practice"

urlpatterns = [
    path("", practice.practice, name="practice"),
    path("card/", practice.card, name="card"),
    path("grade/", practice.grade, name="grade"),
]
