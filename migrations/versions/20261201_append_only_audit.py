"""Append-only audit: triggers refuse every change"""

from collections.abc import Iterator

from alembic import op

revision = "b83e5a1c40f7"
down_revision = "7d0c9f2b61ae"
branch_labels = None
depends_on = None

_KEYS = {"audit_entries": ("id",), "audit_seals": ("number", "previous", "hash")}
_WHO = "'restore', 'retention', 'tests'"
_REFUSAL = "its rows are never changed or deleted"

_FUNCTION = f"""CREATE OR REPLACE FUNCTION refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('meydan.audit_door', true), '') NOT IN ({_WHO}) THEN
    RAISE EXCEPTION USING
      MESSAGE = TG_TABLE_NAME || ': {_REFUSAL}', ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$"""


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(_FUNCTION)
    for table, keys in _KEYS.items():
        made = _on_postgresql(table) if on_postgresql else _on_sqlite(table, keys)
        for statement in made:
            op.execute(statement)


def _on_postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()"
    )
    yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only"


def _on_sqlite(table: str, keys: tuple[str, ...]) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: {_REFUSAL}'); END"
    for change in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
            f" WHEN audit_door() NOT IN ({_WHO}) {refuse}"
        )
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own names
    yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}"


def downgrade() -> None:
    for table in _KEYS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            for kind in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{kind}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_changes()")
