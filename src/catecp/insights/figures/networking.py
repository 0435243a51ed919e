"""Figures about the three networking phases and the signing."""

from collections.abc import Mapping

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from catecp.agreements.models import Agreement, AgreementKind, AgreementState, Party
from catecp.events.models import Event
from catecp.insights.figures.moment import remembered
from catecp.insights.figures.registry import Breakdown, Counted, Metric, Overlap, Text, define
from catecp.kernel.translated import Translated
from catecp.languages.tags import LANGUAGES
from catecp.matching.models import ContactSwap
from catecp.opportunities.models import Call, CallKind, CallState, Interest
from catecp.surveys.enums import StatementState
from catecp.surveys.models import Answer, Code, Question, Response, Statement


def responses(event: Event) -> Counted:
    return Counted(
        frozenset(str(key) for key in Response.objects.filter(survey__event_id=event.pk).values_list("key", flat=True))
    )


def responses_by_language(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for key, language in Response.objects.filter(key__in=ids).order_by("key").values_list("key", "language"):
        parts.setdefault(language, set()).add(str(key))
    return {tag: frozenset(found) for tag, found in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))}


def language_label(key: str) -> Text:
    if key == "merged":
        return _("languages with fewer than five answers")
    return LANGUAGES[key].own_name if key in LANGUAGES else _("Unclassified")


def chosen(event: Event) -> Mapping[str, frozenset[str]]:
    """{option key: responses that chose it}, over the choice questions of the event's surveys."""
    parts: dict[str, set[str]] = {}
    rows = Answer.objects.filter(response__survey__event_id=event.pk, question__kind__in=["choice", "top_n"])
    for response, options in rows.values_list("response_id", "chosen"):
        for option in options:
            parts.setdefault(str(option), set()).add(str(response))
    return {key: frozenset(found) for key, found in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))}


def option_label(event: Event, key: str) -> Text:
    for question in _choice_questions(event.pk):
        for option in question.settings.get("options", []):
            if option["key"] == key:
                return str(Translated.from_json(option["text"]))
    return key


@remembered
def _choice_questions(event_id: int) -> list[Question]:
    return list(Question.objects.filter(survey__event_id=event_id, kind__in=["choice", "top_n"]).order_by("pk"))


def said(event: Event) -> Mapping[str, frozenset[str]]:
    """{kind.key of the idea: responses in which a person confirmed it}. People, not mentions; merged ideas count as the kept one."""
    parts: dict[str, set[str]] = {}
    rows = Statement.objects.filter(
        answer__response__survey__event_id=event.pk, state=StatementState.CONFIRMED, code__isnull=False
    )
    kept_key = Coalesce("code__merged_into__key", "code__key")
    for kind, key, response in rows.annotate(kept=kept_key).values_list("code__kind", "kept", "answer__response_id"):
        parts.setdefault(f"{kind}.{key}", set()).add(str(response))
    return {key: frozenset(found) for key, found in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))}


def code_label(event: Event, key: str) -> Text:
    label = _code_labels(event.pk).get(key)
    return str(label) if label else key


@remembered
def _code_labels(event_id: int) -> dict[str, Translated]:
    """Of the event's own surveys before the shared codebook."""
    codes = Code.objects.filter(Q(survey__event_id=event_id) | Q(survey=None)).order_by("survey", "pk")
    labels: dict[str, Translated] = {}
    for code in codes:
        labels.setdefault(f"{code.kind}.{code.key}", code.label)
    return labels


def calls(event: Event) -> Counted:
    found = dict(Call.objects.filter(event_id=event.pk).values_list("public_id", "state"))
    hidden = {id: "hidden" for id, state in found.items() if state == CallState.HIDDEN}
    return Counted(frozenset(found) - frozenset(hidden), hidden)


def calls_by_kind(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for id, kind in Call.objects.filter(public_id__in=ids).order_by("pk").values_list("public_id", "kind"):
        parts.setdefault(kind, set()).add(id)
    return {key: frozenset(found) for key, found in sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))}


def interests(event: Event) -> Counted:
    rows = Interest.objects.filter(call__event_id=event.pk).values_list("pk", "withdrawn_at")
    counted = frozenset(str(pk) for pk, withdrawn in rows if withdrawn is None)
    return Counted(counted, {str(pk): "withdrawn" for pk, withdrawn in rows if withdrawn is not None})


