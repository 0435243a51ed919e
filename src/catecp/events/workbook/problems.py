"""What is wrong in a cell or a row: a code that programs keep, a sentence that people read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from catecp.events.workbook.wording import reasons_in_words

SENTENCES = {
    "formula": _("The cell begins like a formula. It was kept as plain text and is never calculated: “%(value)s”."),
    "web_code": _("The cell holds web code. It was kept as plain text: “%(value)s”."),
    "hidden_characters": _("Invisible characters (direction marks or zero-width spaces) were taken out."),
    "too_long": _("The text has %(length)s characters; the first %(limit)s were kept."),
    "email_wrong": _("“%(value)s” is not an e-mail address. The row was kept without one: ask for the address."),
    "email_missing": _("There is no e-mail address, so no letter can be sent: ask for the address."),
    "email_several": _("The cell holds several addresses. The first, %(value)s, was kept."),
    "email_shared": _("The same address stands in row %(row)s for another name. Both people were kept: check the address."),
    "name_missing": _("There is no name; the e-mail address stands in its place. Ask for the name."),
    "date_ambiguous": _(
        "“%(value)s” may be %(one)s or %(other)s. It was read as %(chosen)s, as the other dates of this"
        " column are written."
    ),
    "date_ambiguous_event": _("“%(value)s” may be %(one)s or %(other)s. It was read as %(chosen)s, the one before the event."),
    "date_undecided": _(
        "“%(value)s” may be %(one)s or %(other)s, and nothing in the file tells which. It was left out:"
        " write the month as a word."
    ),
    "date_unreadable": _("“%(value)s” is not a date that can be read. It was left out."),
    "country_unknown": _("The country “%(value)s” is not known. It was kept as text: choose the country."),
    "country_differs": _(
        "The person gives the country %(value)s; the directory has %(institution)s in %(other)s. Check the"
        " institution."
    ),
    "institution_unsure": _("“%(value)s” may be %(suggestion)s. This suggestion counts until somebody decides."),
    "institution_new": _(
        "“%(value)s” is not in the directory. It is counted as an institution of its own: add it or choose"
        " the one meant."
    ),
    "institution_ambiguous": _(
        "“%(value)s” may stand for %(suggestion)s or %(other)s. The first is suggested: choose the one"
        " meant."
    ),
    "visit_unclear": _("“%(value)s” is neither yes nor no. The visit was left open."),
    "language_unknown": _("The language “%(value)s” is not known and was kept as text."),
    "duplicate": _("Probably the same registration as row %(row)s (%(why)s): the two are merged if you accept."),
    "duplicate_possible": _("May be the same person as row %(row)s (%(why)s). Both were kept: decide."),
    "not_a_registration": _("The row holds neither a name nor an e-mail address. It was left out."),
    "lone_cell": _("Only one cell of the row is filled, or it is a total. It was left out."),
    "heading_again": _("The row repeats the headings. It was left out."),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """One thing a person should know. `row` counts as the spreadsheet program does; `column` is the heading."""

    code: str
    row: int
    column: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""

    @property
    def what(self) -> str:
        """Return the sentence in the reader's language."""
        params = dict(self.params)
        if isinstance(params.get("why"), tuple | list):
            params["why"] = reasons_in_words(params["why"])  # type: ignore[arg-type]  # -- "why" holds reasons
        return str(SENTENCES[self.code]) % params

    def as_json(self) -> dict[str, object]:
        """Return the problem as the command prints it."""
        return {"row": self.row, "column": self.column, "what": self.what, **({"sheet": self.sheet} if self.sheet else {})}

    def as_stored(self) -> dict[str, object]:
        """Return the problem as plain values that `problem_from` takes up again, to be worded in any language."""
        return {"problem": self.code, "row": self.row, "column": self.column, "params": dict(self.params), "sheet": self.sheet}


def problem_from(stored: Mapping[str, object]) -> Problem:
    """Return the problem kept by `as_stored`."""
    params = stored.get("params")
    return Problem(
        code=str(stored["problem"]),
        row=int(str(stored.get("row", 0))),
        column=str(stored.get("column", "")),
        params=params if isinstance(params, Mapping) else {},
        sheet=str(stored.get("sheet", "")),
    )
