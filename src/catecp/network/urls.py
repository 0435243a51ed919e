"""Addresses of the directory. The namespace `network` is opened in web/urls.py, because the profile page shows several modules
and stands in web/pages."""

from django.urls import path

from catecp.network.views import directory, duplicates, people, profile

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("add/", profile.add, name="add"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<str:one>/<str:other>/", duplicates.compare, name="compare"),
    path("duplicates/<str:one>/<str:other>/merge/", duplicates.merge, name="merge"),
    path("duplicates/<str:one>/<str:other>/apart/", duplicates.apart, name="tell_apart"),
    path("duplicates/<str:one>/<str:other>/apart/undo/", duplicates.apart_undo, name="undo_telling_apart"),
    path("merges/<str:merge_id>/undo/", duplicates.merge_undo, name="undo_merge"),
    path("<str:public_id>/edit/", profile.edit, name="edit"),
    path("<str:public_id>/names/", profile.names, name="names"),
    path("<str:public_id>/names/remove/", profile.name_remove, name="remove_name"),
    path("<str:public_id>/places/", profile.places, name="places"),
    path("<str:public_id>/roles/", profile.role_give, name="give_role"),
    path("<str:public_id>/roles/end/", profile.role_end, name="end_role"),
    path("<str:public_id>/people/", people.people, name="people"),
    path("<str:public_id>/people/<str:person_id>/", people.member, name="member"),
    path("<str:public_id>/people/<str:person_id>/leave/", people.member_leave, name="end_membership"),
]