def interests_by_call(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    rows = Interest.objects.filter(call__event_id=event.pk, withdrawn_at=None).order_by("call__posted_at", "call", "pk")
    for pk, call in rows.values_list("pk", "call__public_id"):
        if str(pk) in ids:
            parts.setdefault(call, set()).add(str(pk))
    return {key: frozenset(found) for key, found in parts.items()}


def call_label(key: str) -> Text:
    text = _call_texts(key)
    return str(text)[:80] if text else _("Unclassified")


@remembered
def _call_texts(key: str) -> Translated | None:
    call = Call.objects.filter(public_id=key).first()
    return call.text if call else None


def swaps(event: Event) -> Counted:
    rows = list(ContactSwap.objects.filter(event_id=event.pk))
    both = frozenset(row.public_id for row in rows if row.accepted_at and not row.asker_withdrew_at and not row.asked_withdrew_at)
    reasons = {row.public_id: "withdrawn" if row.accepted_at else "not_accepted" for row in rows if row.public_id not in both}
    return Counted(both, reasons)


def meetings(event: Event) -> Counted:
    rows = ContactSwap.objects.filter(event_id=event.pk, asker_met_at__isnull=False, asked_met_at__isnull=False)
    return Counted(frozenset(rows.values_list("public_id", flat=True)))


def agreements(event: Event) -> Counted:
    found = dict(Agreement.objects.filter(event_id=event.pk).values_list("public_id", "state"))
    signed = frozenset(id for id, state in found.items() if state == AgreementState.SIGNED)
    return Counted(signed, {id: state for id, state in found.items() if id not in signed})


def agreements_by_kind(event: Event, ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for id, kind in Agreement.objects.filter(public_id__in=ids).order_by("pk").values_list("public_id", "kind"):
        parts.setdefault(kind, set()).add(id)
    return {key: frozenset(found) for key, found in parts.items()}


def agreement_institutions(event: Event) -> Counted:
    where = Coalesce("institution__merged_into__public_id", "institution__public_id")
    rows = Party.objects.filter(agreement__public_id__in=agreements(event).ids).annotate(where=where)
    return Counted(frozenset(rows.values_list("where", flat=True)))


_UNCLASSIFIED = _("Unclassified")

define(
    Metric(
        name="survey.responses",
        title=_("Survey answers"),
        unit=_("people"),
        nature="flow",
        records="response",
        count=responses,
        is_anonymous=True,
        definition=_("People who answered a survey of the event; a personal code lets each answer once."),
    ),
    Breakdown(
        name="survey.responses.by_language",
        of="survey.responses",
        title=_("Answers by language"),
        classify=responses_by_language,
        label=language_label,
    ),
    Overlap(
        name="survey.chosen",
        of="survey.responses",
        title=_("Programmes chosen"),
        classify=chosen,
        label=option_label,
        definition=_(
            "People who chose this option. Each could choose up to three, so the counts overlap and are never added up."
        ),
    ),
    Overlap(
        name="survey.said",
        of="survey.responses",
        title=_("Said in free text"),
        classify=said,
        label=code_label,
        definition=_("People whose words a person grouped under this idea. One person may say several things."),
    ),
    Metric(
        name="calls",
        title=_("Calls for collaboration"),
        unit=_("calls"),
        nature="flow",
        records="call",
        count=calls,
        reasons={"hidden": _("hidden by the coordinator")},
        definition=_("Calls posted at the event, each with an owner."),
    ),
    Breakdown(
        name="calls.by_kind",
        of="calls",
        title=_("Calls by kind"),
        classify=calls_by_kind,
        label=lambda key: dict(CallKind.choices).get(key, _UNCLASSIFIED),
    ),
    Metric(
        name="interests",
        title=_("Interest in calls"),
        unit=_("expressions of interest"),
        nature="flow",
        records="interest",
        count=interests,
        reasons={"withdrawn": _("withdrawn")},
        definition=_("One person interested in one call; who is interested in two calls counts twice."),
    ),
    Breakdown(
        name="interests.by_call",
        of="interests",
        title=_("Interest by call"),
        classify=interests_by_call,
        label=call_label,
    ),
    Metric(
        name="contacts",
        title=_("Contacts exchanged"),
        unit=_("pairs of people"),
        nature="flow",
        records="contact_swap",
        count=swaps,
        is_anonymous=True,
        reasons={"withdrawn": _("one side withdrew"), "not_accepted": _("the other side did not accept")},
        definition=_("Pairs of people who both agreed to share contacts and did not withdraw."),
    ),
    Metric(
        name="meetings",
        title=_("Meetings confirmed"),
        unit=_("pairs of people"),
        nature="flow",
        records="contact_swap",
        count=meetings,
        is_anonymous=True,
        definition=_("Pairs of people who both said that they met."),
    ),
    Metric(
        name="agreements",
        title=_("Agreements signed"),
        unit=_("agreements"),
        nature="flow",
        records="agreement",
        count=agreements,
        reasons={"planned": _("planned, not signed"), "cancelled": _("cancelled")},
        definition=_("Agreements signed at the event, as entered in the register."),
    ),
    Breakdown(
        name="agreements.by_kind",
        of="agreements",
        title=_("Agreements by kind"),
        classify=agreements_by_kind,
        label=lambda key: dict(AgreementKind.choices).get(key, _UNCLASSIFIED),
    ),
    Metric(
        name="agreements.institutions",
        title=_("Institutions that signed"),
        unit=_("institutions"),
        nature="flow",
        records="institution",
        count=agreement_institutions,
        definition=_("Institutions that are a party of an agreement signed at the event, each counted once."),
    ),
)
