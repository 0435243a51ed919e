"""The second guided path of the demo: one course on its way from a college in China to a certificate in Cambodia."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catecp.courses.models import Course
from catecp.credentials.queries import awards_in_force
from catecp.learning.models import Enrolment, StudyClass
from catecp.web.demo_accounts import DEMO_ACCOUNTS
from catecp.web.guided_path import Stage, Step

_ACCOUNTS = {account.role: account for account in DEMO_ACCOUNTS}
_PASSPORT = Step(
    _("A course shows its passport"),
    _("Rights, hours, outcomes, languages, what data it costs and who uses it where; every point of its score explained."),
)
_DESK = Step(
    _("One course, six languages"),
    _("Sentence by sentence, with the trade's words beside. Change one sentence, and just that one is outdated."),
    "translator",
)
_LESSON = Step(
    _("A lesson on a cheap phone"),
    _("It says what it costs before it loads, works without network and in two languages side by side."),
    "participant",
)
_CLASS = Step(_("The teacher's class"), _("Who is where, who is stuck, whose work waits for a mark; all on a phone."), "teacher")
_REACH = Step(
    _("Everybody counted once"),
    _("From reached to certified: people, not rows, however many channels they came through."),
)
_CHECK = Step(
    _("An employer checks a certificate"),
    _("With the code on the paper, in an aeroplane if need be: the signature is checked in the phone itself."),
)


def course_path() -> list[Stage]:
    """The steps that this demo has something to show for."""
    course = _welding()
    if course is None:
        return []
    stages = [
        _stage(_PASSPORT, course.get_absolute_url()),
        _stage(_DESK, reverse("languages:bodies")),
        _stage(_LESSON, _lesson_address()),
        _stage(_CLASS, _class_address()),
        _stage(_REACH, reverse("insights:reach")),
    ]
    award = awards_in_force().first()
    return [
        *stages,
        _stage(_CHECK, f"{reverse('credentials:check')}?code={award.number}" if award else reverse("credentials:check")),
    ]


def _stage(step: Step, address: str) -> Stage:
    return Stage(step=step, address=address, account=_ACCOUNTS.get(step.role))


def _welding() -> Course | None:
    return Course.objects.filter(is_demo=True, published__passport__field__key="welding").order_by("pk").first()


def _lesson_address() -> str:
    mine = Enrolment.objects.filter(learner__person__email=_ACCOUNTS["participant"].email).order_by("pk").first()
    return reverse("learning:course", args=[mine.public_id]) if mine else reverse("learning:courses")


def _class_address() -> str:
    own = StudyClass.objects.filter(teacher__email=_ACCOUNTS["teacher"].email).order_by("pk").first()
    return reverse("learning:class", args=[own.public_id]) if own else reverse("learning:classes")
