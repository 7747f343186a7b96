"""The house's own room, and a journal that the database itself refuses to change."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON records_journalentry
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_not_cut BEFORE DELETE ON records_journalentry
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """CREATE TRIGGER journal_is_not_changed BEFORE UPDATE OR DELETE ON records_journalentry
       FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
]


def forwards(apps, schema_editor):
    apps.get_model("records", "Room").objects.get_or_create(pk=1)
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)
    if vendor == "postgresql":
        # The room above was given its number by hand: the sequence has to know.
        schema_editor.execute("SELECT setval(pg_get_serial_sequence('records_room', 'id'), 1)")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
