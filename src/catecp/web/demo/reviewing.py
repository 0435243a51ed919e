"""Reviews of the demo: one that approved a course before it was published, one that waits for its second reader."""

from datetime import datetime, timedelta
from typing import Any

from catecp.accounts.models import User
from catecp.courses.enums import ReviewState
from catecp.courses.models import Course, Review, Version
from catecp.courses.services.publishing import open_draft
from catecp.courses.services.reviewing import (
    ReaderData,
    Reading,
    ask_for_review,
    decide_review,
    name_reader,
    save_reading,
    write_comment,
)
from catecp.kernel.translated import written
from catecp.places.models import Country

_READERS = (("PHOEUN Chanthou (invented)", "KH"), ("Dr. ZHAO Lin (invented)", "CN"))


def approve(version: Version, *, at: datetime, by: Any) -> None:
    """Two readers, one from the country that receives the course, both for it; decided with reasons."""
    asked_at = at - timedelta(days=40)
    review = ask_for_review(version=version, receiving=_country("KH"), note="", due_on=None, at=asked_at, by=by)
    for number, (name, country) in enumerate(_READERS):
        reader, _link = name_reader(review=review, data=ReaderData(name=name, country=_country(country)), at=asked_at, by=by)
        read_at = asked_at + timedelta(days=10 + number)
        answers = {item["key"]: ("yes", "") for item in review.checklist}
        remark = "Clear, safe, and fits our first year. (Demo)"
        save_reading(reviewer=reader, reading=Reading(answers, "approve", remark, "en"), submit=True, at=read_at, by=None)
    reasons = written("Both readers advise to publish. Outcomes and practical tasks fit the receiving programmes. (Demo)", "en")
    decide_review(review=review, state=ReviewState.APPROVED, reasons=reasons, at=at - timedelta(days=5), by=by)


def leave_waiting(course: Course, *, at: datetime, by: User, reader: User | None) -> Review:
    """The next draft of the course is being read: one reading is in, with a comment; the demo's reviewer has not answered yet."""
    draft = open_draft(course=course, at=at, by=by)
    review = ask_for_review(
        version=draft, receiving=_country("VN"), note="Please look at the units. (Demo)", due_on=None, at=at, by=by
    )
    first, _link = name_reader(review=review, data=ReaderData(name=_READERS[0][0], country=_country("KH")), at=at, by=by)
    block = draft.blocks.order_by("unit__position", "position").first()
    text = "Please give the price of the probe as a range: it differs much between our countries."
    write_comment(
        review=review, reviewer=first, name=first.name, block_key=block.key if block else "", text=text, language="en", at=at
    )
    if reader is not None and reader.person is not None:
        data = ReaderData(name=str(reader.person), country=_country("VN"), person=reader.person)
        name_reader(review=review, data=data, at=at, by=by)
    return review


def _country(code: str) -> Country | None:
    return Country.objects.filter(code=code).first()
