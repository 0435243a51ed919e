"""What belongs to oneself; people and roles show several modules, so they stand in `web.pages.people`."""

from django.urls import path

from catecp.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("enter/<str:token>/", views.enter, name="enter"),
]
