from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Anonymity(models.TextChoices):
    ANONYMOUS = "anonymous", _("anonymous")
    INSTITUTION = "institution", _("institution only")
    NAMED = "named", _("named")


class StatementState(models.TextChoices):
    OPEN = "open", _("not yet grouped")
    SUGGESTED = "suggested", _("suggested")
    CONFIRMED = "confirmed", _("confirmed")
    ALSO_SAID = "also_said", _("also said")


class CodebookKind(models.TextChoices):
    PROGRAMMES = "programmes", _("programmes")
    CHALLENGES = "challenges", _("challenges")
    STRATEGIES = "strategies", _("strategies")
    WISHES = "wishes", _("wishes to the organisers")


class Source(models.TextChoices):
    PHONE = "phone", _("phone")
    PAPER = "paper", _("paper, keyed in by staff")
