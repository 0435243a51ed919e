"""Words between a teacher and a class, or one learner of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_text
from catecp.kernel.translated import written
from catecp.languages.tags import language_by_script
from catecp.learning.facts import MessageWritten
from catecp.learning.models import Enrolment, Learner, Message, StudyClass

LONGEST = 2_000  # characters
MOST_A_DAY = 50  # of one learner


class NothingSaid(Refused):
    """The message is empty, or there are too many."""


@transaction.atomic
def write_to_class(
    *, study_class: StudyClass, learner: Learner | None, text: str, at: datetime, by: Any, language: str = ""
) -> Message:
    """A teacher writes to everybody of the class (`learner` None) or to one."""
    message = Message.objects.create(
        study_class=study_class,
        learner=learner,
        text=written(_said(text), language or language_by_script(text, otherwise=study_class.language)),
        written_by=by.pk,
        written_at=at,
    )
    ledger.record(MessageWritten(class_id=study_class.pk, message_id=message.pk), by=by, at=at)
    return message


@transaction.atomic
def write_to_teacher(*, enrolment: Enrolment, text: str, at: datetime, block_key: str = "") -> Message:
    """A learner writes to the teacher of their class."""
    if enrolment.study_class is None:
        raise NothingSaid(_("This course has no teacher here."))
    today = Message.objects.filter(learner=enrolment.learner, from_learner=True, written_at__date=at.date())
    if today.count() >= MOST_A_DAY:
        raise NothingSaid(_("You have written much today. Your teacher answers when they can."))
    message = Message.objects.create(
        study_class=enrolment.study_class,
        learner=enrolment.learner,
        from_learner=True,
        block_key=block_key,
        text=written(_said(text), language_by_script(text, otherwise=enrolment.language)),
        written_at=at,
    )
    ledger.record(MessageWritten(class_id=message.study_class_id, message_id=message.pk), by=None, at=at)
    return message


def _said(text: str) -> str:
    said = clean_text(text, longest=LONGEST)
    if not said:
        raise NothingSaid(_("Write something first."))
    return said


def mark_read(*, study_class: StudyClass, at: datetime) -> int:
    """The teacher has seen what learners wrote. Returns how many were new."""
    return Message.objects.filter(study_class=study_class, from_learner=True, read_at=None).update(read_at=at)
