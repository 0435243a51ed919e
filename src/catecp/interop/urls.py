from django.urls import include, path

app_name = "interop"
urlpatterns = [
    path("", include("catecp.interop.urls_importing")),
    path("", include("catecp.interop.urls_playing")),
    path("", include("catecp.interop.urls_exporting")),
]
