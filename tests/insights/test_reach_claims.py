from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from catecp.insights.figures.quantities import Flow, Stock
from catecp.insights.models import Claim
from catecp.insights.reach.claims import quantity_of
from catecp.insights.services.reach_claims import load_reach_claims

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_claims_of_the_remarks_are_a_flow_and_a_stock_and_come_once():
    load_reach_claims(at=AT, by=None)
    load_reach_claims(at=AT, by=None)

    quantities = {quantity_of(claim) for claim in Claim.objects.all()}

    assert quantities == {
        Flow(Decimal("256672"), "students", date(2024, 1, 1), date(2024, 12, 31)),
        Stock(Decimal("400000"), "users", date(2025, 4, 30)),
    }
    assert Claim.objects.count() == 2
