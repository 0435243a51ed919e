"""Where phones send what their learners did. The right to write is the learner's cookie; the answer is a receipt."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catecp.learning.queries.identities import is_learner
from catecp.learning.services.intake import Receipt, take_batch
from catecp.learning.sessions import learner_of
from catecp.learning.sync_events import MOST_BYTES, Unreadable, read_batch


@csrf_exempt  # a form of another site cannot send JSON, and the cookie is not sent along from other sites
@login_not_required
@require_POST
def sync(request: HttpRequest) -> HttpResponse:
    if request.content_type != "application/json" or _is_foreign(request):
        return JsonResponse({"problem": "Send JSON, from a page of this site."}, status=403)
    learner = learner_of(request)
    if learner is None:
        return JsonResponse({"problem": "Nobody learns in this browser. Join again; nothing is lost."}, status=401)
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return JsonResponse({"problem": f"At most {MOST_BYTES} bytes come at once."}, status=413)
    try:
        said = json.loads(request.body)
        if not is_learner(learner, said.get("learner") if isinstance(said, dict) else None):
            return JsonResponse(
                {"problem": "These are another learner's. They wait on the phone until that learner joins again."}, status=401
            )
        batch = read_batch(said)
    except (Unreadable, ValueError, RecursionError) as problem:
        return JsonResponse({"problem": str(problem)[:300]}, status=400)
    receipt = take_batch(learner=learner, batch=batch, at=timezone.now())
    begins_late = bool(batch.events) and batch.events[0].seq > receipt.highest + 1
    return JsonResponse(_said(receipt), status=409 if begins_late else 200)


def _is_foreign(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return origin not in {"", "null"} and origin.partition("://")[2] != request.get_host()


def _said(receipt: Receipt) -> dict:
    return {
        "highest": receipt.highest,
        "expected": receipt.highest + 1,
        "kept": receipt.kept,
        "repeated": receipt.repeated,
        "oddities": [{"seq": found.seq, "kind": found.kind.value, "words": str(found.kind.label)} for found in receipt.oddities],
        "progress": {key: round(found.share, 4) for key, found in receipt.progress.items()},
    }
