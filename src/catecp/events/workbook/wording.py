"""The words for codes of an import: why two rows may be one person, why a name means an institution, what was changed."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

REASONS = {
    "address": _("same e-mail address"),
    "second_try": _("nearly the same e-mail address"),
    "name": _("same name"),
    "name_alike": _("nearly the same name"),
    "native_name": _("same name in own script"),
    "institution": _("same institution"),
    "phone": _("same telephone"),
    "moment": _("registered at the same moment"),
    "same": _("written exactly so"),
    "spelling": _("same name, written otherwise"),
    "abbreviation": _("abbreviated"),
    "slip": _("a slip of the pen"),
    "order": _("words in another order"),
    "words_missing": _("words are missing"),
    "words_added": _("words are added"),
    "similar": _("similar characters"),
    "acronym": _("initials"),
    "also_spelled": _("the file spells it in full elsewhere"),
    "earlier_name": _("earlier name"),
    "translated": _("by the meaning of the Chinese words"),
    "part": _("part of the cell"),
    "other_country": _("another country than the person's"),
    "rivals": _("others fit as well"),
    "organiser": _("an organiser of the event"),
    "not_in_directory": _("not in the directory"),
    "decided": _("decided by a person"),
}
NOTES = {
    "merged": _("Merged with row %(before)s (%(after)s)."),
    "filled": _("%(field)s taken from the second registration: %(after)s."),
    "differs": _("%(field)s differs in the second registration: “%(before)s” was kept, “%(after)s” was not."),
    "duplicate_of": _("The same person as row %(before)s: %(after)s."),
    "institution": _("Institution “%(before)s” is %(after)s."),
    "organiser": _("“%(before)s” organises the event: a person without a participating institution."),
    "country_from_institution": _("Country taken from the institution: %(after)s."),
    "email": _("Address written in small letters: %(after)s."),
    "now": _("%(field)s: “%(before)s” is now “%(after)s”."),
    "unchanged": _("The same as imported before."),
    "registered_otherwise": _("Registered before by another way (form or delegation); that registration was left as it is."),
    "no_longer_stands": _("The registration was withdrawn, replaced or merged since; it was left as it is."),
    "in_queue": _("“%(before)s” waits in the queue of institutions."),
    "new_institution": _("“%(after)s” was added to the directory."),
}

MEANINGS = {
    "timestamp": _("Time of registration"),
    "title": _("Title"),
    "name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "native_name": _("Name in own script"),
    "institution": _("Institution"),
    "institution_native": _("Institution in own script"),
    "position": _("Post"),
    "country": _("Country"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "messenger": _("Messenger"),
    "food": _("Food"),
    "visit": _("Industrial visit"),
    "cultural_visit": _("Cultural visit"),
    "bus": _("Bus"),
    "languages": _("Languages"),
    "gender": _("Gender"),
    "remarks": _("Remarks"),
    "ignored": _("not imported"),
}


def reasons_in_words(codes: Iterable[str]) -> str:
    """Return reasons as words of the reader's language, separated by commas."""
    return ", ".join(str(REASONS[code]) for code in dict.fromkeys(codes) if code in REASONS)


def note_in_words(code: str, *, field: str = "", before: str = "", after: str = "") -> str:
    """Return one note of a row as a sentence. Codes of problems are worded by `problems`."""
    said = reasons_in_words(after.split()) if code == "duplicate_of" else after
    label = str(MEANINGS.get(field, field))
    return str(NOTES[code]) % {"field": label, "before": before, "after": said}
