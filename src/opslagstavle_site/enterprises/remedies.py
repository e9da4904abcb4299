"""What can be wrong with a list of enterprises, in words, each with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = tuple[str | Promise, str | Promise]
"""What is wrong, and what to do."""
LINE_FAULTS: Mapping[str, Sentence] = {
    "missing-name": (_("The name is missing."), _("Write the name of the enterprise.")),
    "bad-cvr": (
        _("“%(found)s” is no CVR number."),
        _("A CVR number has eight digits that fit together. Look it up, or leave the cell empty."),
    ),
    "unknown-municipality": (
        _("There is no municipality called “%(found)s”."),
        _("Write one of the 98 municipalities: “Aarhus”."),
    ),
    "unknown-place": (
        _("The board knows no place called “%(found)s”."),
        _("Write municipalities, provinces, regions or “hele landet”."),
    ),
    "distance-from-where": (
        _("“%(found)s” from where?"),
        _("Write “30 km fra Randers”, or fill in the municipality."),
    ),
    "unknown-kind": (
        _("The board does not know the kind of work “%(found)s”."),
        _("Use another word; the template's third sheet has them all."),
    ),
    "not-yes-no": (
        _("“%(found)s” is neither yes nor no."),
        _("Write “ja” or “nej”, or leave the cell empty."),
    ),
    "bad-date": (_("“%(found)s” is no day."), _("Write it like 31-01-2026.")),
    "date-ahead": (_("“%(found)s” has not come yet."), _("Write the day it was checked.")),
    "bad-count": (_("This is no number of people."), _("Write a whole number, or leave the cell empty.")),
    "above-heads": (
        _("The number is larger than the number of all who work there."),
        _("Correct one of the two numbers."),
    ),
    "formula": (
        _("There is a formula in the cell."),
        _("Write what it should give: copy the cell and paste it as a value."),
    ),
    "cell-error": (_("There is an error in the cell: %(found)s."), _("Write what should stand there.")),
    "too-long": (
        _("The text has %(length)s characters; there is room for %(longest)s."),
        _("Make it shorter."),
    ),
    "bad-website": (_("“%(found)s” is no web address."), _("Write it like www.eksempel.dk.")),
    "bad-email": (_("“%(found)s” is no e-mail address."), _("Write it like kontakt@eksempel.dk.")),
    "bad-phone": (_("“%(found)s” is no phone number."), _("Write the digits: 86 00 00 00.")),
    "bad-capacity": (
        _("“%(found)s” cannot be read as a capacity."),
        _("Write a number, of what, and how often: “350 kuverter pr. dag”."),
    ),
    "bad-reference": (
        _("“%(found)s” cannot be read as a reference."),
        _("Write “customer: work (2021–2024, 1.200.000 kr.)”, one on each line."),
    ),
    "person": (
        _("The cell holds a number that looks like a citizen's CPR number."),
        _("Remove it. Nothing about individual people may stand on the board."),
    ),
    "twice": (
        _("The same enterprise stands in row %(first)s already."),
        _("Remove one of the two rows."),
    ),
    "cvr-of-another": (
        _("The CVR number belongs to another entry on the board: %(name)s."),
        _("Correct the number or the key, so that both mean the same enterprise."),
    ),
    "ambiguous": (
        _("Several enterprises on the board are called “%(name)s”."),
        _("Write the CVR number or the municipality."),
    ),
    "removed": (
        _("The enterprise was removed at its own request on %(day)s."),
        _("Leave the row out. Only the enterprise itself can come back."),
    ),
    "cvr-says-otherwise": (
        _("The central business register says otherwise."),
        _("Leave the cell empty: the board looks it up by itself."),
    ),
    "meanwhile": (
        _("Somebody else changed the entry at the same moment."),
        _("Hand the list in once more; the other rows are in."),
    ),
}
SHEET_FAULTS: Mapping[str, Sentence] = {
    "empty": (_("The file is empty."), _("Choose the file with the list in it.")),
    "no-header": (
        _("No row with the names of the columns was found."),
        _("Put the names of the columns into the first row, as the template has them."),
    ),
    "no-name-column": (_("The list has no column with names."), _("Call it “Navn”, as the template does.")),
    "column-twice": (_("The column “%(column)s” stands there twice."), _("Remove one of the two.")),
    "too-large": (_("The file is too large."), _("Divide the list into several files.")),
    "too-many-rows": (_("There are more than %(most)s rows."), _("Divide the list into several files.")),
    "too-many-columns": (_("There are more than %(most)s columns."), _("Remove columns that are not in the template.")),
    "unpacks-too-large": (_("The file becomes too large when it is unpacked."), _("Copy the list into a new workbook.")),
    "xls": (_("This is an old Excel file (.xls)."), _("Open it and save it as .xlsx.")),
    "xlsb": (_("This is a binary Excel file (.xlsb)."), _("Open it and save it as .xlsx.")),
    "ods": (_("This is an OpenDocument file (.ods)."), _("Open it and save it as .xlsx or .csv.")),
    "password": (_("The file is protected by a password."), _("Save it without a password.")),
    "broken": (_("The file is damaged."), _("Open it in a spreadsheet and save it anew.")),
    "not-a-sheet": (_("This is no spreadsheet."), _("Use .xlsx or .csv.")),
    "encoding": (_("The letters of the file cannot be read."), _("Save it as CSV UTF-8, or as .xlsx.")),
    "quotes": (_("A quotation mark is missing in row %(line)s."), _("Correct the row, or save the list as .xlsx.")),
}  # fmt: skip
