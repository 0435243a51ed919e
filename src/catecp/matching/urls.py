"""Addresses at the root: `/b/<code>/` and `/me/<key>/` are printed on badges and letters and must stay short and as they are."""

from django.urls import path

from catecp.matching import views

app_name = "matching"

urlpatterns = [
    path("b/<str:code>/", views.badge, name="badge"),
    path("me/", views.me, name="me"),
    path("me/leave/", views.leave, name="leave"),
    path("me/<str:key>/", views.enter, name="enter"),
    path("contacts/find/", views.find, name="find"),
    path("contacts/counts/<slug:slug>/", views.counts, name="counts"),
    path("contacts/<str:public_id>/", views.swap, name="swap"),
    path("contacts/<str:public_id>/accept/", views.accept, name="accept"),
    path("contacts/<str:public_id>/decline/", views.decline, name="decline"),
    path("contacts/<str:public_id>/fields/", views.change, name="change"),
    path("contacts/<str:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("contacts/<str:public_id>/met/", views.met, name="met"),
    path("contacts/<str:public_id>/follow-up/", views.follow_up, name="follow_up"),
    path("contacts/<str:public_id>/card.vcf", views.card, name="card"),
]
