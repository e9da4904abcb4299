"""Dear enough that PostgreSQL does not read the table for a word that stands nowhere, and no dearer.

At the price it had at first, PostgreSQL started workers or compiled the question before it asked the index: 40 ms where 3 do.
"""

from django.db import migrations

FORWARDS = "ALTER FUNCTION search_tokens(text) COST 1000 PARALLEL UNSAFE"
BACKWARDS = "ALTER FUNCTION search_tokens(text) COST 100000 PARALLEL SAFE"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_dear_tokens")]
    operations = [migrations.RunPython(forwards, backwards)]
