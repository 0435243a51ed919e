"""The way that led to an adoption, and what happened to it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.courses import facts_adoption as facts
from catecp.courses.adoption_results import AdoptionResults
from catecp.courses.models import Adoption
from catecp.kernel.ledger import entries_about
from catecp.network.queries.history import HistoryLine, lines_of


def history_of(adoption: Adoption) -> list[HistoryLine]:
    """Newest first."""
    words = {
        facts.AdoptionProposed.kind: _("Proposed"),
        facts.AdoptionConfirmed.kind: _("Confirmed by the adopter"),
        facts.AdoptionEnded.kind: _("Ended: %(reason)s"),
        facts.AdoptionLetterKept.kind: _("Letter kept"),
        facts.EvidenceAdded.kind: _("Evidence added"),
        facts.EvidenceWithdrawn.kind: _("Evidence withdrawn"),
    }
    entries = entries_about(kinds=list(words), subject=str(adoption.pk))
    return lines_of(entries, in_words=lambda entry: words[entry.kind] % entry.body)


def way_of(adoption: Adoption, results: AdoptionResults) -> list[dict[str, Any]]:
    """From the workshop to the learner: one step each; what is not there yet is shown as ahead."""
    agreement = adoption.agreement
    event = agreement.event if agreement else None
    learners = ngettext("%d learner", "%d learners", results.registered) % results.registered
    classes = ngettext("%d class", "%d classes", len(results.classes)) % len(results.classes)
    steps = [
        (
            _("met"),
            str(event.name) if event else _("no workshop named"),
            event.get_absolute_url() if event else "",
            event is None,
        ),
        (
            _("agreed"),
            str(agreement.title or agreement.get_kind_display()) if agreement else _("no agreement named"),
            agreement.get_absolute_url() if agreement else "",
            agreement is None,
        ),
        (_("adopted"), str(adoption.programme or adoption.course.title), "", not adoption.confirmed_at),
        (_("taught"), classes, "#results", not results.classes),
        (_("learned"), learners, "#results", not results.registered),
    ]
    return [
        {"kind": kind, "title": title, "href": "" if is_ahead else href, "is_ahead": is_ahead}
        for kind, title, href, is_ahead in steps
    ]
