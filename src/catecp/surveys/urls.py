"""The short address of the answer page stands at the root (web/urls.py includes this module there); the desk under the event's slug."""

from django.urls import include, path

from catecp.surveys.views import answer, codebook, desk, projector, questions, results

app_name = "surveys"

survey_pages = [
    path("", desk.survey, name="survey"),
    path("settings/", desk.survey_settings, name="settings"),
    path("open/", desk.open_, name="open"),
    path("close/", desk.close, name="close"),
    path("preview/", desk.preview, name="preview"),
    path("codes/", desk.access_codes, name="codes"),
    path("codes/issue/", desk.issue_codes, name="issue_codes"),
    path("questions/new/<slug:kind>/", questions.question_new, name="question_new"),
    path("questions/<str:question>/", questions.question, name="question"),
    path("questions/<str:question>/delete/", questions.question_delete, name="question_delete"),
    path("questions/<str:question>/up/", questions.question_up, name="question_up"),
    path("translations/<slug:language>/", questions.translations, name="translations"),
    path("results/", results.results, name="results"),
    path("answers/", results.export, name="export"),
    path("codebook/<slug:kind>/", codebook.codebook, name="codebook"),
    path("codebook/<slug:kind>/group/", codebook.group, name="group"),
    path("codebook/<slug:kind>/new/", codebook.code_new, name="code_new"),
    path("ideas/<str:code>/", codebook.code, name="code"),
    path("ideas/<str:code>/merge/", codebook.code_merge, name="code_merge"),
    path("statements/<str:statement>/", codebook.statement, name="statement"),
    path("projector/", projector.projector, name="projector"),
    path("projector/part/", projector.projector_part, name="projector_part"),
]

urlpatterns = [
    path("s/<str:slug>/", answer.answer, name="answer"),
    path("surveys/<slug:slug>/", desk.surveys, name="surveys"),
    path("surveys/<slug:slug>/projector/", projector.projector_of_event, name="projector_of_event"),
    path("surveys/<slug:slug>/<str:public_id>/", include(survey_pages)),
]
