"""Comparing a course with a module, deciding on credit, and searching what others decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.courses import rules_adoption as rules
from catecp.courses.forms_adoption import DecisionForm, MappingForm, PrecedentForm
from catecp.courses.models import Course, Passport
from catecp.courses.queries import recognition as queries
from catecp.courses.services.recognition import decide_mapping, open_mapping
from catecp.kernel.errors import Refused
from catecp.kernel.paging import page_of
from catecp.kernel.verdict import require


@login_not_required
def precedents(request: HttpRequest) -> HttpResponse:
    form = PrecedentForm(request.GET)
    form.full_clean()
    given = {name: form.cleaned_data.get(name, "") for name in ("search", "field", "country", "level", "decision")}
    context = {
        "form": form,
        "page": page_of(queries.precedents(queries.PrecedentsAsked(**given), actor=request.user), request),
        "open": queries.open_mappings(request.user) if request.user.is_authenticated else [],
    }
    return render(request, "courses/adoption/precedents.html", context)


@login_not_required
def mapping(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(queries.mappings_visible_to(request.user), public_id=public_id)
    may_decide = rules.may_decide_mapping(request.user, found)
    form = DecisionForm(request.POST or None, mapping=found, initial={"credits": found.credits}) if may_decide else None
    if request.method == "POST":
        require(may_decide)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            decide_mapping(mapping=found, given=form.given(), at=timezone.now(), by=request.user)
            messages.success(request, _("Decided and kept."))
            return redirect("courses:mapping", found.public_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "courses/adoption/mapping.html", {"mapping": found, "form": form, "may_decide": may_decide})


def compare_credit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a comparison of this course with a module of one's own."""
    course = get_object_or_404(Course.objects.select_related("published"), public_id=public_id, published__isnull=False)
    require(rules.may_map_credit(request.user))
    passport = Passport.objects.filter(version=course.published).first()
    form = MappingForm(request.POST or None, actor=request.user, initial={"hours": passport.hours if passport else None})
    if request.method == "POST" and form.is_valid():
        made = open_mapping(
            version=course.published,
            institution=form.cleaned_data["institution"],
            given=form.given(),
            at=timezone.now(),
            by=request.user,
        )
        messages.success(request, _("Now match the outcomes one by one and decide."))
        return redirect("courses:mapping", made.public_id)
    return render(request, "courses/adoption/mapping_form.html", {"form": form, "course": course})
