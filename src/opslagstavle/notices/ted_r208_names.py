"""What the forms before R2.0.9 call the same thing: every form has its own names for the sections, and one here.

``OBJECT_CONTRACT_INFORMATION_DEFENCE`` (F17), ``OBJECT_VEAT`` (F15) and a dozen others are OBJECT in the tables. A name that
tells what it holds (TITLE_CONTRACT, LOT_NUMBER) is the same in all forms, but for the form's number or a "_DEFENCE" about it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ABOUT_THE_FORM = re.compile(r"^F\d\d_|_SUM$|_F\d+$|_DEFENCE$|_SHORT$")

_SECTIONS = tuple((name, re.compile(pattern)) for name, pattern in (
    ("FD", r"FD_\w+"),
    ("AUTHORITY", r"(CONTRACTING|CONTACTING|AUTHORITY|AUTH|PUBLIC_WORKS_CONCESSIONAIRE)_\w+"),
    ("NAMES", r"NAME_ADDRESSES_CONTACT_\w+"),
    ("INTERNET", r"INTERNET_ADDRESSES_\w+"),
    ("KINDS", r"TYPE_AND_ACTIVITIES_\w+"),
    ("OBJECTS", r"OBJECT_SUPPLIES_SERVICES_PRIOR_INFORMATION"),
    ("OBJECT", r"OBJECT_\w+"),
    ("DESCRIPTION", r"DESCRIPTION_\w+|CONTRACT_OBJECT_DESCRIPTION"),
    ("TITLE_CONTRACT", r"TITLE_(QUALIFICATION_SYSTEM|NOTICE_BUYER_PROFILE)"),
    ("NOTICE_INVOLVES", r"NOTICE_INVOLVES_\w+"),
    ("QUANTITY", r"QUANTITY_SCOPE(_\w+)?"),
    ("LEFTI", r"LEFTI_\w+"),
    ("TECHNICAL_CAPACITY", r"TECHNICAL_CAPACITY_LEFTI"),
    ("PROCEDURE", r"PROCEDURES?_(DEFINITION_)?\w+"),
    ("PROCEDURE_DETAIL", r"TYPE_OF_PROCEDURE_DETAIL(_\w+)?"),
    ("PROCEDURE_KIND", r"TYPE_OF_PROCEDURE(_\w+)?|TYPE_PROCEDURE_AWARD"),
    ("PT_WITHOUT_CALL", r"PT_(NEGOTIATED_WITHOUT|AWARD_CONTRACT_WITHOUT)_\w+"),
    ("PT_WITH_CALL", r"PT_NEGOTIATED_WITH_\w+|PT_NEGOTIATED(_CHOICE)?"),
    ("PT_ACCELERATED_RESTRICTED", r"PT_ACCELERATED_RESTRICTED_\w+"),
    ("PT_ACCELERATED_NEGOTIATED", r"PT_ACCELERATED_NEGOTIATED_\w+"),
    ("ANNEX_OF_DIRECTIVE", r"ANNEX_D\d"),
    ("CRITERIA", r"AWARD_CRITERIA_(?!DETAIL)\w+"),
    ("ADMINISTRATIVE", r"ADMINISTRATIVE_INFORMATION(_\w+)?"),
    ("PREVIOUS", r"PREVIOUS_PUBLICATION_INFORMATION_NOTICE(_\w+)?"),
    ("COMPLEMENTARY", r"COMPLEMENTARY_\w+|OTH_INFO_\w+"),
    ("AWARD", r"AWARD_OF_CONTRACT(_\w+)?"),
    ("AWARDS", r"AWARD_CONTRACT_CONTRACT_AWARD_UTILITIES"),
    ("CONTRACT_AWARD_DATE", r"DATE_OF_CONTRACT_AWARD"),
    ("CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME", r"CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME_CHP"),
))  # fmt: skip
"""In the tables → in the forms. The first that fits the whole name counts."""


@lru_cache(maxsize=10_000)
def known_as(name: str) -> str:
    """
    >>> known_as("OBJECT_CONTRACT_INFORMATION_DEFENCE"), known_as("F17_ANNEX_B"), known_as("TITLE_CONTRACT")
    ('OBJECT', 'ANNEX_B', 'TITLE_CONTRACT')
    """
    plain = _ABOUT_THE_FORM.sub("", name)
    return next((known for known, pattern in _SECTIONS if pattern.fullmatch(plain)), plain)
