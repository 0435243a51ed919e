"""What IMS manifests (imsmanifest.xml) have in common: metadata, organisations and resources. Used by cartridges, SCORM and QTI."""

from dataclasses import dataclass, field

from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member
from catecp.interop.packages.markup import Element
from catecp.interop.packages.reading import Reading

NAME = "imsmanifest.xml"


@dataclass
class Resource:
    """A resource: its type, the file it starts with, its other files, and those it depends on (by identifier)."""

    identifier: str
    type: str
    href: str
    base: str = ""
    files: list[str] = field(default_factory=list)
    depends: list[str] = field(default_factory=list)
    scorm_type: str = ""
    element: Element | None = None


@dataclass
class Manifest:
    root: Element
    folder: str  # where it lies in the package
    resources: dict[str, Resource]

    @property
    def schema(self) -> str:
        return markup.words(markup.child(self.root, "metadata", "schema"))

    @property
    def version(self) -> str:
        return markup.words(markup.child(self.root, "metadata", "schemaversion"))

    def organisation(self) -> Element | None:
        """The default organisation, or the first."""
        all_of_them = markup.children(markup.child(self.root, "organizations"), "organization")
        wanted = markup.attribute(markup.child(self.root, "organizations"), "default")
        return next(
            (one for one in all_of_them if markup.attribute(one, "identifier") == wanted), all_of_them[0] if all_of_them else None
        )

    def find(self, reading: Reading, resource: Resource, reference: str = "") -> Member | None:
        folder = names.joined(self.folder, resource.base)
        return reading.package.find(reference or resource.href, base=folder)

    @property
    def title(self) -> str:
        general = markup.first(markup.child(self.root, "metadata"), "general")
        return _language_string(markup.child(general, "title"))

    @property
    def description(self) -> str:
        general = markup.first(markup.child(self.root, "metadata"), "general")
        return _language_string(markup.child(general, "description"))

    @property
    def language(self) -> str:
        general = markup.first(markup.child(self.root, "metadata"), "general")
        return markup.words(markup.child(general, "language"))

    @property
    def rights(self) -> str:
        rights = markup.first(markup.child(self.root, "metadata"), "rights")
        return _language_string(markup.child(rights, "description"))


def manifest_in(reading: Reading, member: Member) -> Manifest:
    """The manifest read; resources by identifier (the first of a repeated one)."""
    root = reading.xml(member)
    resources: dict[str, Resource] = {}
    top = markup.child(root, "resources")
    for element in markup.children(top, "resource"):
        found = _resource(element, markup.attribute(top, "base"))
        resources.setdefault(found.identifier, found)
    return Manifest(root, names.folder_of(member.path), resources)


def _resource(element: Element, base: str) -> Resource:
    folder = names.joined(base, markup.attribute(element, "base"))
    return Resource(
        identifier=markup.attribute(element, "identifier"),
        type=markup.attribute(element, "type").lower(),
        href=markup.attribute(element, "href"),
        base=folder,
        files=[markup.attribute(file, "href") for file in markup.children(element, "file") if markup.attribute(file, "href")],
        depends=[markup.attribute(found, "identifierref") for found in markup.children(element, "dependency")],
        scorm_type=markup.attribute(element, "scormtype").lower(),
        element=element,
    )


def _language_string(element: Element | None) -> str:
    """The words of a LOM string, in whichever of its spellings: <string>, <langstring>, or bare."""
    inner = markup.first(element, "string", "langstring")
    return markup.words(inner if inner is not None else element)
