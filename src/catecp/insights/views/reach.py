"""The public reach page: how many people courses came to, how far they came, where and by what way; and the cells behind it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from catecp.insights.figures.reach import COUNTS, IN_CHANNELS, PEOPLE, reach_metric
from catecp.insights.queries import claims_about_reach
from catecp.insights.reach import claims, lines, numbers
from catecp.insights.reach.asked import Asked, periods_since, read_question
from catecp.insights.reach.claims import beside, between
from catecp.kernel.paging import page_of
from catecp.kernel.tabular import download
from catecp.learning.ladder import RUNGS
from catecp.learning.queries import reach as cells

_ROWS, _PER_PAGE = 25, 50


@login_not_required
def reach(request: HttpRequest) -> HttpResponse:
    """Ladder, counts side by side, one breakdown, claims. Everybody may read it; small numbers are exact for staff only."""
    asked = read_question(request.GET, today=timezone.localdate())
    is_exact = cells.may_see_every_learner(request.user)
    order = numbers.ranked(asked)
    if (kind := request.GET.get("format")) in ("csv", "xlsx"):
        table = lines.named(asked, numbers.rows_for(asked, order, order.keys, is_exact=is_exact))
        return download(name=lines.file_name(asked), kind=kind, headers=lines.headers(asked), rows=lines.plain(asked, table))
    return render(request, "insights/reach/reach.html", _context(request, asked, order, is_exact=is_exact))


def _context(request: HttpRequest, asked: Asked, order: numbers.Ranked, *, is_exact: bool) -> dict[str, Any]:
    ladder = numbers.ladder_of(asked, is_exact=is_exact)
    page = page_of(order.keys, request, per_page=_ROWS)
    rows = numbers.rows_for(asked, order, page.object_list, is_exact=is_exact)
    page.object_list = lines.table_lines(asked, lines.named(asked, rows))
    first = cells.first_month()
    found = list(claims_about_reach())
    return {
        "asked": asked,
        "is_exact": is_exact,
        "ladder": lines.ladder_steps(asked, ladder),
        "counts": lines.count_lines(asked, ladder),
        "overlap": lines.overlap_words(ladder),
        "page": page,
        "columns": lines.headers(asked)[1:],
        "definitions": lines.definitions(),
        "chosen": lines.chosen(asked),
        "choices": lines.choices(asked, periods_since(first, today=timezone.localdate())),
        "tabs": lines.tabs(asked),
        "claims": lines.claim_cards(beside(found, _ours(asked, ladder))),
        "between": lines.claim_pairs(between(found)),
        "since": first,
    }


def _ours(asked: Asked, ladder: list[numbers.Counts]) -> claims.Quantity:
    """Our figure that claims stand beside: people registered."""
    registered = ladder[RUNGS.index("registered")]
    return numbers.quantity(registered.people.value or 0, count=PEOPLE, rung="registered", span=asked.span)


@login_not_required
def reach_cell(request: HttpRequest, count: str, rung: str) -> HttpResponse:
    """One number with its definition, its unit and its nature, and the people behind it as far as this reader may see them."""
    if rung not in RUNGS or count not in COUNTS:
        raise Http404
    asked = read_question(request.GET, today=timezone.localdate())
    is_exact = cells.may_see_every_learner(request.user)
    counts = numbers.ladder_of(asked, is_exact=is_exact)[RUNGS.index(rung)]
    seen = cells.people_behind(asked.where, rung=rung, first=asked.span.first, last=asked.span.last, actor=request.user)
    page = page_of(seen, request, per_page=_PER_PAGE)
    context = {
        "asked": asked,
        "metric": reach_metric(count, rung),
        "shown": counts.of(count),
        "page": page,
        "closed": max((counts.people.value or 0) - page.paginator.count, 0),
        "is_exact": is_exact,
        "is_by_channel": count == IN_CHANNELS,
        "chosen": lines.chosen(asked),
        "back": reverse("insights:reach") + asked.address(),
    }
    return render(request, "insights/reach/cell.html", context)
