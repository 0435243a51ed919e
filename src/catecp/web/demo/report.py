"""The draft of the report, with what the printed one got wrong still in it, so that the linter has something to say."""

from datetime import UTC, datetime

from catecp.accounts.models import User
from catecp.events.models import Event
from catecp.insights.services.writing import start_report, write_section

WRITTEN_AT = datetime(2025, 5, 20, 3, 0, tzinfo=UTC)
CLOSING = {
    "en": "Thirteen experts spoke in {{sessions}} sessions. The closing remarks thanked the speakers, the participants and the "
    "organisers, and everybody hoped to keep in touch.",
    "zh-hans": "{{speakers}}位专家在{{sessions}}个专题会上发言。闭幕致辞感谢了发言人、参会者和主办方，大家希望保持联系。",
    "km": "វាគ្មិន {{speakers}} នាក់បាននិយាយក្នុងសម័យប្រជុំ {{sessions}}។ សុន្ទរកថាបិទបានថ្លែងអំណរគុណដល់វាគ្មិន អ្នកចូលរួម និងអ្នករៀបចំ "
    "ហើយគ្រប់គ្នាសង្ឃឹមថានឹងរក្សាទំនាក់ទំនង។",
}


def draft_report(event: Event, by: User) -> None:
    report = start_report(event=event, at=WRITTEN_AT, by=by)
    section = report.sections.get(kind="closing")
    for language, body in CLOSING.items():
        section = write_section(
            section=section,
            language=language,
            heading=section.heading[language],
            body=body,
            revision=section.revision,
            at=WRITTEN_AT,
            by=by,
        )
