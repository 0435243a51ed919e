from django.urls import path

from catecp.insights.views import claims, figures, reach, released, reports

app_name = "insights"
urlpatterns = [
    path("reach/", reach.reach, name="reach"),
    path("reach/<str:count>/<str:rung>/", reach.reach_cell, name="reach_cell"),
    path("numbers/", figures.numbers, name="numbers"),
    path("numbers/<slug:slug>/", figures.event_numbers, name="event_numbers"),
    path("numbers/<slug:slug>/figure/<str:name>/", figures.figure, name="figure"),
    path("numbers/<slug:slug>/parts/<str:name>/", figures.breakdown, name="breakdown"),
    path("numbers/<slug:slug>/claims/", claims.claims, name="claims"),
    path("numbers/<slug:slug>/claims/<str:public_id>/remove/", claims.remove, name="claim_remove"),
    path("numbers/<slug:slug>/report/", reports.start, name="start_report"),
    path("reports/", released.releases, name="releases"),
    path("reports/<str:public_id>/", released.released, name="released"),
    path("reports/<str:public_id>/files/<str:language>.<str:kind>", released.release_file, name="release_file"),
    path("reports/<str:public_id>/erratum/", released.erratum, name="erratum"),
    path("reports/<str:public_id>/draft/", reports.report, name="report"),
    path("reports/<str:public_id>/draft/sections/", reports.add_section, name="add_section"),
    path("reports/<str:public_id>/draft/sections/<str:section>/", reports.section, name="section"),
    path("reports/<str:public_id>/draft/sections/<str:section>/preview/", reports.preview, name="section_preview"),
    path("reports/<str:public_id>/draft/waive/", reports.waive, name="waive"),
    path("reports/<str:public_id>/draft/waivers/<int:pk>/withdraw/", reports.withdraw, name="withdraw_waiver"),
    path("reports/<str:public_id>/draft/print/<str:language>.<str:kind>", reports.printed, name="draft_file"),
    path("reports/<str:public_id>/draft/release/", reports.release, name="release"),
]
