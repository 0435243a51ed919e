"""Shapes of input for adoptions and for decisions about credit."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catecp.accounts.queries import Actor
from catecp.agreements.models import Agreement
from catecp.agreements.queries import agreements_between
from catecp.courses.credit_rules import EXAMPLES
from catecp.courses.enums import MappingDecision
from catecp.courses.models import Adoption, Course, CreditMapping, Field, Version
from catecp.courses.queries.adoptions import institutions_to_adopt
from catecp.courses.services.adoption import EVIDENCE_KINDS, AdoptionGiven, EvidenceGiven
from catecp.courses.services.recognition import MappingDecided, MappingGiven
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import Translated
from catecp.languages.form_fields import TranslatedFormField
from catecp.network.models import Institution
from catecp.network.queries.canonical import family_ids
from catecp.network.queries.directory import institutions_meant
from catecp.places.queries import country_names

_EVIDENCE_WORDS = {
    "timetable": _("timetable"),
    "photo": _("photo"),
    "results": _("result list"),
    "minutes": _("minutes"),
    "other": _("other"),
}
MOST_OUTCOMES = 12


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InstitutionNamed(forms.CharField):
    """An institution of the directory by any of its names."""

    default_error_messages = {
        "unknown": _("Nothing in the directory is called “%(typed)s”. Try an abbreviation, or add the institution first."),
        "several": _("Several institutions match: %(names)s. Type more of the name."),
    }

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Institution):
            return value
        return f"{value.name} ({value.country_id})" if value.country_id else str(value.name)

    def clean(self, value: Any) -> Institution | None:
        typed = clean_line(super().clean(value))
        found = institutions_meant(typed) if typed else []
        if typed and not found:
            raise forms.ValidationError(self.error_messages["unknown"], params={"typed": typed}, code="unknown")
        if len(found) > 1:
            names = "; ".join(str(row.name) for row in found)
            raise forms.ValidationError(self.error_messages["several"], params={"names": names}, code="several")
        return found[0] if found else None


class AdoptionForm(forms.Form):
    """What both sides agree on; the adopter corrects it when confirming."""

    institution = InstitutionNamed(label=_("Adopting institution"), max_length=310)
    programme = TranslatedFormField(
        label=_("Study programme"), longest=200, help_text=_("In which the course is taught, such as “Diploma of Welding”.")
    )
    starts_on = forms.DateField(label=_("In use since"), widget=Day())
    ends_on = forms.DateField(label=_("Until"), widget=Day(), required=False, help_text=_("Empty: without an end."))
    language = forms.ChoiceField(label=_("Taught in"), choices=settings.LANGUAGES)
    seats = forms.IntegerField(label=_("Learners a year, planned"), required=False, min_value=1, max_value=1_000_000)
    teacher_name = forms.CharField(label=_("Responsible teacher"), required=False, max_length=300)
    agreement = forms.ModelChoiceField(
        label=_("Under the agreement"), queryset=Agreement.objects.none(), required=False, empty_label=_("none")
    )
    unit_keys = forms.MultipleChoiceField(
        label=_("Lessons taken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole course."),
    )
    statement = TranslatedFormField(label=_("What the adopter states"), longest=1_000, rows=3, required=False)

    def __init__(self, *args: Any, course: Course, version: Version, adopter: Institution | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if adopter is not None:
            del self.fields["institution"]
            ties = agreements_between(family_ids(course.owner), family_ids(adopter))
            self.fields["agreement"].queryset = ties  # type: ignore[attr-defined]  # -- the field of this name has it
        else:
            del self.fields["agreement"]
        units = [(unit.key, unit.title) for unit in version.units.order_by("position")]
        self.fields["unit_keys"].choices = units  # type: ignore[attr-defined]  # -- the field of this name has it
        for name in ("programme", "statement"):
            own = list(adopter.country.languages) if adopter and adopter.country else []
            self.fields[name].write_in(list(dict.fromkeys(["en", *own, "zh-hans"])))  # type: ignore[attr-defined]  # -- as above

    def given(self) -> AdoptionGiven:
        data = {name: value for name, value in self.cleaned_data.items() if name in AdoptionGiven.__dataclass_fields__}
        return AdoptionGiven(**{**data, "teacher_name": clean_line(data.get("teacher_name", ""))})

    @staticmethod
    def initial_of(adoption: Adoption) -> dict[str, Any]:
        names = ("programme", "starts_on", "ends_on", "language", "seats", "teacher_name", "agreement", "unit_keys", "statement")
        return {name: getattr(adoption, name) for name in names}


class ConfirmForm(AdoptionForm):
    name = forms.CharField(label=_("Who confirms: name and post"), max_length=300)
    is_true = forms.BooleanField(label=_("Our institution uses this course as described above."))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_("PDF, PNG or JPEG."),
    )

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1_000_000
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB. Make it smaller or split it.") % {"limit": limit}
            )
        return upload


class EvidenceForm(FileForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=[(kind, _EVIDENCE_WORDS[kind]) for kind in EVIDENCE_KINDS])
    title = forms.CharField(label=_("What it shows"), max_length=200)
    happened_on = forms.DateField(label=_("Of which day"), widget=Day(), required=False)
    field_order = ("kind", "title", "happened_on", "file")

    def given(self, *, language: str) -> EvidenceGiven:
        data = self.cleaned_data
        title = Translated(texts={language: clean_line(data["title"])}, original=language)
        return EvidenceGiven(data["kind"], title, data["happened_on"], data["file"].name, data["file"].read())


class MappingForm(forms.Form):
    """A comparison of a course with a module of the institution's own."""

    institution = forms.ModelChoiceField(label=_("Institution"), queryset=Institution.objects.none())
    module_title = TranslatedFormField(label=_("Your module"), longest=200)
    module_code = forms.CharField(label=_("Its code"), required=False, max_length=60)
    hours = forms.DecimalField(label=_("Hours of the course"), min_value=1, max_value=9_999, decimal_places=1)
    hours_per_credit = forms.DecimalField(
        label=_("Hours for one credit"),
        min_value=1,
        max_value=500,
        decimal_places=1,
        help_text=_("Your rule. Examples stand below; check your own."),
    )
    rule_source = forms.CharField(label=_("Whose rule that is"), required=False, max_length=300)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        own = institutions_to_adopt(actor)
        everyone = Institution.objects.filter(merged_into=None).order_by("sort_name", "pk")
        self.fields["institution"].queryset = everyone if own is None else own  # type: ignore[attr-defined]  # -- as above
        self.fields["module_title"].write_in(["en", "zh-hans", "km"])  # type: ignore[attr-defined]  # -- as above
        self.examples = EXAMPLES

    def given(self) -> MappingGiven:
        data = {name: value for name, value in self.cleaned_data.items() if name != "institution"}
        return MappingGiven(**data)


