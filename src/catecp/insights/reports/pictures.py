"""Charts of a report: each from one specification, with the words for who cannot see it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from catecp.insights.figures.compute import Figure
from catecp.insights.reports.blocks import Chart
from catecp.insights.words import number_text
from catecp.kernel.charts import Part, Ranked, partition_spec, ranked_spec


def partition_chart(parts: Sequence[Figure], *, total: Figure | None, title: str) -> list[Chart]:
    """A bar whose parts sum to the total; unclassified is hatched. Nothing to draw, no chart."""
    rows = [Part(str(part.label), part.value, number_text(part.value), part.name.endswith(":unclassified")) for part in parts]
    said = ", ".join(f"{row.label} {row.printed}" for row in rows)
    whole = number_text(total.value) if total else ""
    alt = _("%(title)s: %(parts)s; %(total)s in all.") % {"title": title, "parts": said, "total": whole}
    if not any(row.count for row in rows):
        return []
    return [Chart(spec=partition_spec(rows, alt=alt), alt=alt, caption=title)]


def bar_chart(parts: Sequence[Figure], *, title: str) -> Chart:
    """Bars of counts that overlap, each with its share of N."""
    total = parts[0].of or 0
    rows = [Ranked(str(part.label), part.value, f"{number_text(part.value)} ({part.percent} %)") for part in parts]
    said = "; ".join(f"{row.label}: {row.printed}" for row in rows)
    base = _("N = %(number)s people") % {"number": number_text(total)}
    alt = _("%(title)s: %(parts)s; %(base)s.") % {"title": title, "parts": said, "base": base}
    return Chart(spec=ranked_spec(rows, base=base, alt=alt, scale_to=total), alt=alt)
