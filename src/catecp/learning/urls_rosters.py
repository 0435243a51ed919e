from django.urls import path

from catecp.learning.views import identities, rosters

app_name = "rosters"
urlpatterns = [
    path("same-people/", identities.cases, name="cases"),
    path("same-people/<str:public_id>/decide/", identities.decide, name="decide"),
    path("same-people/merges/<str:public_id>/undo/", identities.undo, name="undo_merge"),
    path("<slug:key>/lists/", rosters.lists, name="lists"),
    path("<slug:key>/lists/<str:public_id>/", rosters.list_, name="list"),
    path("<slug:key>/lists/<str:public_id>/act/", rosters.act, name="act"),
]
