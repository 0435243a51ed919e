"""Packages we cannot or will not read, each with a sentence that says why and what to do."""

from django.utils.translation import gettext_lazy as _

from catecp.kernel.errors import Refused

SENTENCES = {
    "missing": _("There is no file with this name: %(name)s. Check the path."),
    "empty": _("The file is empty. Export the course again and choose the new file."),
    "unknown": _(
        "This is not a course package we can read. Readable are Common Cartridge, SCORM, cmi5, Open edX, Moodle backup, H5P, QTI,"
        " Word (.docx), PowerPoint (.pptx) and a folder or ZIP of videos."
    ),
    "program": _("This file is a program, not a course package. It was not opened."),
    "old_office": _("This is a document of Word or PowerPoint 97-2003. Save it as .docx or .pptx and choose that file."),
    "other_archive": _("Archives of this kind (RAR, 7z) are not read. Unpack it and pack it again as ZIP."),
    "damaged": _("The package is damaged and cannot be read: %(detail)s. Export it again and choose the new file."),
    "encrypted": _("The package is protected by a password (%(name)s). Export it again without one."),
    "compression": _("%(name)s is packed by a method we do not read. Pack it again as an ordinary ZIP."),
    "too_many_members": _("The package lists more than %(limit)s files. Split the course and import the parts."),
    "too_large_unpacked": _("Unpacked, the package would fill %(size)s GB; at most %(limit)s GB are read. Split the course."),
    "bomb": _(
        "%(name)s unpacks to many times its size, as files do that are made to fill a disk. Nothing of the package was opened;"
        " export it again."
    ),
    "overlap": _(
        "Files inside the package lie over one another (%(name)s), as in archives made to fill a disk. Nothing of it was opened."
    ),
    "path_outside": _("The package names a file outside itself (%(name)s). Such packages are made to harm; it was not opened."),
    "no_space": _("There is not enough room on the server's disk to unpack this package. Tell the coordinator."),
    "manifest_twice": _("The package holds %(name)s twice, so nobody can say which one is meant. Export it again."),
    "manifest_too_large": _("%(name)s has more than %(limit)s MB, more than any course needs. Export the course again."),
    "entities": _(
        "%(name)s declares XML entities of its own. Files that expand or fetch text in this way are made to harm; the package was"
        " not read."
    ),
    "encoding": _("%(name)s is written in an encoding we do not read (%(detail)s). Save it as UTF-8."),
    "not_xml": _("%(name)s is not well-formed XML (%(detail)s). Export the course again."),
    "not_json": _("%(name)s is not readable JSON. Export the content again."),
    "wrong_manifest": _("The manifest %(name)s is not right: %(detail)s"),
    "no_manifest": _("The package has no %(name)s at its top, so it does not say what it holds. Export it again."),
    "nothing": _("Nothing in this package can be learned from here: %(detail)s"),
    "pack_it": _("This kind of course is kept as the package it is. Pack the folder as ZIP and choose that file."),
    "too_deep": _("The package holds packages inside packages; only two levels are read."),
}


class PackageRefused(Refused):
    """The package is not read. `str()` says why and what to do, in the reader's language."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.params
