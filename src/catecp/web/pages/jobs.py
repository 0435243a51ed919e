"""Long work that was left and found again."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from catecp.accounts.queries import holds
from catecp.accounts.roles import Permission
from catecp.kernel import jobs
from catecp.kernel.models import Job


def _visible_to(request: HttpRequest) -> QuerySet[Job]:
    if holds(request.user, Permission.MANAGE_NETWORK):
        return Job.objects.all()
    return Job.objects.filter(requested_by=request.user.pk)


def job(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "pages/job.html", {"job": get_object_or_404(_visible_to(request), public_id=public_id)})


@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(_visible_to(request), public_id=public_id)
    jobs.request_stop(job=found)
    return redirect("web:job", found.public_id)
