"""Small TED_EXPORT notices of the time before R2.0.9, of our own making, put together from parts."""

from __future__ import annotations

from opslagstavle.notices.formats import read_notice
from opslagstavle.notices.notice import Notice

PUBLICATION = "http://publications.europa.eu/resource/schema/ted/R2.0.8/publication"
SCHEMA = "http://publications.europa.eu/TED_schema/Export"
S03 = "ted/R2.0.8.S03/publication"

CODED = """
  <REF_OJS><DATE_PUB>20150601</DATE_PUB></REF_OJS>
  <NOTICE_DATA><NO_DOC_OJS>2015/S 103-000456</NO_DOC_OJS><ORIGINAL_CPV CODE="98310000">Washing</ORIGINAL_CPV>
    <n:PERFORMANCE_NUTS CODE="DK042"/><REF_NOTICE><NO_DOC_OJS>2015/S 050-000077</NO_DOC_OJS></REF_NOTICE></NOTICE_DATA>
  <CODIF_DATA><DS_DATE_DISPATCH>20150528</DS_DATE_DISPATCH><TD_DOCUMENT_TYPE CODE="{document}"/>
    <NC_CONTRACT_NATURE CODE="4"/><DIRECTIVE VALUE="2009/81/EC"/></CODIF_DATA>"""


def date(name: str, day: str, time: str = "") -> str:
    year, month, of_month = day.split("-")
    clock = f"<TIME>{time}</TIME>" if time else ""
    return f"<{name}><DAY>{of_month}</DAY><MONTH>{month}</MONTH><YEAR>{year}</YEAR>{clock}</{name}>"


def organisation(name: str, number: str = "", extra: str = "") -> str:
    return (
        f"<ORGANISATION><OFFICIALNAME>{name}</OFFICIALNAME><NATIONALID>{number}</NATIONALID></ORGANISATION>"
        f'<TOWN>Fjordby</TOWN><COUNTRY VALUE="DK"/><E_MAILS><E_MAIL>post@fjordby.example</E_MAIL></E_MAILS>{extra}'
    )


def authority(suffix: str = "DEFENCE") -> str:
    return f"""<CONTRACTING_AUTHORITY_INFORMATION_{suffix}>
  <NAME_ADDRESSES_CONTACT_CONTRACT>
    <CA_CE_CONCESSIONAIRE_PROFILE>{organisation("Fjordby Kaserne", "CVR nr. 64 94 22 12")}</CA_CE_CONCESSIONAIRE_PROFILE>
    <INTERNET_ADDRESSES_CONTRACT><URL_GENERAL>kaserne.example</URL_GENERAL>
      <URL_INFORMATION>https://docs.example</URL_INFORMATION><URL_PARTICIPATE>https://offers.example</URL_PARTICIPATE>
    </INTERNET_ADDRESSES_CONTRACT>
  </NAME_ADDRESSES_CONTACT_CONTRACT>
  <TYPE_AND_ACTIVITIES_OR_CONTRACTING_ENTITY_AND_PURCHASING_ON_BEHALF>
    <TYPE_AND_ACTIVITIES><TYPE_OF_CONTRACTING_AUTHORITY VALUE="MINISTRY"/>
      <TYPE_OF_ACTIVITY VALUE="DEFENCE"/></TYPE_AND_ACTIVITIES>
    <PURCHASING_ON_BEHALF><PURCHASING_ON_BEHALF_YES><CONTACT_DATA_OTHER_BEHALF_CONTRACTING_AUTORITHY>
      {organisation("Engby Depot")}</CONTACT_DATA_OTHER_BEHALF_CONTRACTING_AUTORITHY>
    </PURCHASING_ON_BEHALF_YES></PURCHASING_ON_BEHALF>
  </TYPE_AND_ACTIVITIES_OR_CONTRACTING_ENTITY_AND_PURCHASING_ON_BEHALF>
</CONTRACTING_AUTHORITY_INFORMATION_{suffix}>"""


CPV = """<CPV><CPV_MAIN><CPV_CODE CODE="98310000"/></CPV_MAIN>
  <CPV_ADDITIONAL><CPV_CODE CODE="98311000"/></CPV_ADDITIONAL></CPV>"""
UNDIVIDED = "<F17_DIVISION_INTO_LOTS><DIV_INTO_LOT_NO/></F17_DIVISION_INTO_LOTS>"


