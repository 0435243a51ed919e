"""Blocks of a lesson: added, moved, removed; saved by a button or while their author writes; files that come with them."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.courses import content
from catecp.courses.block_forms import body_of, new_body
from catecp.courses.comparison import words_of
from catecp.courses.content import BlockSource, Body
from catecp.courses.enums import BlockKind
from catecp.courses.media_types import is_film, is_picture, is_sound
from catecp.courses.models import Asset, Block
from catecp.courses.queries.drafts import names_of_users
from catecp.courses.services import authoring as services
from catecp.courses.services.assets import keep_asset
from catecp.courses.views.drafting import draft_to_write, media_address, unit_to_write, writer
from catecp.files.uploads import upload_limit
from catecp.kernel.errors import Refused
from catecp.languages import subtitles
from catecp.languages.differences import difference


class UnfitFile(Refused):
    """The file is too large, or not of a kind the block shows."""


@require_POST
def change(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Add a block to the lesson, or move or remove one: `act` says which."""
    draft = draft_to_write(request, public_id)
    unit = unit_to_write(draft, key)
    at, by, act = timezone.now(), writer(request), request.POST.get("act", "")
    back = reverse("courses:edit_lesson", args=[public_id, key])
    if act == "add" and request.POST.get("kind") in BlockKind.values:
        kind = request.POST["kind"]
        source = BlockSource(kind=kind, body=new_body(kind, request.POST.get("question", "")))
        block = services.add_block(unit=unit, source=source, after=request.POST.get("after", ""), at=at, by=by)
        return redirect(f"{back}?open={block.key}#b-{block.key}")
    block = get_object_or_404(draft.blocks.select_related("version"), key=request.POST.get("block", ""))
    if act in {"up", "down"}:
        services.move_block(block=block, steps=-1 if act == "up" else 1, at=at, by=by)
    elif act == "to" and request.POST.get("lesson"):
        services.move_block_to(block=block, unit=unit_to_write(draft, request.POST["lesson"]), at=at, by=by)
    elif act == "remove":
        edit = services.remove_block(block=block, at=at, by=by)
        messages.success(request, _("The block is removed."), extra_tags=f"undo:{edit.pk}")
        return redirect(f"{back}?undo={edit.pk}")
    return redirect(f"{back}#b-{block.key}")


@require_POST
def save(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """What was written, saved. A script that saves while somebody writes asks for JSON and gets the new revision."""
    draft = draft_to_write(request, public_id)
    block = get_object_or_404(draft.blocks.select_related("content", "unit", "version"), key=key)
    is_script = request.headers.get("Accept", "").startswith("application/json")
    revision = request.POST.get("revision", "")
    try:
        body = _with_files(request, block)
        saved = services.change_block(
            block=block, body=body, revision=int(revision) if revision.isdigit() else 0, at=timezone.now(), by=writer(request)
        )
    except services.ChangedMeanwhile as conflict:
        return _conflict(request, public_id, conflict, body, is_script=is_script)
    except Refused as refusal:
        if is_script:
            return JsonResponse({"problem": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return redirect(reverse("courses:edit_lesson", args=[public_id, block.unit.key]) + f"?open={key}#b-{key}")
    if is_script:
        found = content.problems(saved.content.kind, saved.content.body)
        problems = [{"text": str(problem.text), "warning": problem.is_warning} for problem in found]
        return JsonResponse({"revision": saved.revision, "problems": problems, "said": _("Saved")})
    return redirect(reverse("courses:edit_lesson", args=[public_id, block.unit.key]) + f"#b-{key}")


def _with_files(request: HttpRequest, block: Block) -> Body:
    """The body as posted, with the file and the subtitles that came along."""
    kind = block.content.kind
    body = body_of(kind, request.POST, block.content.body)
    if "file" in request.FILES:
        body = {**body, "asset": _kept(request, request.FILES["file"], kind).sha256}
        if kind == BlockKind.FILE and not body.get("title", "").strip():
            body["title"] = request.FILES["file"].name or ""
    if "subtitles" in request.FILES:
        body = {**body, "cues": _cues(request.FILES["subtitles"])}
    if kind == BlockKind.VIDEO and request.POST.get("drop_subtitles"):
        body = {**body, "cues": []}
    return body


def _kept(request: HttpRequest, file: UploadedFile, kind: str) -> Asset:
    limit = upload_limit(request)
    if (file.size or 0) > limit:
        raise UnfitFile(_("This file is larger than %(limit)s MB. Make it smaller or split it.") % {"limit": limit // 1_000_000})
    asset = keep_asset(name=file.name or "file", chunks=file.chunks(), at=timezone.now(), by=writer(request))
    fits: Mapping[str, Any] = {BlockKind.PICTURE: is_picture, BlockKind.AUDIO: is_sound, BlockKind.VIDEO: is_film}
    if kind in fits and not fits[kind](asset.media_type):
        words = {"kind": BlockKind(kind).label}
        raise UnfitFile(
            _("This file is no %(kind)s that phones can show. Use PNG, JPEG or WebP; MP3, M4A or OGG; MP4 or WebM.") % words
        )
    return asset


def _cues(file: UploadedFile) -> list[dict[str, Any]]:
    if (file.size or 0) > subtitles.LARGEST:
        raise UnfitFile(_("This file is larger than 2 MB; subtitles are small. Choose the VTT or SRT file."))
    try:
        return subtitles.read(file.read()).cues
    except subtitles.NotSubtitles as error:
        raise UnfitFile(str(error)) from error


def _conflict(
    request: HttpRequest, public_id: str, conflict: services.ChangedMeanwhile, mine: Body, *, is_script: bool
) -> HttpResponse:
    """Both texts, side by side; saving again puts this one over the other, which stays in the history."""
    block, edit = conflict.block, conflict.edit
    who = names_of_users([edit.edited_by]).get(edit.edited_by or 0, "") if edit else ""
    said = _("%(name)s changed this block at %(time)s, while you wrote. Nothing is lost: compare the two.") % {
        "name": who or _("Somebody else"),
        "time": timezone.localtime(edit.edited_at).strftime("%H:%M") if edit else "",
    }
    if is_script:
        return JsonResponse({"conflict": said}, status=409)
    kind = block.content.kind
    mine = content.cleaned(kind, mine)
    theirs, ours = words_of(kind, block.content.body), words_of(kind, mine)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"revision", "csrfmiddlewaretoken"}
    ]
    return render(
        request,
        "courses/edit/conflict.html",
        {
            "said": said,
            "place": block,
            "theirs": theirs,
            "mine": ours,
            "parts": difference(theirs, ours),
            "fields": fields,
            "public_id": public_id,
        },
        status=409,
    )


@require_POST
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """A picture for the middle of a text."""
    draft_to_write(request, public_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise UnfitFile(_("No file came."))
        asset = _kept(request, file, BlockKind.PICTURE)
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse({"asset": asset.sha256, "address": media_address(asset.sha256)})
