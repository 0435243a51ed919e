from django.urls import path

from catecp.courses.views import channels

app_name = "channels"
urlpatterns = [
    path("", channels.channels, name="channels"),
    path("new/", channels.make, name="make"),
    path("<slug:key>/", channels.channel, name="channel"),
    path("<slug:key>/change/", channels.change, name="change"),
    path("<slug:key>/poster/", channels.poster, name="poster"),
    path("<slug:key>/offer/", channels.offer, name="offer"),
    path("<slug:key>/offers/<str:public_id>/open/", channels.open_offer, name="open_offer"),
]
