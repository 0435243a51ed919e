from django.urls import include, path

from catecp.events.views import (
    delegation_links,
    delegations,
    programme,
    public,
    registering,
    registrations,
    settings,
    speaking,
    visit_desk,
    visits,
)

app_name = "events"

settings_pages = [
    path("manage/", settings.manage, name="manage"),
    path("settings/", settings.settings, name="settings"),
    path("organisers/", settings.organisers, name="organisers"),
    path("organisers/<int:pk>/", settings.organiser_act, name="organiser_act"),
    path("places/", settings.places, name="places"),
    path("places/<int:pk>/", settings.place, name="place"),
    path("places/<int:pk>/remove/", settings.place_remove, name="place_remove"),
]

programme_pages = [
    path("", public.programme, name="programme"),
    path("changes/", public.compare, name="compare"),
    path("edit/", programme.editor, name="editor"),
    path("release/", programme.release, name="release"),
    path("sessions/new/", programme.session_new, name="session_new"),
    path("sessions/<str:public_id>/", programme.session_edit, name="session_edit"),
    path("sessions/<str:public_id>/act/", programme.session_act, name="session_act"),
    path("sessions/<str:public_id>/talks/new/", programme.talk_new, name="talk_new"),
    path("talks/<str:public_id>/", programme.talk_edit, name="talk_edit"),
    path("talks/<str:public_id>/act/", programme.talk_act, name="talk_act"),
    path("talks/<str:public_id>/own/", speaking.own_talk, name="own_talk"),
]

session_pages = [
    path("sessions/<str:public_id>/", public.session, name="session"),
    path("sessions/<str:public_id>/takeaways/", speaking.takeaways, name="takeaways"),
    path("takeaways/<str:public_id>/", speaking.takeaway, name="takeaway"),
    path("takeaways/<str:public_id>/act/", speaking.takeaway_act, name="takeaway_act"),
]

visit_pages = [
    path("", visit_desk.visits, name="visits"),
    path("new/", visit_desk.visit_new, name="visit_new"),
    path("skills/<str:public_id>/remove/", visits.skill_remove, name="skill_remove"),
    path("<str:public_id>/", visits.visit, name="visit"),
    path("<str:public_id>/join/", visits.visit_join, name="visit_join"),
    path("<str:public_id>/skills/", visits.skill_note, name="skill_note"),
    path("<str:public_id>/edit/", visit_desk.visit_edit, name="visit_edit"),
    path("<str:public_id>/remove/", visit_desk.visit_remove, name="visit_remove"),
    path("<str:public_id>/list/", visit_desk.visit_list, name="visit_list"),
    path("<str:public_id>/buses/", visit_desk.bus_save, name="bus_save"),
    path("<str:public_id>/buses/fill/", visit_desk.buses_fill, name="buses_fill"),
    path("<str:public_id>/buses/<int:pk>/remove/", visit_desk.bus_remove, name="bus_remove"),
    path("<str:public_id>/companies/", visit_desk.company_add, name="company_add"),
]

registration_pages = [
    path("register/", registering.register, name="register"),
    path("registered/", registering.registered, name="registered"),
    path("mine/<str:key>/", registering.mine, name="mine"),
    path("mine/<str:key>/edit/", registering.mine_edit, name="mine_edit"),
    path("mine/<str:key>/withdraw/", registering.mine_withdraw, name="mine_withdraw"),
    path("mine/<str:key>/visits/<str:public_id>/", registering.mine_visit, name="mine_visit"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/new/", registrations.registration_new, name="registration_new"),
    path("registrations/<str:public_id>/", registrations.registration, name="registration"),
    path("registrations/<str:public_id>/act/", registrations.registration_act, name="registration_act"),
    path("affiliations/", registrations.affiliations, name="affiliations"),
    path("doubles/", registrations.doubles, name="doubles"),
]

delegation_pages = [
    path("", delegations.delegations, name="delegations"),
    path("new/", delegations.delegation_new, name="delegation_new"),
    path("many/", delegations.delegations_many, name="delegations_many"),
    path("<str:public_id>/", delegations.delegation, name="delegation"),
    path("<str:public_id>/act/", delegations.delegation_act, name="delegation_act"),
    path("<str:public_id>/decide/", delegations.delegation_decide, name="delegation_decide"),
]

delegation_link_pages = [
    path("delegation/<str:key>/", delegation_links.fill, name="delegation_fill"),
    path("delegation/<str:key>/add/", delegation_links.fill_add, name="delegation_add"),
    path("delegation/<str:key>/paste/", delegation_links.fill_paste, name="delegation_paste"),
    path("delegation/<str:key>/act/", delegation_links.fill_act, name="delegation_fill_act"),
    path("delegation/<str:key>/people/<str:public_id>/", delegation_links.fill_person, name="delegation_person"),
    path("approve/<str:key>/", delegation_links.approve, name="delegation_approve"),
]

urlpatterns = [
    path("", public.events, name="events"),
    path("new/", settings.create, name="create"),
    *delegation_link_pages,
    path("<slug:slug>/", public.event, name="event"),
    path("<slug:slug>/documents/", include("catecp.events.urls_documents")),
    path("<slug:slug>/programme.ics", public.feed, name="feed"),
    path("<slug:slug>/mine/<str:key>.ics", public.own_feed, name="own_feed"),
    path("<slug:slug>/programme/", include(programme_pages)),
    path("<slug:slug>/visits/", include(visit_pages)),
    path("<slug:slug>/delegations/", include(delegation_pages)),
    path("<slug:slug>/", include([*settings_pages, *session_pages, *registration_pages])),
    path("<slug:slug>/imports/", include("catecp.events.urls_imports")),
    path("<slug:slug>/check-in/", include("catecp.events.urls_checkin")),
]
