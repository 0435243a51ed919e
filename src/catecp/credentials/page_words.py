"""The words the check page's script needs, in the reader's language."""

from django.utils.translation import gettext as _


def check_words() -> dict[str, str]:
    return {
        "genuine": _("This certificate is genuine."),
        "revoked": _("This certificate was revoked. It counts no more."),
        "not_genuine": _("This is not a certificate of ours, or somebody changed it."),
        "key_unknown": _("This phone does not know the key of this certificate yet. Connect to the network once and try again."),
        "no_crypto": _("This browser cannot check by itself. Press “Check”: the server does it."),
        "with_network": _("Checked with the network just now, revocation included."),
        "without_network": _("Checked without network. Revocation as known on %(date)s."),
        "checking": _("Checking…"),
    }
