import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catecp.kernel.models import LedgerEntry
from catecp.learning.models import RosterImport, Standing
from tests.factories.courses import ChannelFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(coordinator_client):
    channel = ChannelFactory(key="mirror")
    file = SimpleUploadedFile("list.csv", b"Username,Name,Registered on\ns1,Sok Dara,2026-02-03\ns1,Sok Dara,\n")
    data = {"file": file, "system": "lms.example", "institution": InstitutionFactory().public_id}
    response = coordinator_client.post(reverse("rosters:lists", args=[channel.key]), data)
    roster = RosterImport.objects.get()
    assert response.url == reverse("rosters:list", args=["mirror", roster.public_id])
    return roster


def act(client, roster, what, **more):
    return client.post(reverse("rosters:act", args=["mirror", roster.public_id]), {"act": what, **more})


def page(client, roster):
    return client.get(reverse("rosters:list", args=["mirror", roster.public_id]))


def test_a_list_is_tried_then_taken_then_undone(brought, coordinator_client, django_capture_on_commit_callbacks):
    tried = page(coordinator_client, brought).context

    act(coordinator_client, brought, "take")
    taken = page(coordinator_client, brought).context
    standings = Standing.objects.count()
    act(coordinator_client, brought, "undo")

    assert [row["value"] for row in tried["counts"]] == [row["value"] for row in taken["counts"]] == [1, 0, 1, 0]
    assert (standings, Standing.objects.count(), page(coordinator_client, brought).context["roster"].state) == (1, 0, "undone")
    assert LedgerEntry.objects.filter(kind__startswith="learning.roster").values_list("kind", flat=True).order_by("pk")[2] == (
        "learning.roster.undone"
    )


def test_columns_corrected_on_the_page_are_read_again(brought, coordinator_client):
    act(coordinator_client, brought, "columns", column_0="number", column_1="name", column_2="")

    context = page(coordinator_client, brought).context

    assert [column["meaning"] for column in context["columns"]] == ["number", "name", ""]
    assert context["counts"][0]["value"] == 1


def test_without_a_column_that_tells_people_apart_the_page_says_so(brought, coordinator_client):
    response = act(coordinator_client, brought, "columns", column_0="", column_1="name")

    messages = [str(message) for message in coordinator_client.get(response.url).context["messages"]]
    assert len(messages) == 1
    assert messages[0].startswith("Say which column holds the account")


def test_what_is_no_list_is_refused_beside_the_field(coordinator_client):
    channel = ChannelFactory(key="mirror")
    file = SimpleUploadedFile("list.pdf", b"%PDF-1.7")

    response = coordinator_client.post(reverse("rosters:lists", args=[channel.key]), {"file": file, "system": "x"})

    assert "PDF" in response.context["form"].errors["file"][0]
    assert RosterImport.objects.count() == 0
