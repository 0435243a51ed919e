"""Packages are read by jobs: even a small one may take longer than a page."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.interop.models import PackageUpload, UploadState
from catecp.interop.packages.limits import MEGABYTE
from catecp.interop.services import importing, uploads
from catecp.kernel import jobs
from catecp.kernel.errors import Refused
from catecp.kernel.jobs import Progress, Stopped, runs
from catecp.kernel.models import Job

LOOK, MAKE = "interop.look", "interop.make"
_SAY_EVERY = 32 * MEGABYTE


def look(*, upload: PackageUpload, by: int) -> PackageUpload:
    """Queue the dry run of a package that has arrived."""
    title = _("Looking at %(file)s") % {"file": upload.file_name}
    job = jobs.start(kind=LOOK, title=title, arguments={"upload": upload.pk}, by=by, at=timezone.now())
    PackageUpload.objects.filter(pk=upload.pk).update(job=job)
    return upload


def make(*, upload: PackageUpload, by: int) -> PackageUpload:
    """Queue the making of the course."""
    if not PackageUpload.objects.filter(pk=upload.pk, state=UploadState.LOOKED).update(state=UploadState.MAKING):
        raise uploads.NotNow(_("Only a package that was looked at and not yet decided about becomes a course."))
    title = _("Making a draft of %(file)s") % {"file": upload.file_name}
    job = jobs.start(kind=MAKE, title=title, arguments={"upload": upload.pk}, by=by, at=timezone.now())
    PackageUpload.objects.filter(pk=upload.pk).update(job=job)
    return upload


@runs(LOOK)
def look_at_package(job: Job, progress: Progress) -> dict:
    upload = PackageUpload.objects.get(pk=job.arguments["upload"])
    try:
        looked = importing.look_at(uploads.path_of(upload), say=_said(progress, upload, _("Reading the package")))
    except Refused as refusal:
        uploads.note_refusal(upload=upload, problem=str(refusal))
        raise
    except Stopped:
        uploads.note_refusal(upload=upload, problem=_("It was stopped. What it had begun was undone."))
        raise
    uploads.note_report(upload=upload, report=looked.as_json())
    return looked.report.counts()


@runs(MAKE)
def make_course(job: Job, progress: Progress) -> dict:
    """The course whole or not at all; taken up again after a crash it begins anew, and the same files are kept once."""
    upload = PackageUpload.objects.select_related("owner").get(pk=job.arguments["upload"])
    if upload.state == UploadState.MADE:
        return upload.report
    by = User.objects.filter(pk=upload.uploaded_by).first()
    try:
        course, looked = importing.import_course(
            note=lambda made, seen: uploads.note_course(upload=upload, course=made, report=seen.as_json()),
            path=uploads.path_of(upload),
            owner=upload.owner,
            at=timezone.now(),
            by=by,
            language=upload.language,
            say=_said(progress, upload, _("Keeping its files")),
        )
    except (Refused, Stopped):
        PackageUpload.objects.filter(pk=upload.pk).update(state=UploadState.LOOKED)
        raise
    uploads.remove_bytes(upload)
    return {"course": course.public_id, **looked.report.counts()}


def _said(progress: Progress, upload: PackageUpload, words: str) -> Callable[[int], None]:
    """Progress in megabytes, said every 32 of them: a beat for each chunk would be ten thousand writes."""
    done = {"bytes": 0, "said": 0}
    total = max(upload.size // MEGABYTE, 1)
    progress.say(words, done=0, total=total)

    def say(length: int) -> None:
        done["bytes"] += length
        if done["bytes"] - done["said"] >= _SAY_EVERY:
            done["said"] = done["bytes"]
            progress.say(words, done=min(done["bytes"] // MEGABYTE, total), total=total)

    return say
