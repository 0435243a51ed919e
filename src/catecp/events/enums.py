from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    REMARKS = "remarks", _("remarks")
    TALKS = "talks", _("talks")
    NETWORKING = "networking", _("networking")
    SIGNING = "signing", _("signing")
    BREAK = "break", _("break")
    CLOSING = "closing", _("closing")


class TalkKind(models.TextChoices):
    WELCOMING = "welcoming", _("welcoming remarks")
    IMPRESSIVE = "impressive", _("impressive remarks")
    CONGRATULATING = "congratulating", _("congratulating remarks")
    OPENING = "opening", _("opening remarks")
    CLOSING = "closing", _("closing remarks")
    TALK = "talk", _("talk")


class VisitKind(models.TextChoices):
    INDUSTRIAL = "industrial", _("industrial visit")
    CULTURAL = "cultural", _("cultural visit")


class RegistrationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waits for approval")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("replaced")
    MERGED = "merged", _("merged")


class RegistrationChannel(models.TextChoices):
    SINGLE = "single", _("single")
    DELEGATION = "delegation", _("delegation")
    WORKBOOK = "workbook", _("workbook")


class Category(models.TextChoices):
    PARTICIPANT = "participant", _("participant")
    SPEAKER = "speaker", _("speaker")
    GUEST = "guest", _("guest")
    ORGANISER = "organiser", _("organiser")
    INTERPRETER = "interpreter", _("interpreter")
    MEDIA = "media", _("media")
    SUPPORT = "support", _("support staff")


class DelegationState(models.TextChoices):
    OPEN = "open", _("being filled in")
    WAITING = "waiting", _("waits for the director")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned with remarks")


class CheckpointKind(models.TextChoices):
    DOOR = "door", _("door")
    SESSION = "session", _("session")
    BUS = "bus", _("bus")


class SignupState(models.TextChoices):
    GOING = "going", _("going")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
