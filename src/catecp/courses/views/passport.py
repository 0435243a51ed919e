"""The page a teacher, a ministry and a learner land on; the versions of a course, and what differs between them."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from catecp.courses import rendering, rules
from catecp.courses.comparison import compared
from catecp.courses.models import Course, Passport, Version
from catecp.courses.passport import readiness
from catecp.courses.queries import courses as queries
from catecp.courses.queries import passport as facts
from catecp.courses.services.outline import sources_of
from catecp.courses.structured_data import course_data
from catecp.kernel.translated import Translated
from catecp.languages.queries import bodies_visible_to
from catecp.languages.tags import LANGUAGES

_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@login_not_required
@require_GET
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.courses_visible_to(request.user), public_id=public_id)
    version = _asked_version(request, found)
    language = request.LANGUAGE_CODE
    known = facts.facts_of(version)
    checklist = facts.checklist_in_force()
    uses = list(facts.uses_of(version))
    offerings = list(queries.open_offerings(found))
    passport = Passport.objects.select_related("field").filter(version=version).first()
    address = settings.SITE_ADDRESS + found.get_absolute_url()
    data = course_data(found, passport, address=address, languages=known.languages, offerings=offerings)
    return render(
        request,
        "courses/course.html",
        {
            "course": found,
            "version": version,
            "passport": passport,
            "outcomes": _texts(passport.outcomes if passport else []),
            "equipment": _equipment(passport),
            "readiness": readiness(checklist.items if checklist else [], known),
            "checklist": checklist,
            "facts": known,
            "languages": _languages(known.languages),
            "contents": rendering.outline(version, language),
            "cost": facts.data_cost(version),
            "uses": uses,
            "countries": sorted(facts.countries_of(uses)),
            "offerings": offerings,
            "reviews": [row for row in facts.reviews_of(version) if row.decided_at],
            "may_translate": bodies_visible_to(request.user).filter(pk=found.body_id).exists(),
            "may_write": rules.may_write_course(request.user, found),
            "data": _script(data),
        },
    )


def _asked_version(request: HttpRequest, found: Course) -> Version:
    """The published version, or `?version=2` where the reader may see it; of a course never published, the draft."""
    visible = queries.versions_visible_to(request.user).filter(course=found)
    asked = request.GET.get("version", "")
    if asked.isdigit():
        return get_object_or_404(visible, number=int(asked[:6]))
    if found.published_id:
        return get_object_or_404(visible, pk=found.published_id)
    version = visible.exclude(state="draft").first() or visible.first()
    if version is None:
        raise Http404
    return version


def _texts(items: list[dict[str, Any]]) -> list[Translated]:
    return [Translated.from_json(item.get("text")) for item in items]


def _equipment(passport: Passport | None) -> list[dict[str, Translated]]:
    items = passport.equipment if passport else []
    return [
        {"what": Translated.from_json(item.get("what")), "substitute": Translated.from_json(item.get("substitute"))}
        for item in items
    ]


def _languages(states: Any) -> list[dict[str, Any]]:
    """Each language with the widths of its bar in percent."""
    return [
        {
            "state": state,
            "name": LANGUAGES[state.tag].own_name if state.tag in LANGUAGES else state.tag,
            "english": LANGUAGES[state.tag].english_name if state.tag in LANGUAGES else "",
            "parts": _bar(state),
        }
        for state in states
    ]


def _bar(state: Any) -> list[dict[str, Any]]:
    whole = state.total or 1
    counts = (
        ("reviewed", state.total if state.is_original else state.reviewed),
        ("translated", 0 if state.is_original else state.translated),
        ("outdated", state.outdated),
        ("machine", state.machine),
    )
    start, parts = 0.0, []
    for name, count in counts:
        width = 100 * count / whole
        if count:
            parts.append({"name": name, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return parts


def _script(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end its script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT))  # noqa: S308 -- nothing in it can close the element


@login_not_required
@require_GET
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.courses_visible_to(request.user), public_id=public_id)
    rows = queries.versions_visible_to(request.user).filter(course=found)
    return render(request, "courses/versions.html", {"course": found, "versions": rows})


@login_not_required
@require_GET
def compare(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.courses_visible_to(request.user), public_id=public_id)
    rows = list(queries.versions_visible_to(request.user).filter(course=found))
    by_number = {str(row.number): row for row in rows}
    after = by_number.get(request.GET.get("to", ""), rows[0] if rows else None)
    before = by_number.get(request.GET.get("from", ""), rows[1] if len(rows) > 1 else after)
    if before is None or after is None:
        raise Http404
    return render(
        request,
        "courses/compare.html",
        {
            "course": found,
            "versions": rows,
            "before": before,
            "after": after,
            "comparison": compared(sources_of(before), sources_of(after)),
        },
    )
