"""A large workbook takes seconds to read. Meanwhile the hall's phones write, and so may a second coordinator."""

import pytest
from django.db import connection

from catecp.events.models import ImportBatch, Registration
from catecp.events.queries import imports as queries
from catecp.events.services.importing import (
    ChangedMeanwhile,
    accept_suggestions,
    apply_import,
    bring_workbook,
    correct_columns,
    decide,
)
from tests.events.workbook.conftest import AT
from tests.events.workbook.test_importing import HEAD, LI, SOK
from tests.events.workbook.workshops import as_csv
from tests.factories.events import EventFactory
from tests.factories.network import InstitutionFactory


def brought(event) -> ImportBatch:
    content = as_csv([HEAD, LI, SOK]).getvalue()
    return bring_workbook(event=event, file_name="people.csv", content=content, by=None, at=AT)


def reading_while(monkeypatch, deed) -> None:
    """Do `deed` once, after the workbook was read and before what came of it is kept."""
    read, left = queries.plan_of, [deed]

    def read_and_be_overtaken(batch, **more):
        plan = read(batch, **more)
        if left:
            left.pop()()
        return plan

    monkeypatch.setattr(queries, "plan_of", read_and_be_overtaken)


@pytest.mark.django_db(transaction=True)
def test_workbook_is_never_read_inside_a_transaction(monkeypatch):
    event, read, inside = EventFactory(), queries.plan_of, []

    def watched(batch, **more):
        inside.append(connection.in_atomic_block)
        return read(batch, **more)

    monkeypatch.setattr(queries, "plan_of", watched)
    batch = brought(event)
    correct_columns(batch=batch, meanings={})
    accept_suggestions(batch=batch)
    decide(batch=batch, institutions={}, pairs={})
    apply_import(batch=batch, by=None, at=AT)

    assert inside == [False] * 6


@pytest.mark.django_db
def test_decision_overtaken_by_another_is_refused_and_the_other_stands(event, monkeypatch):
    batch = brought(event)
    reading_while(monkeypatch, lambda: decide(batch=batch, institutions={"ntti": "none"}, pairs={}))

    with pytest.raises(ChangedMeanwhile):
        decide(batch=batch, institutions={"wenzhou poly.": "none"}, pairs={})

    assert ImportBatch.objects.get().choices["institutions"] == {"ntti": "none"}


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["a decision", "an institution"])
def test_import_overtaken_by_a_change_registers_nobody(event, monkeypatch, what):
    batch = brought(event)
    deeds = {
        "a decision": lambda: decide(batch=batch, institutions={"ntti": "none"}, pairs={}),
        "an institution": lambda: InstitutionFactory(),
    }
    reading_while(monkeypatch, deeds[what])

    with pytest.raises(ChangedMeanwhile):
        apply_import(batch=batch, by=None, at=AT)

    assert (Registration.objects.count(), ImportBatch.objects.get().state) == (0, "preview")
