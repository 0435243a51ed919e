"""What a person can agree to, in the words shown to them. Nothing is agreed to by silence."""

from django.utils.translation import gettext_lazy as _

PURPOSES = {
    "later_events": _("Write to me about later events and calls of the network."),
}
