from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catecp.accounts.models import Person
from catecp.events.enums import SessionKind, TalkKind
from catecp.events.forms.fields import InstitutionField, MomentField, PersonField
from catecp.events.models import Event, Registration, Session, Takeaway, Talk
from catecp.events.queries.programme import SESSION_ORDER
from catecp.events.services.programme import SessionDetails, TalkDetails
from catecp.languages.form_fields import TranslatedFormField
from catecp.languages.tags import LANGUAGES
from catecp.network.queries.directory import institutions_visible_to


class SessionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    number = forms.CharField(label=_("Number as printed"), max_length=10, required=False, help_text=_("For example I or II."))
    title = TranslatedFormField(label=_("Title"))
    about = TranslatedFormField(label=_("What it is about"), rows=3, longest=4000, required=False)
    starts_at = MomentField(label=_("Starts"), required=False)
    ends_at = MomentField(label=_("Ends"), required=False)
    place = forms.ModelChoiceField(label=_("Place"), queryset=None, required=False)

    def __init__(self, *args: Any, event: Event, session: Session | None = None, **options: Any) -> None:
        names = ("kind", "number", "title", "about", "starts_at", "ends_at", "place")
        options.setdefault("initial", {name: getattr(session, name) for name in names} if session else {})
        super().__init__(*args, **options)
        for name in ("title", "about"):
            self.fields[name].write_in(event.languages)
        for name in ("starts_at", "ends_at"):
            self.fields[name].zone = event.time_zone
            self.fields[name].help_text = event.time_zone.replace("_", " ")
        self.fields["place"].queryset = event.places.order_by("pk")

    def details(self) -> SessionDetails:
        return SessionDetails(**self.cleaned_data)


class TalkForm(forms.Form):
    session = forms.ModelChoiceField(label=_("Session"), queryset=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=TalkKind.choices, initial=TalkKind.TALK)
    title = TranslatedFormField(label=_("Title"), required=False, help_text=_("Remarks may stand without a title."))
    summary = TranslatedFormField(label=_("Summary"), rows=3, longest=4000, required=False)
    speaker = PersonField(
        label=_("Speaker"), required=False, help_text=_("Type a name and choose. Leave it empty while it is open.")
    )
    speaker_post = TranslatedFormField(label=_("Post as printed"), required=False)
    institution = InstitutionField(label=_("Institution as printed"), required=False)

    def __init__(self, *args: Any, session: Session, talk: Talk | None = None, actor: Any, **options: Any) -> None:
        names = ("session", "kind", "title", "summary", "speaker", "speaker_post", "institution")
        options.setdefault("initial", {name: getattr(talk, name) for name in names} if talk else {"session": session})
        super().__init__(*args, **options)
        for name in ("title", "summary", "speaker_post"):
            self.fields[name].write_in(session.event.languages)
        self.fields["session"].queryset = session.event.sessions.order_by(*SESSION_ORDER)
        self.fields["speaker"].offer(speakers_offered(session.event))
        self.fields["institution"].offer(list(institutions_visible_to(actor)))

    def details(self) -> TalkDetails:
        return TalkDetails(**{name: value for name, value in self.cleaned_data.items() if name != "session"})


def speakers_offered(event: Event) -> list[Person]:
    """People of this event and whoever spoke before; at most 500, others are found by their full name or address."""
    registered = Registration.objects.filter(person=OuterRef("pk"), event=event)
    speaks = Talk.objects.filter(speaker=OuterRef("pk"))
    return list(
        Person.objects.filter(Q(Exists(registered)) | Q(Exists(speaks)), merged_into=None).order_by("sort_name", "pk")[:500]
    )


class OwnTalkForm(forms.Form):
    title = TranslatedFormField(label=_("Title"))
    summary = TranslatedFormField(label=_("Summary"), rows=5, longest=4000, required=False)

    def __init__(self, *args: Any, talk: Talk, **options: Any) -> None:
        options.setdefault("initial", {"title": talk.title, "summary": talk.summary})
        super().__init__(*args, **options)
        for name in ("title", "summary"):
            self.fields[name].write_in(talk.session.event.languages)


class ReleaseForm(forms.Form):
    note = TranslatedFormField(
        label=_("Note to readers"), rows=2, longest=1000, required=False, help_text=_("Shown above the list of changes.")
    )
    writes_to_speakers = forms.BooleanField(
        label=_("Prepare a mail to the speakers concerned"),
        required=False,
        initial=True,
        help_text=_("The mails wait in the outbox; you send them."),
    )

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].write_in(event.languages)


class NoteTakeawayForm(forms.Form):
    """One point in one language, as it was said; translations come by editing it."""

    text = forms.CharField(label=_("Takeaway"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_("Written in"), choices=[(tag, language.own_name) for tag, language in LANGUAGES.items()])
    talk = forms.ModelChoiceField(label=_("From the talk"), queryset=None, required=False)

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["talk"].queryset = session.talks.order_by("position", "pk")


class TakeawayForm(forms.Form):
    text = TranslatedFormField(label=_("Takeaway"), rows=3, longest=1000)
    talk = forms.ModelChoiceField(label=_("From the talk"), queryset=None, required=False)

    def __init__(self, *args: Any, takeaway: Takeaway, **options: Any) -> None:
        options.setdefault("initial", {"text": takeaway.text, "talk": takeaway.talk})
        super().__init__(*args, **options)
        self.fields["text"].write_in(takeaway.session.event.languages)
        self.fields["talk"].queryset = takeaway.session.talks.order_by("position", "pk")
