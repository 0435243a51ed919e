from django.urls import path

from catecp.courses.views import checklists, media, passport

urlpatterns = [
    path("courses/checklists/", checklists.checklists, name="checklists"),
    path("courses/checklists/<str:kind>/", checklists.edit, name="checklist"),
    path("courses/<str:public_id>/", passport.course, name="course"),
    path("courses/<str:public_id>/versions/", passport.versions, name="versions"),
    path("courses/<str:public_id>/compare/", passport.compare, name="compare"),
    path("media/<str:sha256>/<str:kind>", media.media, name="media"),
]
