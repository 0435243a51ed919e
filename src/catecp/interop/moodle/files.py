"""Files of a Moodle backup under the names they had: the archive keeps them by checksum, files.xml says what they were called."""

from typing import IO

from lxml import etree

from catecp.interop.packages import markup, names
from catecp.interop.packages.archive import Member, Package
from catecp.interop.packages.reading import Reading
from catecp.interop.packages.refusal import PackageRefused

_SCAN = 4_096
_MOST_FILES = 200_000


def with_names(reading: Reading, base: str) -> Package:
    """A package that also holds every file as "context/component/area/item/path/name"."""
    package = reading.package
    kept_as: dict[str, Member] = {}

    def open_member(member: Member) -> IO[bytes]:
        return package.open_member(kept_as.get(member.path, member))

    named = Package(package.source, package.limits, open_member, dict(package.members), package.depth, dict(package._aliases))
    listed = package.find("files.xml", base=base)
    if listed is None:
        return named
    for row in _rows(package, listed):
        found = package.members.get(names.joined(base, f"files/{row['contenthash'][:2]}/{row['contenthash']}"))
        if found is None or row["filename"] in {"", "."}:
            continue
        folder = f"{row['contextid']}/{row['component']}/{row['filearea']}/{row['itemid']}"
        path = names.joined(folder, f"{row['filepath'].strip('/')}/{row['filename']}".lstrip("/"))
        kept_as[path] = found
        named.add(Member(path, found.size))
    return named


def _rows(package: Package, listed: Member) -> list[dict[str, str]]:
    """The rows of files.xml, read as a stream: long courses list tens of thousands."""
    wanted = ("contenthash", "contextid", "component", "filearea", "itemid", "filepath", "filename")
    found = []
    with package.open(listed) as stream:
        if b"<!ENTITY" in stream.read(_SCAN).upper():
            raise PackageRefused("entities", name=listed.path)
    with package.open(listed) as stream:
        try:
            for _event, element in etree.iterparse(stream, tag="file", resolve_entities=False, no_network=True, load_dtd=False):
                found.append({name: markup.words(markup.child(element, name)) for name in wanted})
                element.clear()
                if len(found) > _MOST_FILES:
                    raise PackageRefused("too_many_members", limit=_MOST_FILES)
        except etree.XMLSyntaxError as error:
            raise PackageRefused("not_xml", name=listed.path, detail=str(error)[:200]) from error
    return found
