from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    COLLEGE = "college", _("vocational college")
    UNIVERSITY = "university", _("university")
    SCHOOL = "school", _("vocational school")
    CENTRE = "centre", _("training centre")
    MINISTRY = "ministry", _("ministry or agency")
    REGIONAL = "regional", _("regional organisation")
    COMPANY = "company", _("company")
    OTHER = "other", _("other")


class NameKind(models.TextChoices):
    VARIANT = "variant", _("variant")
    ABBREVIATION = "abbreviation", _("abbreviation")
    EARLIER = "earlier", _("earlier name")


class InitiativeRole(models.TextChoices):
    INITIATING = "initiating", _("initiating party")
    SUPPORTING = "supporting", _("supporting party")
    IMPLEMENTING = "implementing", _("implementing party")
    EXECUTING = "executing", _("executing party")
    STRATEGIC = "strategic", _("strategic partner")
