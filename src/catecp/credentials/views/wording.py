"""How certificates are worded, and the keys that sign them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.courses.models import Course
from catecp.credentials import queries, rules
from catecp.credentials.forms import TemplateForm
from catecp.credentials.models import SigningKey, Template
from catecp.credentials.services.keys import rotate_key
from catecp.credentials.services.templates import word_template
from catecp.credentials.wording import words_in
from catecp.kernel.verdict import require


def wording(request: HttpRequest) -> HttpResponse:
    """For all courses."""
    return _wording(request, None, Template.objects.filter(course=None).first())


def course_wording(request: HttpRequest, public_id: str) -> HttpResponse:
    course = get_object_or_404(Course, public_id=public_id)
    return _wording(request, course, queries.template_for(course))


def _wording(request: HttpRequest, course: Course | None, template: Template | None) -> HttpResponse:
    require(rules.may_word_template(request.user, course))
    form = TemplateForm(request.POST or None, initial=TemplateForm.initial_of(template))
    if request.method == "POST" and form.is_valid():
        word_template(course=course, given=form.given(), at=timezone.now(), by=request.user)
        messages.success(request, _("Saved. Certificates issued from now on use this wording; earlier ones keep theirs."))
        return redirect(request.path)
    context = {"form": form, "course": course, "template": template, "ours": words_in(request.LANGUAGE_CODE)}
    return render(request, "credentials/wording.html", context)


def keys(request: HttpRequest) -> HttpResponse:
    require(rules.may_rotate_key(request.user))
    return render(request, "credentials/keys.html", {"keys": SigningKey.objects.all()})


@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    require(rules.may_rotate_key(request.user))
    rotate_key(at=timezone.now(), by=request.user)
    messages.success(request, _("A new key signs from now on. Certificates signed by the old one still verify."))
    return redirect("credentials:keys")
