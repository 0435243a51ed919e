"""One small report with every kind of block, in three languages, for the tests of both renderers."""

from datetime import UTC, datetime

from catecp.insights.reports.blocks import (
    Bound,
    BulletList,
    Chart,
    FigureLedger,
    FigureRow,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Plain,
    QrNote,
    ReportDocument,
    Table,
    runs,
)
from catecp.kernel.charts import Part, partition_spec

AT = datetime(2025, 5, 20, 9, 14, tzinfo=UTC)
ADDRESS = "https://catecp.example/reports/china-sea-2025"
WORDS = {
    "en": ("Report of the workshop", "Participants", "By group", "The workshop had ", " participants."),
    "zh-hans": ("研讨会报告", "参会情况", "按来源", "本次研讨会共有", "人参加，“职业教育”……"),
    "km": ("របាយការណ៍សិក្ខាសាលា", "អ្នកចូលរួម", "តាមក្រុម", "សិក្ខាសាលានេះមានអ្នកចូលរួម ", " នាក់។"),
}
LEDGER = FigureLedger((
    FigureRow("participants", "134", "people", "People checked in at least once.", "13 May 2025", "134", "7F3A-91C2", ADDRESS + "/participants"),
    FigureRow("institutions", "48", "institutions", "Institutions with a participant.", "13 May 2025", "48", "1B0E-77D4"),
))  # fmt: skip


def sample_report(language="en", *, extra=(), ledger=LEDGER):
    title, heading, second, before, after = WORDS[language]
    spec = partition_spec([Part("China", 114, "114"), Part("?", 20, "20", is_unclassified=True)], alt="134 people by group")
    table = Table(
        ("Group", "People"), ((runs("China"), runs("114")), (runs("Unclassified"), runs("20"))),
        align=("left", "right"), shares=(3, 1), foot=(runs("Total"), runs(Bound("participants", "134"))), caption="People by group",
    )  # fmt: skip
    return ReportDocument(
        language=language, title=title, subtitle="Phnom Penh", organisers=("SEAMEO TED",), state="Draft of 20 May 2025", at=AT,
        blocks=(
            KeyFigures(((Bound("participants", "134"), "people"), (Bound("institutions", "48"), "institutions"))),
            Paragraph(runs(before, Bound("participants", "134"), after), "lead"),
            Heading(1, heading),
            Heading(2, second),
            Chart(spec, "134 people by group", "By group", table),
            Paragraph(runs(Plain("Dr. Ai", strong=True), ", Director"), "byline"),
            BulletList((runs("First"), runs("Second")), numbered=True),
            BulletList((runs("Again first"),), numbered=True),
            PageBreak(),
            QrNote(ADDRESS, "Read online", "Every figure opens its records."),
            *extra,
            *((ledger,) if ledger else ()),
        ),
    )  # fmt: skip
