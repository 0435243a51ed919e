from django.urls import path

from catecp.learning.views import offline

urlpatterns = [
    path("learn/worker.js", offline.worker, name="worker"),
    path("learn/<str:enrolment>/download/", offline.download, name="download"),
    path("learn/<str:enrolment>/download.json", offline.manifest, name="download_manifest"),
    path("learn/<str:enrolment>/words/<str:block>/<str:language>.vtt", offline.subtitles, name="subtitles"),
]
