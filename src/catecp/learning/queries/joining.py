"""What somebody who wants to join may see: a class by its code, what a channel offers."""

from datetime import date

from django.db.models import Q, QuerySet

from catecp.courses.enums import VersionState
from catecp.courses.models import Channel, Offering
from catecp.kernel.identifiers import read_code
from catecp.learning.addresses import shortened
from catecp.learning.models import ClassEntry, StudyClass


def class_of_code(typed: str) -> StudyClass | None:
    code = read_code(typed)
    classes = StudyClass.objects.select_related("offering__version__course__body", "offering__channel", "institution")
    return classes.filter(code=code).first() if 6 <= len(code) <= 8 else None


def names_on_list(study_class: StudyClass) -> list[ClassEntry]:
    """The names to choose from, as `shown`: shortened where minors are among them, told apart by the end of their number."""
    entries = list(study_class.entries.filter(removed_at=None))
    shown = [shortened(entry.name) if study_class.has_minors else entry.name for entry in entries]
    for entry, name in zip(entries, shown, strict=True):
        is_double = shown.count(name) > 1
        entry.shown = f"{name} ({entry.number[-3:]})" if is_double and entry.number else name  # type: ignore[attr-defined]  # -- for the page
        entry.shown_original = (  # type: ignore[attr-defined]  # -- for the page
            shortened(entry.original_name) if study_class.has_minors else entry.original_name
        )
    return entries


def channel_of_code(typed: str) -> Channel | None:
    return Channel.objects.select_related("owner").filter(join_code__iexact=typed.strip()[:12]).first()


def open_offerings(channel: Channel, on: date) -> QuerySet[Offering]:
    """What anybody may join through the channel's link on that day."""
    return (
        Offering.objects.filter(channel=channel, is_open=True, version__state=VersionState.PUBLISHED)
        .filter(Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))
        .filter(
            Q(channel__starts_on=None) | Q(channel__starts_on__lte=on), Q(channel__ends_on=None) | Q(channel__ends_on__gte=on)
        )
        .select_related("version__course__body", "version__course__owner", "institution")
        .order_by("-starts_on", "-pk")
    )
