"""Lists and what belongs to them: way, import report, progress, pages, downloads, empty state, QR code."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from catecp.kernel.models import Job
from catecp.kernel.qr import qr_svg

register = template.Library()
_TONES = {
    "kept": "good",
    "added": "good",
    "new": "good",
    "corrected": "acc",
    "changed": "acc",
    "merged": "gold",
    "unsure": "gold",
    "left_out": "warm",
    "left out": "warm",
    "refused": "bad",
    "failed": "bad",
}


@register.inclusion_tag("components/way.html")
def way(steps: Iterable[dict]) -> dict:
    """Where a record came from and what came of it. Steps: kind, title, note, href; `is_ahead` for what has not happened."""
    return {"steps": steps}


@register.inclusion_tag("components/import_report.html")
def import_report(rows: Iterable[dict]) -> dict:
    """Row by row what happened. Rows: number, what, outcome, reasons (a list); `tone` and `outcome_label` may be given."""
    shown = [{**row, "tone": row.get("tone") or _TONES.get(str(row["outcome"]), "")} for row in rows]
    return {"rows": shown}


@register.inclusion_tag("components/progress.html", takes_context=True)
def progress(context: Context, job: Job) -> dict:
    return {"job": job, "minutes_left": _minutes_left(job), "csrf_token": context.get("csrf_token")}


def _minutes_left(job: Job) -> int | None:
    """A rough guess from the pace so far; None while there is no pace to go by."""
    if job.is_over or not (job.started_at and job.done and job.total):
        return None
    spent = (timezone.now() - job.started_at).total_seconds()
    return max(1, round(spent / job.done * (job.total - job.done) / 60)) if spent >= 5 else None


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page) -> dict:
    return {"page": page, "before": _address(context, page=page.number - 1), "after": _address(context, page=page.number + 1)}


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: Context) -> dict:
    """The same list, as filtered, as CSV and XLSX."""
    return {"csv": _address(context, page=None, format="csv"), "xlsx": _address(context, page=None, format="xlsx")}


def _address(context: Context, **changes: Any) -> str:
    """This address with some parameters changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/empty.html")
def empty(title: Any, text: Any = "", action: Any = "", href: str = "") -> dict:
    """Nothing here yet: what would be here, and what to do. Not directly inside a `for`: there the word is Django's."""
    return {"title": title, "text": text, "action": action, "href": href}


register.inclusion_tag("components/empty.html", name="empty_state")(empty)


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """A QR code as a picture inside the page, dark on white in either theme."""
    drawing = qr_svg(str(address), quiet_zone=1)  # the frame around it adds the rest of the quiet zone
    return mark_safe(f'<span class="qr">{drawing}</span>')  # noqa: S308 -- drawn by us, carries no text
