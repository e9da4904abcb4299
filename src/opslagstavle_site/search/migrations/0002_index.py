"""The index over the tokens, in each database's own kind: it holds nothing that is not in the rows."""

from django.db import migrations

SQLITE = (
    # Only whether a token is there is asked, so neither places nor lengths are kept.
    """CREATE VIRTUAL TABLE search_index USING fts5(
        tokens, content='search_entry', content_rowid='id', detail='none', columnsize=0, tokenize="ascii tokenchars '@=/~'")""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF tokens ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_index",
)
POSTGRESQL = (
    # Without a list of what is still to be sorted in: every question would have to read it through.
    """CREATE INDEX search_entry_tokens ON search_entry
        USING gin (array_to_tsvector(string_to_array(tokens, ' '))) WITH (fastupdate = off)""",
)
POSTGRESQL_BACK = ("DROP INDEX search_entry_tokens",)


def make(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


def unmake(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
