"""Certificates a reader may see, the keys that verify them, and what is revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from catecp.accounts.models import Scope
from catecp.accounts.queries import Actor, person_of, scope_ids
from catecp.accounts.roles import Permission
from catecp.courses.models import Course
from catecp.credentials.models import Award, SigningKey, Template
from catecp.credentials.short_code import KIND, ShortCertificate, read_fields
from catecp.credentials.signing import NotGenuine, read_code, read_token
from catecp.credentials.status_list import BITS
from catecp.kernel.identifiers import read_code as read_typed
from catecp.learning.models import Enrolment, Learner, StudyClass

NUMBER_START = "CATECP"


@dataclass(frozen=True)
class Checked:
    """What a check found. `award` is our record (None: a genuine code whose record is not here), `shown` what the code itself says."""

    award: Award | None
    shown: ShortCertificate | None


def awards_visible_to(actor: Actor, *, learner: Learner | None = None) -> QuerySet[Award]:
    """One's own; those of the institutions one teaches at or answers for; everything for the network."""
    awards = Award.objects.select_related(
        "learner", "provider", "receiver", "version__course", "enrolment__study_class", "key", "replaces"
    ).order_by("-issued_at", "-pk")
    seen: set[int] = set()
    for permission in (Permission.ISSUE_CERTIFICATES, Permission.TEACH):
        held = scope_ids(actor, permission, Scope.INSTITUTION)
        if held is None:
            return awards
        seen |= held
    own = Q(learner__root__in=_roots_of(actor, learner))
    return awards.filter(own | Q(provider__in=seen) | Q(receiver__in=seen))


def awards_of_learner(actor: Actor, *, learner: Learner | None = None) -> QuerySet[Award]:
    """The reader's own certificates, whichever of their rows they were issued to; newest first."""
    return awards_visible_to(actor, learner=learner).filter(learner__root__in=_roots_of(actor, learner))


def _roots_of(actor: Actor, learner: Learner | None) -> list[int]:
    person = person_of(actor)
    roots = list(Learner.objects.filter(person=person).values_list("root", flat=True)) if person else []
    return [root for root in (*roots, learner.root_id if learner else None) if root is not None]


def awards_of_class(study_class: StudyClass) -> QuerySet[Award]:
    return Award.objects.filter(enrolment__study_class=study_class).select_related("learner").order_by("learner__name", "pk")


def ready_in_class(study_class: StudyClass) -> QuerySet[Enrolment]:
    """Enrolments of the class that met the rules and have no valid certificate."""
    valid = Award.objects.filter(revoked_at=None, enrolment__study_class=study_class).values("enrolment")
    completed = Enrolment.objects.filter(study_class=study_class, completed_at__isnull=False).exclude(pk__in=valid)
    return completed.select_related("learner").order_by("learner__name", "pk")


def template_for(course: Course) -> Template | None:
    """The newest wording for this course, else the newest for all courses, else None: the words of this program."""
    own = Template.objects.filter(course=course).first()
    return own or Template.objects.filter(course=None).first()


def public_keys() -> list[dict[str, str]]:
    """Public JWKs, the one that signs now first."""
    keys = SigningKey.objects.order_by("retired_at", "-created_at", "-pk")
    return [key.public_jwk for key in sorted(keys, key=lambda key: key.retired_at is not None)]


def revoked_bits(list_number: int) -> list[int]:
    """The revoked bits of one status list."""
    first = list_number * BITS
    rows = Award.objects.filter(revoked_at__isnull=False, status_index__gte=first, status_index__lt=first + BITS)
    return [index - first for index in rows.order_by("status_index").values_list("status_index", flat=True)]


def revoked_indexes() -> list[int]:
    return list(Award.objects.filter(revoked_at__isnull=False).order_by("status_index").values_list("status_index", flat=True))


def award_by_number(typed: str) -> Award | None:
    """By the number as printed, however it was typed: spaces, dashes and the letters O, I and L are read kindly."""
    words = "".join(typed.upper().split()).replace("-", "").removeprefix(NUMBER_START)
    read = read_typed(words)
    if len(read) != 10:
        return None
    number = f"{NUMBER_START}-{read[:2]}-{read[2:6]}-{read[6:]}"
    return Award.objects.select_related("provider", "receiver", "version__course").filter(number=number).first()


def checked(text: str) -> Checked | None:
    """A number, the text of the QR code (with or without the address) or a badge token; None: nothing of ours."""
    words = text.strip()
    if "#" in words:
        words = words.rpartition("#")[2]
    if words.startswith(f"{KIND}."):
        return _checked_code(words)
    if words.count(".") == 2:
        return _checked_token(words)
    award = award_by_number(words)
    return Checked(award, None) if award else None


def _checked_code(words: str) -> Checked | None:
    keys = {key["kid"]: key for key in public_keys()}
    try:
        shown = read_fields(read_code(words, kind=KIND, keys=keys))
    except (NotGenuine, ValueError):
        return None
    return Checked(Award.objects.filter(number=shown.number, status_index=shown.status_index).first(), shown)


def _checked_token(words: str) -> Checked | None:
    try:
        payload: dict[str, Any] = read_token(words, keys=public_keys())
    except NotGenuine:
        return None
    award = Award.objects.filter(credential=words).first()
    return Checked(award, None) if award and payload.get("jti") else None


def issued_between(first: datetime, last: datetime) -> QuerySet[Award]:
    """Valid certificates issued from `first` and before `last`."""
    return Award.objects.filter(issued_at__gte=first, issued_at__lt=last, revoked_at=None)


def awards_in_force() -> QuerySet[Award]:
    """Certificates issued and not revoked."""
    return Award.objects.filter(revoked_at=None).order_by("pk")
