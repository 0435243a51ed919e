from django.urls import include, path

handler400 = "catecp.web.pages.errors.bad_request"
handler403 = "catecp.web.pages.errors.forbidden"
handler404 = "catecp.web.pages.errors.not_found"
handler500 = "catecp.web.pages.errors.server_error"

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("catecp.web.urls")),
]
