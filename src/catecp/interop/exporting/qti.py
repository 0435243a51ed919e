"""Questions of ours as QTI 1.2 in the profile of Common Cartridge (CC 1.3, section 10). Pure.

Single, multiple, short text and number have a form there; order and match have none and stay in the page.
"""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from catecp.courses.content import Body
from catecp.courses.enums import QuestionKind

PROFILES = {
    QuestionKind.SINGLE: "cc.multiple_choice.v0p1",
    QuestionKind.MULTIPLE: "cc.multiple_response.v0p1",
    QuestionKind.TEXT: "cc.fib.v0p1",
    QuestionKind.NUMBER: "cc.fib.v0p1",
}


def assessment(identifier: str, title: str, questions: Sequence[tuple[str, Body]]) -> str:
    """A test of (key, body) questions, each of a kind in PROFILES."""
    items = "".join(_item(key, body) for key, body in questions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f"<assessment ident={quoteattr(identifier)} title={quoteattr(title)}>"
        f"<qtimetadata>{_field('cc_profile', 'cc.exam.v0p1')}{_field('qmd_assessmenttype', 'Examination')}</qtimetadata>"
        f'<section ident="root">{items}</section></assessment></questestinterop>\n'
    )


def _item(key: str, body: Body) -> str:
    kind = body["type"]
    shown, scored = (_choices if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} else _blank)(body)
    return (
        f"<item ident={quoteattr(key)} title={quoteattr(key)}><itemmetadata><qtimetadata>{_field('cc_profile', PROFILES[kind])}"
        f"</qtimetadata></itemmetadata><presentation>{_material(body['prompt'])}{shown}</presentation>"
        '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{scored}</resprocessing>{_feedback('explained', body.get('explanation', ''))}</item>"
    )


def _choices(body: Body) -> tuple[str, str]:
    many = body["type"] == QuestionKind.MULTIPLE
    labels = "".join(
        f"<response_label ident={quoteattr(option['key'])}>{_material(option['text'])}</response_label>"
        for option in body["options"]
    )
    cardinality = "Multiple" if many else "Single"
    shown = f'<response_lid ident="answer" rcardinality="{cardinality}"><render_choice>{labels}</render_choice></response_lid>'
    right = [option["key"] for option in body["options"] if option["is_right"]]
    wrong = [option["key"] for option in body["options"] if not option["is_right"]]
    test = "".join(_equal(key) for key in right)
    if many:
        test = f"<and>{test}{''.join(f'<not>{_equal(key)}</not>' for key in wrong)}</and>"
    return shown, _condition(test, has_feedback=bool(body.get("explanation")))


def _blank(body: Body) -> tuple[str, str]:
    answers = body["answers"] if body["type"] == QuestionKind.TEXT else [_plain(body["value"])]
    shown = '<response_str ident="answer" rcardinality="Single"><render_fib/></response_str>'
    test = "".join(_equal(answer) for answer in answers)
    if len(answers) > 1:
        test = f"<or>{test}</or>"
    return shown, _condition(test, has_feedback=bool(body.get("explanation")))


def _equal(text: str) -> str:
    return f'<varequal respident="answer" case="No">{escape(text)}</varequal>'


def _condition(test: str, *, has_feedback: bool) -> str:
    feedback = '<displayfeedback feedbacktype="Response" linkrefid="explained"/>' if has_feedback else ""
    return (
        f'<respcondition continue="No"><conditionvar>{test}</conditionvar>'
        f'<setvar action="Set" varname="SCORE">100</setvar>{feedback}</respcondition>'
    )


def _feedback(identifier: str, html: str) -> str:
    return f'<itemfeedback ident="{identifier}"><flow_mat>{_material(html)}</flow_mat></itemfeedback>' if html else ""


def _material(html: str) -> str:
    return f'<material><mattext texttype="text/html">{escape(html)}</mattext></material>'


def _field(label: str, entry: str) -> str:
    return f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"


def _plain(number: Any) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)
