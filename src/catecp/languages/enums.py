from django.db import models
from django.utils.translation import gettext_lazy as _


class TradeField(models.TextChoices):
    """The fields of the trade glossary."""

    WELDING = "welding", _("Welding")
    CNC = "cnc", _("CNC machining")
    ELECTRICAL = "electrical", _("Electrical work")
    AUTOMOTIVE = "automotive", _("Automotive service")
    LOGISTICS = "logistics", _("Logistics")
    IOT = "iot", _("Internet of Things")
    SAFETY = "safety", _("Workshop safety")
    GENERAL = "general", _("General")
