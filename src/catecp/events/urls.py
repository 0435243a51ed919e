from django.urls import path

from catecp.events.views import public

app_name = "events"

urlpatterns = [
    path("", public.events, name="events"),
    path("<slug:slug>/", public.event, name="event"),
]
