from django.urls import path

from catecp.learning import urls_offline
from catecp.learning.views import joining, learn, sync

app_name = "learning"
urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/address/", joining.ask_code, name="ask_code"),
    path("join/not-me/", joining.not_me, name="not_me"),
    path("join/code/<str:public_id>/", joining.enter_code, name="enter_code"),
    path("join/class/<str:code>/", joining.join_class, name="join_class"),
    path("join/class/<str:code>/<int:entry>/", joining.take_name, name="take_name"),
    path("join/c/<str:code>/", joining.join_channel, name="join_channel"),
    path("join/c/<str:code>/<str:offering>/", joining.join_offering, name="join_offering"),
    path("learn/", learn.courses, name="courses"),
    path("learn/sync/", sync.sync, name="sync"),
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
]
