"""Files we cannot or will not read, each with a sentence that says what to do instead."""

from django.utils.translation import gettext_lazy as _

from catecp.kernel.errors import Refused

SENTENCES = {
    "missing": _("There is no file with this name: %(name)s. Check the path."),
    "empty": _("The file is empty. Export the registrations again and choose the new file."),
    "too_large": _(
        "The file has %(size)s MB; at most %(limit)s MB are read. Delete pictures and other sheets, or save only the"
        " registrations as CSV."
    ),
    "too_large_unpacked": _(
        "Unpacked, the file would fill %(size)s MB; at most %(limit)s MB are read. Copy the registrations into a new workbook"
        " and choose that."
    ),
    "bomb": _(
        "The file unpacks to many times its size, as files do that are made to harm. It was not opened. Copy the"
        " registrations into a new workbook and choose that."
    ),
    "too_many_parts": _("The file holds %(count)s parts; a workbook of registrations has a few. Save it again as .xlsx."),
    "unsafe_xml": _("The workbook declares entities of its own, which no spreadsheet program writes. It was not opened."),
    "old_excel": _("This is a workbook of Excel 97-2003 (.xls). Open it and save it as .xlsx or CSV, then choose that file."),
    "password": _("The workbook is protected by a password. Open it, remove the password, save it and choose it again."),
    "binary_excel": _("This is a binary workbook (.xlsb). Open it and save it as .xlsx or CSV, then choose that file."),
    "open_document": _("This is an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV, then choose that file."),
    "word": _("This is a Word document, not a workbook. Choose the Excel or CSV file with the registrations."),
    "slides": _("This is a presentation, not a workbook. Choose the Excel or CSV file with the registrations."),
    "pdf": _("This is a PDF. Ask for the Excel or CSV file it was made from."),
    "picture": _("This is a picture. Ask for the Excel or CSV file it shows."),
    "web_page": _("This is a web page saved as a workbook. Open it in Excel and save it as .xlsx, then choose that file."),
    "other_archive": _("This archive is not a workbook. Unpack it and choose the Excel or CSV file inside."),
    "damaged": _("The workbook is damaged and cannot be read. Open it in Excel, save it again and choose the new file."),
    "not_text": _("This is neither a workbook nor a text file. Choose an Excel (.xlsx) or CSV file."),
    "too_many_rows": _("The sheet holds more than %(limit)s rows. Split it and import the parts one after the other."),
    "no_registrations": _(
        "No column with names or e-mail addresses was found in this file. Choose the file with the registrations, or give the"
        " columns a heading such as Name, E-mail, Institution, Country."
    ),
    "no_rows": _("The file has headings but no registrations below them. Export it again after people have registered."),
}


class UnreadableWorkbook(Refused):
    """The file cannot be read as registrations. `str()` says why and what to do, in the reader's language."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params
