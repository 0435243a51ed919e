"""imsmanifest.xml for what we export. Pure: trees of element tuples become XML, every text escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Item:
    """A line of the outline; `resource` is empty for a chapter."""

    identifier: str
    title: str
    resource: str = ""
    items: Sequence["Item"] = ()


@dataclass(frozen=True)
class Resource:
    identifier: str
    kind: str
    href: str
    files: Sequence[str] = ()
    attributes: dict[str, str] = field(default_factory=dict)


def scorm12(title: str, items: Iterable[Item], resources: Iterable[Resource]) -> str:
    """SCORM 1.2 content aggregation (CAM 1.3, section 2.3)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest identifier="catecp" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="course"><organization identifier="course"><title>{escape(title)}</title>'
        f"{_items(items)}</organization></organizations>{_resources(resources)}</manifest>\n"
    )


def cartridge(title: str, language: str, items: Iterable[Item], resources: Iterable[Resource]) -> str:
    """Common Cartridge 1.3 (section 4.2: one organization, one unnamed item at its root)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest identifier="catecp" xmlns="http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1" '
        'xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest">'
        "<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.3.0</schemaversion>"
        f"<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string language={quoteattr(language)}>{escape(title)}</lomimscc:string>"
        "</lomimscc:title></lomimscc:general></lomimscc:lom></metadata>"
        '<organizations><organization identifier="course" structure="rooted-hierarchy"><item identifier="root">'
        f"{_items(items)}</item></organization></organizations>{_resources(resources)}</manifest>\n"
    )


def _items(items: Iterable[Item]) -> str:
    return "".join(
        f"<item identifier={quoteattr(item.identifier)}"
        + (f" identifierref={quoteattr(item.resource)}" if item.resource else "")
        + f"><title>{escape(item.title)}</title>{_items(item.items)}</item>"
        for item in items
    )


def _resources(resources: Iterable[Resource]) -> str:
    return f"<resources>{''.join(_resource(resource) for resource in resources)}</resources>"


def _resource(resource: Resource) -> str:
    more = "".join(f" {name}={quoteattr(value)}" for name, value in resource.attributes.items())
    href = f" href={quoteattr(resource.href)}" if resource.href else ""
    files = "".join(f"<file href={quoteattr(name)}/>" for name in dict.fromkeys([resource.href, *resource.files]) if name)
    return f"<resource identifier={quoteattr(resource.identifier)} type={quoteattr(resource.kind)}{href}{more}>{files}</resource>"
