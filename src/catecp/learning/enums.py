from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityKind(models.TextChoices):
    PHONE = "phone", _("phone number")
    EMAIL = "email", _("e-mail address")
    CLASS_LIST = "class_list", _("entry in a class list")
    SUBJECT = "subject", _("account in another system")
    DEVICE = "device", _("device")
    ACCOUNT = "account", _("account here")


class Rung(models.TextChoices):
    """The learner ladder, fixed: each rung holds all the rungs below it."""

    REACHED = "reached", _("reached")
    REGISTERED = "registered", _("registered")
    ACTIVE = "active", _("active")
    COMPLETED = "completed", _("completed")
    CERTIFIED = "certified", _("certified")


class EventKind(models.TextChoices):
    OPENED = "opened", _("lesson opened")
    DONE = "done", _("block done")
    ANSWERED = "answered", _("question answered")
    SUBMITTED = "submitted", _("practical work handed in")
    PACKAGE = "package", _("package reported")
    LANGUAGE = "language", _("language switched")
    PRACTISED = "practised", _("word practised")


class Anomaly(models.TextChoices):
    REPLAY = "replay", _("sent again with other content")
    CLOCK_AHEAD = "clock_ahead", _("device clock ahead of ours")
    CLOCK_BEHIND = "clock_behind", _("device clock goes backwards")
    JUMP = "jump", _("numbers missing before it")
    TOO_FAST = "too_fast", _("more done than time allows")
    FORGED = "forged", _("signature does not match")
    IMPOSSIBLE = "impossible", _("about something that is not in the course")


class MarkState(models.TextChoices):
    WAITING = "waiting", _("waiting to be marked")
    PASSED = "passed", _("passed")
    AGAIN = "again", _("to be done again")
