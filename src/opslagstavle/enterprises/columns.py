"""The columns a list of enterprises may have, in any order, under their Danish or their English name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from opslagstavle.terms.kinds import fold

YES_NO = ("ja", "nej")


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is its name in code; ``da`` and ``en`` stand in the first line; ``also`` is read as well.

    ``about_*`` explain it to whoever fills it in; ``longest`` is the most characters a cell may have.
    """

    key: str
    da: str
    en: str
    about_da: str
    about_en: str
    example: str = ""
    longest: int = 200
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Danish for "da", English otherwise."""
        return self.da if language == "da" else self.en


_WORDS_DA = "Flere adskilles med semikolon."
_WORDS_EN = "Several are separated by semicolons."
_COUNT_DA = "Antal personer. Vises aldrig offentligt."
_COUNT_EN = "Number of people. Never shown in public."

COLUMNS = (
    Column("name", "Navn", "Name", "Virksomhedens navn. Skal udfyldes.", "The name of the enterprise. Required.",
           "Kantinen ved Åen", also=("Virksomhed", "Virksomhedens navn", "Enterprise")),
    Column("cvr", "CVR-nummer", "CVR number", "Otte cifre. Så kan vi se, om virksomheden står på tavlen i forvejen.",
           "Eight digits. They tell us whether the enterprise is on the board already.", longest=40,
           also=("CVR", "CVR nr", "CVR-nr.", "CVRnr", "Company number")),
    Column("description_da", "Hvad I laver", "What you do (Danish)", "Nogle linjer om, hvad virksomheden kan levere.",
           "A few lines in Danish on what the enterprise can deliver.",
           "Vi driver kantiner og laver mad til møder.", 4000, also=("Beskrivelse", "Description (Danish)")),
    Column("description_en", "Hvad I laver (engelsk)", "What you do", "Det samme på engelsk, hvis I har det.",
           "The same in English, if there is a text.", "We run canteens and cater for meetings.", 4000,
           also=("Beskrivelse (engelsk)", "Description", "What you do (English)")),
    Column("kinds", "Arbejdsområder", "Kinds of work", f"Hvad I arbejder med, i jeres egne ord. {_WORDS_DA}",
           f"What you work with, in your own words. {_WORDS_EN}", "kantine; mad til møder", 1000,
           also=("Arbejdsområde", "Ydelser", "Services")),
    Column("places", "Områder I arbejder i", "Areas you serve",
           f"Kommuner, landsdele, regioner, »hele landet« eller en afstand. {_WORDS_DA}",
           f"Municipalities, provinces, regions, “the whole country” or a distance. {_WORDS_EN}",
           "Aarhus; Favrskov; 30 km fra Aarhus", 4000, also=("Områder", "Dækningsområde", "Geografi", "Places", "Areas")),
    Column("municipality", "Kommune", "Municipality", "Den kommune virksomheden ligger i.", "Where the enterprise lies.",
           "Aarhus", 60, also=("Hjemkommune",)),
    Column("town", "By", "Town", "Byen virksomheden ligger i.", "The town the enterprise lies in.", "Brabrand", 100),
    Column("capacities", "Kapacitet", "Capacity", f"Hvor meget I kan klare, fx »350 kuverter pr. dag«. {_WORDS_DA}",
           f"How much you can do: “350 meals per day”. {_WORDS_EN}", "350 kuverter pr. dag", 1000),
    Column("references", "Referencer", "References",
           "Hvem I har arbejdet for: »kunde: arbejde (år–år, beløb kr.)«. År og beløb kan udelades. En på hver linje.",
           "Whom you worked for: “customer: work (year–year, amount kr.)”. Years and amount may be left out. One a line.",
           "Aarhus Kommune: frokostordning (2021–2024, 1.200.000 kr.)", 4000, also=("Tidligere opgaver",)),
    Column("website", "Hjemmeside", "Website", "Virksomhedens hjemmeside.", "The website of the enterprise.",
           "www.eksempel.dk", also=("Web", "Webside", "Internet")),
    Column("email", "E-mail", "E-mail", "Virksomhedens fælles adresse, ikke en persons.",
           "The common address of the enterprise, not a person's.", "kontakt@eksempel.dk", also=("Mail", "Email")),
    Column("phone", "Telefon", "Phone", "Virksomhedens telefonnummer.", "The phone number of the enterprise.",
           "86 00 00 00", 30, also=("Tlf", "Telefonnummer")),
    Column("registered", "Registreret (RSV)", "Registered (RSV)",
           "Er virksomheden en registreret socialøkonomisk virksomhed? Ved I det ikke, så lad feltet stå tomt.",
           "Is it in the register of social enterprises? If you do not know, leave it empty.", "ja", 10, YES_NO,
           ("Registreret", "RSV", "Registered")),
    Column("registered_proof", "Dokumentation", "Proof", "Hvor man kan se det: en adresse på nettet eller et journalnummer.",
           "Where it can be seen: a web address or a file number.", longest=300),
    Column("registered_checked", "Kontrolleret den", "Checked on", "Dagen I sidst slog registreringen op, fx 31-01-2026.",
           "The day the registration was last looked up: 2026-01-31.", "31-01-2026", 30,
           also=("Dato for kontrol", "Date checked")),
    Column("integration_is_main_aim", "Integration er hovedformålet", "Integration is the main aim",
           "Er hovedformålet at bringe mennesker med handicap eller på kanten af arbejdsmarkedet i arbejde?",
           "Is the main aim to bring disabled or disadvantaged people into work?", "ja", 10, YES_NO, ("Hovedformål", "Main aim")),
    Column("heads", "Medarbejdere i alt", "Heads", _COUNT_DA, _COUNT_EN, "12", 20, also=("Antal medarbejdere", "Employees")),
    Column("flex_jobs", "Heraf i fleksjob", "Flex jobs", _COUNT_DA, _COUNT_EN, "4", 20, also=("Fleksjob",)),
    Column("protected_jobs", "Heraf i skånejob", "Protected jobs", _COUNT_DA, _COUNT_EN, "1", 20, also=("Skånejob",)),
    Column("wage_subsidy", "Heraf med løntilskud", "Wage subsidy", _COUNT_DA, _COUNT_EN, "0", 20, also=("Løntilskud",)),
    Column("placements", "I praktik", "Placements", _COUNT_DA, _COUNT_EN, "2", 20, also=("Praktik",)),
    Column("special_terms", "Heraf på særlige vilkår", "On special terms",
           f"Kun hvis I ikke kender tallene hver for sig. {_COUNT_DA}",
           f"Only where the numbers are not known one by one. {_COUNT_EN}", longest=20, also=("På særlige vilkår",)),
    Column("key", "Nøgle på tavlen", "Key", "Udfyldes af tavlen. Lad den stå, når I retter en liste, I har hentet her.",
           "Filled in by the board. Leave it as it is in a list that was downloaded here.", longest=80, also=("Nøgle",)),
)  # fmt: skip
"""In the order of the template."""

BY_KEY: Mapping[str, Column] = MappingProxyType({column.key: column for column in COLUMNS})
COUNTS = ("heads", "flex_jobs", "protected_jobs", "wage_subsidy", "placements", "special_terms")

_MARKS = re.compile(r"\s*[*:]+\s*$")
_NAMES = {
    fold(name): column.key
    for column in reversed(COLUMNS)
    for name in (*column.also, column.key.replace("_", " "), column.en, column.da)
}


def column_of(heading: str) -> str | None:
    """The key of the column that a heading names, None for one that is not known.

    >>> column_of("navn *"), column_of("Cvr-Nummer"), column_of("What you do"), column_of("Note")
    ('name', 'cvr', 'description_en', None)
    """
    return _NAMES.get(fold(_MARKS.sub("", heading)))
