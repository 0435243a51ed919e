from django.urls import path

from catecp.interop.views import playing

urlpatterns = [
    path("learn/play/<str:enrolment>/<str:block>/", playing.play, name="play"),
    path("content/<str:ticket>/", playing.player, name="player"),
    path("content/<str:ticket>/files/<path:path>", playing.package_file, name="package_file"),
]
