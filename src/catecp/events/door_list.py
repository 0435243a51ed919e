"""The list a phone at the door works from: as little as the door needs, and nothing else about anybody."""

from typing import Any

from catecp.events.enums import RegistrationState
from catecp.events.models import Event, Registration
from catecp.events.queries import checkin as queries


def door_list_json(event: Event) -> dict[str, Any]:
    """`people` rows: [registration, code, name, original name, its language, institution, group, state, code or name that counts instead].

    The last cell holds the code of the registration a merged one went into, or the name of whoever replaced this person.
    `seen` rows: [registration, checkpoint, in or out, time, device].
    """
    return {
        "event": str(event.name),
        "checkpoints": [[point.public_id, point.name, point.kind] for point in queries.checkpoints_of(event)],
        "people": [_row(registration) for registration in queries.door_list(event)],
        "seen": [
            [seen.registration, seen.checkpoint, seen.direction, seen.at.isoformat(), seen.device]
            for seen in queries.last_seen(event)
        ],
    }


def _row(registration: Registration) -> list[str]:
    person = registration.person
    return [
        registration.public_id,
        registration.badge_code,
        person.name,
        person.original_name,
        person.original_language,
        institution_line(registration),
        str(registration.get_category_display()),
        registration.state,
        _instead(registration),
    ]


def institution_line(registration: Registration) -> str:
    """The institution as the door reads it: by its English or romanised name, else as written on registration."""
    institution = registration.institution
    if institution is None:
        return registration.affiliation
    return (institution.merged_into or institution).name.best("en")[0]


def _instead(registration: Registration) -> str:
    if registration.state == RegistrationState.MERGED and registration.merged_into is not None:
        return registration.merged_into.badge_code
    if registration.state == RegistrationState.REPLACED:
        return ", ".join(new.person.name for new in registration.replaced_by.all())
    return ""