def lot(number: int, title: str, extra: str = "") -> str:
    return f"""<F17_ANNEX_B><LOT_NUMBER>{number}</LOT_NUMBER><LOT_TITLE>{title}</LOT_TITLE>
      <LOT_DESCRIPTION><P>{title}!</P></LOT_DESCRIPTION>{extra}</F17_ANNEX_B>"""


def divided(*lots: str, offers_for: str = "ALL_LOTS") -> str:
    inner = f'<F17_DIV_INTO_LOT_YES VALUE="{offers_for}">{"".join(lots)}</F17_DIV_INTO_LOT_YES>'
    return f"<F17_DIVISION_INTO_LOTS>{inner}</F17_DIVISION_INTO_LOTS>"


def described(title: str = "Vask", within: str = "", division: str = UNDIVIDED, after: str = "") -> str:
    return f"""<OBJECT_CONTRACT_INFORMATION_DEFENCE><DESCRIPTION_CONTRACT_INFORMATION_DEFENCE>
    <TITLE_CONTRACT><P>{title}</P></TITLE_CONTRACT>
    <LOCATION_NUTS><LOCATION><P>Fjordby</P></LOCATION><n:NUTS CODE="DK042"/></LOCATION_NUTS>{within}
    <SHORT_CONTRACT_DESCRIPTION><P>{title} af linned.</P></SHORT_CONTRACT_DESCRIPTION>{CPV}{division}
  </DESCRIPTION_CONTRACT_INFORMATION_DEFENCE>{after}</OBJECT_CONTRACT_INFORMATION_DEFENCE>"""


def lefti(inner: str) -> str:
    return f"<LEFTI_CONTRACT_DEFENCE>{inner}</LEFTI_CONTRACT_DEFENCE>"


def procedure(
    kind: str = "<PT_RESTRICTED/>", administrative: str = "", criteria: str = "", invited: str = ""
) -> str:
    return f"""<PROCEDURE_DEFINITION_CONTRACT_NOTICE_DEFENCE>
  <TYPE_OF_PROCEDURE_DEFENCE><TYPE_OF_PROCEDURE_DETAIL_FOR_CONTRACT_NOTICE_DEFENCE>{kind}
    </TYPE_OF_PROCEDURE_DETAIL_FOR_CONTRACT_NOTICE_DEFENCE>{invited}</TYPE_OF_PROCEDURE_DEFENCE>
  <AWARD_CRITERIA_CONTRACT_NOTICE_INFORMATION>{criteria}</AWARD_CRITERIA_CONTRACT_NOTICE_INFORMATION>
  <ADMINISTRATIVE_INFORMATION_CONTRACT_NOTICE_DEFENCE>{administrative}</ADMINISTRATIVE_INFORMATION_CONTRACT_NOTICE_DEFENCE>
</PROCEDURE_DEFINITION_CONTRACT_NOTICE_DEFENCE>"""


def form(
    body: str, name: str = "CONTRACT_DEFENCE", number: str = "17", language: str = "DA", category: str = "ORIGINAL",
    version: str = "R2.0.8.S05.E01",
) -> str:  # fmt: skip
    numbered = f' FORM="{number}"' if number else ""
    return (
        f'<{name} CATEGORY="{category}"{numbered} LG="{language}" VERSION="{version}">'
        f'<FD_{name} CTYPE="SERVICES">{body}</FD_{name}></{name}>'
    )


def export(*forms: str, namespace: str = PUBLICATION, version: str = "", document: str = "3") -> bytes:
    stated = f' VERSION="{version}"' if version else ""
    return (
        f'<TED_EXPORT xmlns="{namespace}" xmlns:n="http://publications.europa.eu/resource/schema/ted/2021/nuts"{stated} '
        f'DOC_ID="000456-2015"><CODED_DATA_SECTION>{CODED.format(document=document)}</CODED_DATA_SECTION>'
        '<TRANSLATION_SECTION><ML_AA_NAMES><AA_NAME LG="DA">Fjordby</AA_NAME></ML_AA_NAMES></TRANSLATION_SECTION>'
        f"<FORM_SECTION>{''.join(forms)}</FORM_SECTION></TED_EXPORT>"
    ).encode()


def read(*forms: str, **how: str) -> Notice:
    return read_notice(export(*forms, **how))
