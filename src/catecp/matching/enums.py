from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """What may be shared besides the name, each by choice."""

    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("phone or messenger")
    POST = "post", _("post")
    INSTITUTION = "institution", _("institution")


class Standing(models.TextChoices):
    """How an exchange stands, as one of the two sees it."""

    ASKED_ME = "asked_me", _("waits for your answer")
    WAITING = "waiting", _("waits for their answer")
    SHARED = "shared", _("contacts exchanged")
    DECLINED = "declined", _("declined")
    I_WITHDREW = "i_withdrew", _("you withdrew")
    THEY_WITHDREW = "they_withdrew", _("they withdrew")
