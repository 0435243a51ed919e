"""What is asked of a course, as policy: everybody reads it, the coordinator changes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from catecp.courses import rules
from catecp.courses.enums import ChecklistKind
from catecp.courses.forms import ChecklistForm
from catecp.courses.queries.passport import checklist_history, checklist_in_force
from catecp.courses.services.policy import set_checklist
from catecp.kernel.errors import Refused
from catecp.kernel.translated import Translated, written
from catecp.kernel.verdict import require


@login_not_required
@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    shown = []
    for kind in ChecklistKind:
        history = list(checklist_history(kind))
        items = history[0].items if history else []
        rows = [{**item, "text": Translated.from_json(item["text"])} for item in items]
        shown.append({"kind": kind, "now": history[0] if history else None, "before": history[1:], "items": rows})
    return render(request, "courses/checklists.html", {"policies": shown, "may_edit": rules.may_edit_checklists(request.user)})


def edit(request: HttpRequest, kind: str) -> HttpResponse:
    require(rules.may_edit_checklists(request.user))
    if kind not in ChecklistKind.values:
        raise Http404
    now = checklist_in_force(kind)
    initial = {"name": "" if now is None or now.is_default else str(now.name)}
    form = ChecklistForm(request.POST or None, kind=kind, items=now.items if now else [], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_checklist(
                kind=kind, name=written(form.cleaned_data["name"]), items=form.items(), at=timezone.now(), by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The policy is in force. The one before is kept."))
            return redirect("courses:checklists")
    return render(request, "courses/checklist_edit.html", {"form": form, "kind": ChecklistKind(kind), "now": now})
