"""Every address of the program; a module without pages yet is not listed."""

from django.urls import include, path

from catecp.events import urls_documents
from catecp.web.pages import components, demo, desk, errors, health, home, institution, jobs, language, my_data, people

pages = (
    [
        path("", home.home, name="home"),
        path("desk/", desk.desk, name="desk"),
        path("language/", language.choose, name="choose_language"),
        path("components/", components.components, name="components"),
        path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
        path("work/<str:public_id>/", jobs.job, name="job"),
        path("work/<str:public_id>/stop/", jobs.stop, name="stop_job"),
        path("offline/", errors.offline, name="offline"),
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
    ],
    "web",
)

# Roles are given in institutions and events, so the people's pages stand here too.
accounts = (
    [
        path("", include("catecp.accounts.urls")),
        path("profile/data/", my_data.my_data, name="my_data"),
        path("people/", people.people, name="people"),
        path("people/invite/", people.invite, name="invite"),
        path("people/<str:public_id>/", people.person, name="person"),
        path("people/<str:public_id>/invite-again/", people.invite_again, name="invite_again"),
        path("people/<str:public_id>/close/", people.close, name="close"),
        path("people/<str:public_id>/roles/<int:grant>/withdraw/", people.withdraw, name="withdraw"),
    ],
    "accounts",
)

# The profile shows several modules, so its view stands here, in the directory's namespace.
directory = (
    [
        path("", include("catecp.network.urls")),
        path("<str:public_id>/", institution.institution, name="institution"),
    ],
    "network",
)

urlpatterns = [
    path("", include(pages, namespace="web")),
    path("", include(accounts)),
    path("outbox/", include("catecp.notices.urls")),
    path("institutions/", include(directory)),
    path("events/", include("catecp.events.urls")),
    path("check/", include(urls_documents.check)),
    path("agreements/", include("catecp.agreements.urls")),
    path("", include("catecp.insights.urls")),
    path("", include("catecp.surveys.urls")),
    path("calls/", include("catecp.opportunities.urls")),
    path("", include("catecp.matching.urls")),
    path("", include("catecp.credentials.urls")),
    path("", include("catecp.languages.urls")),
    path("learn/practice/", include("catecp.learning.urls_practice")),
    path("", include("catecp.interop.urls")),
    path("", include("catecp.learning.urls")),
    path("channels/", include("catecp.learning.urls_rosters")),
    path("channels/", include("catecp.courses.urls_channels")),
    path("", include("catecp.courses.urls")),
]
