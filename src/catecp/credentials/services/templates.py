"""How certificates are worded. A new wording is a new row: certificates issued before keep theirs."""

from datetime import datetime
from typing import Any

from django.db import transaction

from catecp.accounts.models import User
from catecp.courses.models import Course
from catecp.credentials.facts import TemplateWorded
from catecp.credentials.models import Template
from catecp.kernel import ledger


@transaction.atomic
def word_template(*, course: Course | None, given: dict[str, Any], at: datetime, by: User) -> Template:
    """`given`: name, statement (Translated), names_provider, names_receiver, names_network, signatories. For all courses without one."""
    template = Template.objects.create(course=course, created_at=at, **given)
    ledger.record(TemplateWorded(template_id=template.pk, course_id=course.pk if course else None), by=by, at=at)
    return template
