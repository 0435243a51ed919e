from django.urls import path

from catecp.insights.views import figures

app_name = "insights"
urlpatterns = [
    path("", figures.numbers, name="numbers"),
    path("<slug:slug>/", figures.event_numbers, name="event_numbers"),
    path("<slug:slug>/figure/<str:name>/", figures.figure, name="figure"),
    path("<slug:slug>/parts/<str:name>/", figures.breakdown, name="breakdown"),
]
