"""On PostgreSQL the tokens are taken apart by a function that is known to be dear.

Whoever asks only whether there is a hit gets the first rows that come. PostgreSQL thinks that reading them from the table is
cheap, and for a word that stands nowhere it takes every row apart: half a minute at a million. A function in plpgsql is not
looked into, and its price is believed.
"""

from django.db import migrations

FORWARDS = (
    """CREATE FUNCTION search_tokens(tokens text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 100000
        AS $$ BEGIN RETURN pg_catalog.array_to_tsvector(pg_catalog.string_to_array(tokens, ' ')); END $$""",
    "DROP INDEX search_entry_tokens",
    "CREATE INDEX search_entry_tokens ON search_entry USING gin (search_tokens(tokens)) WITH (fastupdate = off)",
)
BACKWARDS = (
    "DROP INDEX search_entry_tokens",
    """CREATE INDEX search_entry_tokens ON search_entry
        USING gin (array_to_tsvector(string_to_array(tokens, ' '))) WITH (fastupdate = off)""",
    "DROP FUNCTION search_tokens(text)",
)


def forwards(apps, schema_editor):
    _run(schema_editor, FORWARDS)


def backwards(apps, schema_editor):
    _run(schema_editor, BACKWARDS)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(forwards, backwards)]
