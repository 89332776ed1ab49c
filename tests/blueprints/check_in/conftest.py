import pytest

from blueprints.shared.check_in import counts, packs


@pytest.fixture(autouse=True)
def everything_is_cheap(monkeypatch):
    """Whoever has just changed something sees it, also where a busy machine took long to look."""
    monkeypatch.setattr(counts, "_CHEAP", 3600)
    monkeypatch.setattr(packs, "CHEAP", 3600)
