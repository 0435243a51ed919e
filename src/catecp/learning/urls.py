from django.urls import path

from catecp.learning.views import sync

app_name = "learning"
urlpatterns = [
    path("learn/sync/", sync.sync, name="sync"),
]
