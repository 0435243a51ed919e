import pytest

from catecp.languages import bodies


@pytest.fixture
def loose_bodies(monkeypatch):
    """Bodies of text stand for themselves, without a course around them."""
    monkeypatch.setattr(bodies._Registered, "source", bodies.EverySentence())
