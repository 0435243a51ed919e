"""What a cmi5 unit is launched with (cmi5 specification, sections 8 to 10), read from the package's own course structure."""

import re
from dataclasses import dataclass
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from catecp.interop.playing.members import NoSuchMember, text

_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    activity: str
    move_on: str = "NotApplicable"
    mastery: float | None = None
    parameters: str = ""
    key: str = ""


def unit_of(sha256: str, launch: str) -> Unit:
    """The assignable unit that starts at `launch`. Raises NoSuchMember when the structure does not name it."""
    try:
        root = ElementTree.fromstring(text(sha256, "cmi5.xml"))
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise NoSuchMember("cmi5.xml") from error
    for element in root.iter():
        if _local(element.tag) == "au" and _same(_child(element, "url"), launch):
            return _unit(element)
    raise NoSuchMember(launch)


def _unit(element: Any) -> Unit:
    mastery = element.get("masteryScore")
    return Unit(
        activity=element.get("id", ""),
        move_on=element.get("moveOn") or "NotApplicable",
        mastery=float(mastery) if mastery else None,
        parameters=_child(element, "launchParameters"),
        key=_child(element, "entitlementKey"),
    )


def launch_data(unit: Unit, *, session: str, return_to: str) -> dict[str, Any]:
    """The document LMS.LaunchData."""
    context = {
        "contextActivities": {"grouping": [{"id": unit.activity, "objectType": "Activity"}]},
        "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": session},
    }
    data: dict[str, Any] = {
        "contextTemplate": context,
        "launchMode": "Normal",
        "moveOn": unit.move_on,
        "launchParameters": unit.parameters,
        "returnURL": return_to,
    }
    if unit.mastery is not None:
        data["masteryScore"] = unit.mastery
    if unit.key:
        data["entitlementKey"] = {"courseStructure": unit.key}
    return data


def with_bridge(page: bytes, script: str) -> bytes:
    """The page with a script before all of its own; the bytes around it stay as they are."""
    tag = f'<script src="{script}"></script>'.encode()
    head = _HEAD.search(page)
    return page[: head.end()] + tag + page[head.end() :] if head else tag + page


def _same(url: str, launch: str) -> bool:
    return url.strip() == launch or url.strip().partition("?")[0] == launch.partition("?")[0]


def _child(element: Any, name: str) -> str:
    return next(("".join(child.itertext()).strip() for child in element if _local(child.tag) == name), "")


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
