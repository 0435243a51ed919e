import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catecp.events.badge_codes import code_on_badge
from catecp.events.enums import CheckpointKind
from catecp.events.models import Checkpoint, Event, Registration
from catecp.events.queries import checkin as queries
from catecp.events.services.checkin import ScanIn
from catecp.kernel.plaintext import clean_line


class ByHandForm(forms.Form):
    """One person at one checkpoint. `nonce` makes pressing twice one scan."""

    checkpoint = forms.ModelChoiceField(Checkpoint.objects.none(), to_field_name="public_id", label=_("Checkpoint"))
    code = forms.CharField(max_length=200, label=_("Badge code"))
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event = event
        self.fields["checkpoint"].queryset = queries.checkpoints_of(event)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["nonce"].initial = uuid.uuid4

    def scan(self, *, at: datetime) -> ScanIn:
        data = self.cleaned_data
        return ScanIn(
            nonce=str(data["nonce"]),
            code=data["code"],
            checkpoint=data["checkpoint"].public_id,
            scanned_at=at,
            direction=self.data.get("direction", "in"),
            how="name" if self.data.get("by_name") else "typed",
        )

    def name(self) -> str:
        """Whose badge it was, or the code when it is nobody's."""
        code = code_on_badge(self.cleaned_data["code"])
        registration = queries.door_list(self.event).filter(badge_code=code).first()
        return registration.person.name if registration else code

    def found(self, asked: str) -> list[dict[str, Any]]:
        """People of that name or code, each with a number of its own for the button."""
        asked = clean_line(asked, longest=200)
        if not asked:
            return []
        by_code = list(queries.door_list(self.event).filter(badge_code=code_on_badge(asked)))
        people: list[Registration] = by_code or list(queries.found_by_name(self.event, asked))
        return [{"registration": person, "scan": queries.last_scan_of(person), "nonce": uuid.uuid4()} for person in people]


class CheckpointForm(forms.Form):
    """A door by its name, or a session or bus of the event."""

    name = forms.CharField(max_length=120, required=False, label=_("Name of the door"))
    place_of = forms.ChoiceField(required=False, label=_("Or a session or bus"))

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {f"session:{session.pk}": session for session in queries.sessions_without_checkpoint(event)}
        self.buses = {f"bus:{bus.pk}": bus for bus in queries.buses_without_checkpoint(event)}
        offered = [(key, str(session)) for key, session in self.sessions.items()]
        offered += [(key, f"{bus} · {bus.visit}") for key, bus in self.buses.items()]
        self.fields["place_of"].choices = [("", _("a door")), *offered]  # type: ignore[attr-defined]  # a ChoiceField

    def place(self) -> dict[str, Any]:
        """`kind`, `name`, `session` and `bus` for the service."""
        chosen, name = self.cleaned_data["place_of"], self.cleaned_data["name"]
        if chosen in self.sessions:
            return {"kind": CheckpointKind.SESSION, "name": name, "session": self.sessions[chosen]}
        if chosen in self.buses:
            return {
                "kind": CheckpointKind.BUS,
                "name": name or f"{self.buses[chosen]} · {self.buses[chosen].visit}",
                "bus": self.buses[chosen],
            }
        return {"kind": CheckpointKind.DOOR, "name": name}
