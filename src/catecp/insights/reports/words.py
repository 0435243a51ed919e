"""The fixed words of a report, in the report's language."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What the renderers print of their own accord."""

    ledger: str
    ledger_note: str
    columns: tuple[str, ...]
    draft: str
    qr_alt: str
    opens: str


def words_in(language: str) -> ReportWords:
    """The words for `language`, falling back to English as the catalogue does."""
    with translation.override(language):
        return ReportWords(
            ledger=_("Annex: figure ledger"),
            ledger_note=_("Every figure in this report is counted from records. F1, F2 … in the text point to these rows."),
            columns=(
                _("Mark"), _("Figure"), _("Value"), _("Unit"), _("Definition"), _("As of"), _("Records"), _("Check code"),
            ),
            draft=_("Draft"),
            qr_alt=_("QR code with the address of this report"),
            opens=_("Opens"),
        )  # fmt: skip
