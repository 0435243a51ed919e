from django.urls import include, path

from catecp.events.views import public

app_name = "events"

urlpatterns = [
    path("", public.events, name="events"),
    path("<slug:slug>/", public.event, name="event"),
    path("<slug:slug>/documents/", include("catecp.events.urls_documents")),
    path("<slug:slug>/check-in/", include("catecp.events.urls_checkin")),
]
