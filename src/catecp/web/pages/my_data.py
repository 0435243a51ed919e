"""Everything the platform holds about the reader, as a file: every row of every table that points at them."""

from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from catecp.accounts.models import Person, User
from catecp.accounts.queries import person_of
from catecp.kernel.translated import Translated

_KEYS = {"password", "fill_key", "approve_key", "key_hash"}  # what opens doors is nobody's personal data
_LOCKS = {"mfa"}  # second factors and passkeys: who reads the file must not be able to sign in with it
_MOST_ROWS = 2_000


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return o.to_json() if isinstance(o, Translated) else super().default(o)


@require_safe
def my_data(request: HttpRequest) -> JsonResponse:
    person = person_of(request.user)
    if person is None:
        raise Http404
    found = {"person": _row(person), "account": _row(request.user), **_rows_about(person, request.user)}
    response = JsonResponse(found, encoder=_Encoder, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


def _rows_about(person: Person, user: User) -> dict[str, list[dict]]:
    """By table, the rows with a foreign key to the person or their account."""
    found: dict[str, list[dict]] = {}
    for model in apps.get_models():
        mine = models.Q()
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in {Person, User}:
                mine |= models.Q(**{field.name: person if field.related_model is Person else user})
        if mine and model not in {Person, User} and model._meta.app_label not in _LOCKS:
            rows = [_row(row) for row in model._default_manager.filter(mine).order_by("pk")[:_MOST_ROWS]]
            if rows:
                found[model._meta.label_lower] = rows
    return found


def _row(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in _KEYS}
