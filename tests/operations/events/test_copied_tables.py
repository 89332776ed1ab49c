"""Which tables of an event a copy has, too."""

from models.base import Base


def test_every_table_of_an_event_is_copied_or_left_behind():
    """Whoever adds a table decides here whether a copy has it too."""
    copied = {
        "quotas",
        "sessions",
        "checkpoints",
        "forms",
        "letter_wordings",
        "criteria",
        "selection_rules",
    }
    happened = {
        "accesses",
        "registrations",
        "parties",
        "letters",
        "mailings",
        "delegations",
        "selections",
        "tags",
        "statements",
        "problem_lists",
        "workshops",
        "outcome_news",
        "audit_entries",
        "devices",
        "untold_changes",
        "outcome_addresses",
    }
    of_events = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(key.column.table.name == "events" for key in table.foreign_keys)
    }
    assert of_events == copied | happened
