"""What lesson pages say without asking the server: handed to the scripts with the page, in the reader's language."""

from django.utils.translation import gettext as _


def page_words() -> dict[str, str]:
    return {
        "right": _("Right."),
        "partly": _("Partly right."),
        "not_yet": _("Not yet."),
        "tries_left": _("%(count)s tries left"),
        "no_tries": _("No tries left"),
        "all_sent": _("Everything is saved."),
        "sending": _("Saving %(count)s answers …"),
        "waiting": _("%(count)s answers wait to be sent."),
        "offline": _("No network. %(count)s answers are kept on this phone and are sent later."),
        "offline_nothing": _("No network. What you do is kept on this phone and sent later."),
        "sign_in": _("Join again, so that %(count)s answers on this phone can be sent."),
        "gap": _("Some answers of this phone never reached us. Show this to your teacher."),
        "no_room": _("This phone has no room left. Answers are sent one by one; stay in the network."),
    }


def offline_words() -> dict[str, str]:
    return {
        "keeping": _("Keeping the course: %(have)s of %(total)s"),
        "cut": _("The network broke off. What came is kept; choose again to go on."),
        "no_room_to_keep": _("This phone has not enough room. Choose a smaller form, or remove another course."),
        "cannot_keep": _(
            "This browser cannot keep courses at this address: that needs HTTPS. Every lesson can still be read with a network."
        ),
    }
