"""What comes after teaching: a credit decision others can use, a list from a college's own system, a sentence that was put better."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from catecp.courses.enums import BlockKind, MappingDecision
from catecp.courses.models import Adoption, Channel, Course
from catecp.courses.services.authoring import change_block
from catecp.courses.services.publishing import open_draft
from catecp.courses.services.recognition import MappingDecided, MappingGiven, decide_mapping, open_mapping
from catecp.kernel.translated import written
from catecp.learning.services.rosters import Source, bring_list, take_list, try_list
from catecp.web.demo.workshop import institution_named

# One of them is known by his phone number already: SAN Vuthy came by the platform's link first.
LISTED = (
    ("LMS-2001", "SAN Vuthy", "+855 12 000 001", "2025-08-20", "2025-08-22", "2025-09-30"),
    ("LMS-2002", "HUN Sreyleak", "", "2025-08-20", "2025-08-23", "2025-10-02"),
    ("LMS-2003", "KONG Veasna", "", "2025-08-21", "2025-08-25", ""),
    ("LMS-2004", "LY Chanthy", "", "2025-08-21", "", ""),
    ("LMS-2005", "MAM Bunthoeun", "", "", "", ""),
    ("LMS-2002", "HUN Sreyleak", "", "2025-08-20", "2025-08-23", "2025-10-02"),
)


def bring_a_list(course: Course, channel: Channel, *, at: datetime, by: Any) -> None:
    """Six lines, five people, one of them known: the list is looked at, then taken."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["student id", "name", "phone", "registered", "started", "completed"])
    rows.writerows(LISTED)
    college = institution_named("Institute of Technology of Cambodia")
    source = Source(channel=channel, system="lms.example (demo)", institution=college, course=course)
    roster = bring_list(source=source, file_name="learners-demo.csv", content=text.getvalue().encode(), at=at, by=by)
    try_list(roster=roster, today=at.date())
    take_list(roster=roster, at=at, by=by)


def recognise(adoption: Adoption, *, at: datetime, by: Any) -> None:
    """The adopter compared the course with a module of its own and granted credits; others may read why."""
    given = MappingGiven(
        module_title=written("Electrical measurement", "en"),
        module_code="EE-104 (invented)",
        hours=Decimal(10),
        hours_per_credit=Decimal(15),
        rule_source="Example of this demo, no rule of a ministry",
    )
    mapping = open_mapping(version=adoption.version, institution=adoption.institution, given=given, at=at, by=by)
    outcomes = [
        {**row, "module": "Electrical measurement", "match": "partial" if n == 3 else "full"}
        for n, row in enumerate(mapping.outcomes)
    ]
    reasons = "Three outcomes of four match in full; fault finding is taught further in the second year. (Demo)"
    decided = MappingDecided(
        decision=MappingDecision.PARTIAL,
        reasons=written(reasons, "en"),
        decided_by_name="Academic board (invented)",
        credits=Decimal("0.5"),
        conditions=written("The practical task is marked by our own teacher. (Demo)", "en"),
        valid_until=date(2027, 9, 1),
        is_shared=True,
        outcomes=outcomes,
    )
    decide_mapping(mapping=mapping, given=decided, at=at + timedelta(days=20), by=by)


def put_a_sentence_better(course: Course, *, at: datetime, by: Any) -> None:
    """In the next draft one sentence is changed: one segment is outdated in each language, and nothing else."""
    draft = open_draft(course=course, at=at, by=by)
    for block in draft.blocks.select_related("content").order_by("unit__position", "position"):
        if block.content.kind == BlockKind.TEXT and "。" in block.content.body["html"]:
            html = block.content.body["html"].replace("。", "（按当地规定）。", 1)
            change_block(block=block, body={"html": html}, revision=block.revision, at=at, by=by)
            return
