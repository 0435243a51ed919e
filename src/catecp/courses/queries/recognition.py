"""Decisions about credit: one's own, and those others share as precedents."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from catecp.accounts.queries import Actor
from catecp.accounts.roles import Permission
from catecp.courses.enums import MappingDecision
from catecp.courses.models import CreditMapping
from catecp.network.queries.canonical import institutions_held


@dataclass(frozen=True)
class PrecedentsAsked:
    """What a reader asks; empty means everything. `field` is a key, `country` a code, `level` 1 to 8."""

    search: str = ""
    field: str = ""
    country: str = ""
    level: str = ""
    decision: str = ""


def mappings_visible_to(actor: Actor) -> QuerySet[CreditMapping]:
    """Decided and shared ones are public; the others are for the institution that compares."""
    found = CreditMapping.objects.select_related(
        "version__course__owner",
        "version__passport__field",
        "institution__country",
        "institution__merged_into",
        "adoption",
        "precedent",
    ).order_by("-decided_at", "-created_at", "-pk")
    held = institutions_held(actor, Permission.ADOPT_COURSE)
    if held is None:
        return found
    is_public = Q(is_shared=True) & ~Q(decision=MappingDecision.OPEN)
    return found.filter(is_public | Q(institution__in=held))


def open_mappings(actor: Actor) -> QuerySet[CreditMapping]:
    """Comparisons the reader's institutions have begun."""
    return mappings_visible_to(actor).filter(decision=MappingDecision.OPEN)


def precedents(asked: PrecedentsAsked, *, actor: Actor) -> QuerySet[CreditMapping]:
    """Decided ones by what the reader asks; `search` meets course, module and reasons in any language."""
    found = mappings_visible_to(actor).exclude(decision=MappingDecision.OPEN)
    if asked.field:
        found = found.filter(version__passport__field__key=asked.field)
    if asked.country:
        found = found.filter(institution__country=asked.country)
    if asked.level:
        found = found.filter(version__passport__level_aqrf=int(asked.level))
    if asked.decision:
        found = found.filter(decision=asked.decision)
    for word in asked.search.split()[:6]:
        found = found.annotate(
            course_text=Cast("version__course__title", TextField()),
            module_text=Cast("module_title", TextField()),
            why=Cast("reasons", TextField()),
        ).filter(_meets(word))
    return found


def _meets(word: str) -> Q:
    """JSON text is stored as it is on one database and with escapes on the other; both spellings are looked for."""
    escaped = word.encode("ascii", "backslashreplace").decode()
    names = ("course_text", "module_text", "why", "module_code")
    meets = Q()
    for spelling in {word, escaped, word.capitalize()}:
        for name in names:
            meets |= Q(**{f"{name}__icontains": spelling})
    return meets
