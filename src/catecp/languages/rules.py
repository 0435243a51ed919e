from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.kernel.verdict import ALLOWED, Verdict, denied
from catecp.languages.models import Translation, TranslationState

_TRANSLATORS = _("translators; the coordinator of the network gives the role")
_REVIEWERS = _("language reviewers; the coordinator of the network gives the role")


def may_translate(actor: Actor) -> Verdict:
    """Write translations and the glossary. Which courses is said by `queries.bodies_visible_to`."""
    if holds_anywhere(actor, Permission.TRANSLATE):
        return ALLOWED
    return denied(_("Translations are written by translators."), who_can=_TRANSLATORS)


def may_review_translations(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.REVIEW_TRANSLATION):
        return ALLOWED
    return denied(_("Translations are signed off by language reviewers."), who_can=_REVIEWERS)


def may_sign_off_translation(actor: Actor, translation: Translation, *, own_work: bool) -> Verdict:
    """The reviewer is not the writer, unless they say so."""
    verdict = may_review_translations(actor)
    if not verdict:
        return verdict
    if translation.state != TranslationState.TRANSLATED:
        return denied(_("Only a translation that a person wrote or accepted can be signed off."))
    if translation.written_by == actor.pk and not own_work:
        return denied(_("You wrote this yourself: let somebody else read it, or say that you sign off your own work."))
    return ALLOWED


def may_edit_glossary(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.TRANSLATE):
        return ALLOWED
    return denied(_("The trade glossary is written by translators."), who_can=_TRANSLATORS)


def may_review_glossary(actor: Actor) -> Verdict:
    if holds_anywhere(actor, Permission.REVIEW_TRANSLATION):
        return ALLOWED
    return denied(_("Words of the glossary are reviewed by language reviewers."), who_can=_REVIEWERS)
