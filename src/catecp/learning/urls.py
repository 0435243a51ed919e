from django.urls import path

from catecp.learning import urls_bundle, urls_offline
from catecp.learning.views import adopted, classes, joining, learn, marking, results, sync

app_name = "learning"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/address/", joining.ask_code, name="ask_code"),
    path("join/code/<str:public_id>/", joining.enter_code, name="enter_code"),
    path("join/class/<str:code>/", joining.join_class, name="join_class"),
    path("join/class/<str:code>/<int:entry>/", joining.take_name, name="take_name"),
    path("join/c/<str:code>/", joining.join_channel, name="join_channel"),
    path("join/c/<str:code>/<str:offering>/", joining.join_offering, name="join_offering"),
    path("learn/", learn.courses, name="courses"),
    path("learn/sync/", sync.sync, name="sync"),
    path("learn/not-me/", joining.not_me, name="not_me"),  # under /learn/, so that the worker there hears of it
    path("learn/media/", learn.choose_media, name="choose_media"),
    *urls_offline.urlpatterns,
    path("learn/<str:enrolment>/", learn.course, name="course"),
    path("learn/<str:enrolment>/languages/", learn.languages, name="languages"),
    path("learn/<str:enrolment>/leave/", learn.leave_course, name="leave"),
    path("learn/<str:enrolment>/write/", learn.write_teacher, name="write_teacher"),
    path("learn/<str:enrolment>/<str:unit>/", learn.lesson_page, name="lesson"),
    path("learn/<str:enrolment>/<str:unit>/answer/", learn.answer, name="answer"),
    path("learn/<str:enrolment>/<str:unit>/done/", learn.done, name="done"),
    path("learn/<str:enrolment>/<str:unit>/hand-in/", learn.hand_in_work, name="hand_in"),
    path("classes/", classes.classes, name="classes"),
    path("classes/new/", classes.make_class, name="make_class"),
    path("adoptions/<str:public_id>/class/", adopted.open_class, name="open_adopted_class"),
    path("classes/<str:public_id>/", classes.class_, name="class"),
    path("classes/<str:public_id>/list/", classes.class_list, name="class_list"),
    path("classes/<str:public_id>/code/", classes.class_code, name="class_code"),
    path("classes/<str:public_id>/consent/", classes.consent, name="consent"),
    path("classes/<str:public_id>/open/", classes.open_or_close, name="open_class"),
    path("classes/<str:public_id>/names/<int:entry>/", classes.learner, name="class_learner"),
    path("classes/<str:public_id>/names/<int:entry>/act/", classes.act_on_name, name="act_on_name"),
    path("classes/<str:public_id>/oddities/", classes.oddities, name="class_oddities"),
    path("classes/<str:public_id>/oddities/judge/", classes.judge, name="judge_oddities"),
    path("classes/<str:public_id>/messages/", marking.class_mail, name="class_messages"),
    *urls_bundle.urlpatterns,
    path("classes/<str:public_id>/results/", results.results, name="results"),
    path("classes/<str:public_id>/work/", marking.works, name="class_works"),
    path("classes/<str:public_id>/work/<str:work>/", marking.work, name="class_work"),
    path("classes/<str:public_id>/work/<str:work>/<str:sha256>/", marking.evidence, name="evidence"),
]
