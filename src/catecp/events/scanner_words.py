"""What the scanner says, in the reader's language. It travels inside the page, because the page must speak without network."""

from django.utils.translation import gettext as _


def scanner_words() -> dict[str, str]:
    """{name: sentence}; the script fills the %(names)s."""
    return {
        "welcome": _("Welcome"),
        "goodbye": _("Out"),
        "already": _("Already checked in"),
        "already_out": _("Already out"),
        "seen": _("%(time)s · %(device)s"),
        "this_phone": _("this phone"),
        "unknown": _("Not on the list"),
        "unknown_more": _("This badge is not on this phone's list. Ask for the name and search it below."),
        "withdrawn": _("Registration withdrawn"),
        "replaced": _("Replaced by %(name)s"),
        "replaced_plain": _("Replaced by somebody else"),
        "unconfirmed": _("Registration not confirmed yet"),
        "anyway": _("Let in anyway"),
        "again": _("Record again"),
        "next": _("Next"),
        "waiting": _("%(number)s waiting to be sent"),
        "all_sent": _("Everything is sent"),
        "online": _("Network: yes"),
        "offline": _("No network: scanning goes on"),
        "list_of": _("%(number)s on the list, as of %(time)s"),
        "no_list": _("This phone has no list yet. It needs the network once."),
        "no_checkpoints": _("There is no checkpoint yet. The coordinator creates them in the check-in overview."),
        "nobody_found": _("Nobody of that name is on the list."),
        "refused": _("Not accepted: %(reason)s"),
        "clock": _("This phone's clock is %(minutes)s minutes off. Set it to the right time; the scans count all the same."),
        "camera_insecure": _("The camera needs a secure address (https). Take a photo of the badge, or type its code."),
        "camera_denied": _(
            "The camera is not allowed. Allow it in the browser's settings, take a photo of the badge, or type its code."
        ),
        "camera_none": _("No camera was found. Type the code, or search the name."),
        "camera_reader": _("The reader could not be loaded. It needs the network once; until then type the code."),
        "camera_loading": _("Starting the camera…"),
        "camera_start": _("Start the camera"),
        "camera_stop": _("Stop the camera"),
        "photo_none": _("No QR code was found in the photo. Hold the badge closer and try again."),
        "prepare_failed": _(
            "The phone could not be prepared: there is no network, or you are signed out. Open this page again with a network."
        ),
        "storage": _("This browser keeps nothing on the phone. Leave private mode, or use the check-in page by hand."),
        "sent_mark": _("sent"),
        "waits_mark": _("waits"),
    }
