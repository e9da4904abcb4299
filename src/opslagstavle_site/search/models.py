"""What can be found by words. Knows no noun: whoever is found is a number in a corpus."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """Something that can be found: row ``number`` of a corpus, with the tokens of the library's ``terms.searching``.

    The index over the tokens is made in a migration: FTS5 on SQLite, GIN on PostgreSQL.
    """

    corpus = models.CharField(max_length=20)
    number = models.BigIntegerField()
    stamp = models.CharField(max_length=64)  # of what was indexed, and how; another one: to be indexed again
    tokens = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["corpus", "number"], name="entry_number"),)


class Term(models.Model):
    """A word that was written somewhere, to find out what somebody meant by a slip of the pen.

    ``weight`` is how often it was put into the index. It only grows: it orders corrections and says nothing else. The first and
    last two letters and the length are what near words are looked up by, alike on every database.
    """

    form = models.CharField(max_length=60, unique=True)  # folded
    shown = models.CharField(max_length=60)  # as it is written
    weight = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["head", "length"], name="term_head"),
            models.Index(fields=["tail", "length"], name="term_tail"),
        )