class DecisionForm(forms.Form):
    """The outcomes one by one, then the decision with its reasons."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[pair for pair in MappingDecision.choices if pair[0] != MappingDecision.OPEN]
    )
    credits = forms.DecimalField(label=_("Credits granted"), required=False, min_value=0, max_value=999, decimal_places=1)
    reasons = TranslatedFormField(label=_("Reasons"), longest=2_000, rows=3)
    conditions = TranslatedFormField(label=_("Conditions"), longest=1_000, rows=2, required=False)
    decided_by_name = forms.CharField(label=_("Who decided: name, post or board"), max_length=300)
    valid_until = forms.DateField(label=_("Valid until"), widget=Day(), required=False)
    is_shared = forms.BooleanField(
        label=_("Others may read it as a precedent"),
        required=False,
        initial=True,
        help_text=_("The course, the module, the outcomes and the reasons; no learner."),
    )

    def __init__(self, *args: Any, mapping: CreditMapping, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = mapping.outcomes[:MOST_OUTCOMES]
        matches = [("full", _("covered")), ("partial", _("covered in part")), ("none", _("not covered"))]
        for number, row in enumerate(self.rows):
            label = row["course"]
            self.fields[f"match_{number}"] = forms.ChoiceField(label=label, choices=matches, initial=row.get("match", "full"))
            self.fields[f"module_{number}"] = forms.CharField(
                label=_("In your module"), required=False, max_length=300, initial=row.get("module", "")
            )
        for name in ("reasons", "conditions"):
            self.fields[name].write_in(["en", "zh-hans", "km"])  # type: ignore[attr-defined]  # -- as above
        outcomes = [f"{name}_{number}" for number in range(len(self.rows)) for name in ("match", "module")]
        self.order_fields([*outcomes, "decision"])

    def given(self) -> MappingDecided:
        data = self.cleaned_data
        names = ("decision", "credits", "reasons", "conditions", "decided_by_name", "valid_until", "is_shared")
        outcomes = [
            {**row, "match": data[f"match_{number}"], "module": clean_line(data[f"module_{number}"])}
            for number, row in enumerate(self.rows)
        ]
        return MappingDecided(outcomes=outcomes, **{name: data[name] for name in names})


class PrecedentForm(forms.Form):
    """What stands in the address of the precedents; nonsense counts as nothing."""

    search = forms.CharField(label=_("Search"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Field"), required=False)
    country = forms.ChoiceField(label=_("Country that decided"), required=False)
    level = forms.ChoiceField(
        label=_("AQRF level"), required=False, choices=[("", _("all levels")), *((str(n), str(n)) for n in range(1, 9))]
    )
    decision = forms.ChoiceField(
        label=_("Decision"), required=False, choices=[("", _("all decisions")), *MappingDecision.choices[1:]]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = [(field.key, str(field.name)) for field in Field.objects.all()]
        self.fields["field"].choices = [("", _("all fields")), *fields]  # type: ignore[attr-defined]  # -- as above
        countries = sorted(country_names().items(), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("all countries")), *countries]  # type: ignore[attr-defined]  # -- as above
