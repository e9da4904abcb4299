"""Small TED_EXPORT notices of our own making, put together from parts."""

from __future__ import annotations

from opslagstavle.notices import ted_legacy
from opslagstavle.notices.formats import parse
from opslagstavle.notices.notice import Notice

S02 = "ted/R2.0.9.S02/publication"
S03 = "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
S01 = "http://formex.publications.europa.eu/ted/schema/export/R2.0.9.S01.E01"
NUTS_2016 = "http://publications.europa.eu/resource/schema/ted/2016/nuts"
NUTS_2021 = "http://publications.europa.eu/resource/schema/ted/2021/nuts"

CODED = """
  <REF_OJS><DATE_PUB>20210104</DATE_PUB></REF_OJS>
  <NOTICE_DATA>
    <NO_DOC_OJS>2021/S 001-000123</NO_DOC_OJS>
    <ORIGINAL_CPV CODE="90910000">Cleaning</ORIGINAL_CPV><ORIGINAL_CPV CODE="98310000">Washing</ORIGINAL_CPV>
    <n:PERFORMANCE_NUTS CODE="DK042"/>
    <REF_NOTICE><NO_DOC_OJS>2020/S 200-000077</NO_DOC_OJS></REF_NOTICE>
  </NOTICE_DATA>
  <CODIF_DATA>
    <DS_DATE_DISPATCH>20201230</DS_DATE_DISPATCH>
    <DT_DATE_FOR_SUBMISSION>20210215 12:00</DT_DATE_FOR_SUBMISSION>
    <NC_CONTRACT_NATURE CODE="4"/><PR_PROC CODE="1"/><DIRECTIVE VALUE="2014/24/EU"/>
  </CODIF_DATA>"""

BUYER = """
  <CONTRACTING_BODY>
    <ADDRESS_CONTRACTING_BODY>
      <OFFICIALNAME>Fjordby Kommune</OFFICIALNAME><NATIONALID>CVR nr. 64 94 22 12</NATIONALID><TOWN>Fjordby</TOWN>
      <COUNTRY VALUE="DK"/><n:NUTS CODE="DK042"/><URL_GENERAL>fjordby.example</URL_GENERAL>
    </ADDRESS_CONTRACTING_BODY>
    <ADDRESS_CONTRACTING_BODY_ADDITIONAL>
      <OFFICIALNAME>Engby Kommune</OFFICIALNAME><COUNTRY VALUE="DK"/>
    </ADDRESS_CONTRACTING_BODY_ADDITIONAL>
    <URL_DOCUMENT>https://docs.example</URL_DOCUMENT><URL_PARTICIPATION>https://offers.example</URL_PARTICIPATION>
    <CA_TYPE VALUE="REGIONAL_AUTHORITY"/><CA_ACTIVITY VALUE="SOCIAL_PROTECTION"/>
  </CONTRACTING_BODY>"""

WASHING = """
  <OBJECT_CONTRACT>
    <TITLE><P>Vask</P></TITLE><REFERENCE_NUMBER>2020-7</REFERENCE_NUMBER>
    <CPV_MAIN><CPV_CODE CODE="98310000-9"/></CPV_MAIN><TYPE_CONTRACT CTYPE="SERVICES"/>
    <SHORT_DESCR><P>Vask af linned.</P></SHORT_DESCR><VAL_ESTIMATED_TOTAL CURRENCY="DKK">900000.50</VAL_ESTIMATED_TOTAL>
    <OBJECT_DESCR ITEM="1">
      <CPV_ADDITIONAL><CPV_CODE CODE="98311000"/></CPV_ADDITIONAL><n:NUTS CODE="DK042"/><n:NUTS CODE="DK041"/>
      <MAIN_SITE><P>Fjordby</P></MAIN_SITE><SHORT_DESCR><P>Linned fra plejehjem.</P></SHORT_DESCR>
      <DURATION TYPE="MONTH">24</DURATION><DATE_START>2021-05-01</DATE_START>
    </OBJECT_DESCR>
  </OBJECT_CONTRACT>"""

LOTS = """
  <OBJECT_CONTRACT><TITLE><P>{title}</P></TITLE><CPV_MAIN><CPV_CODE CODE="98310000"/></CPV_MAIN>
    <OBJECT_DESCR ITEM="1"><TITLE><P>{first}</P></TITLE><LOT_NO>10</LOT_NO>
      <SHORT_DESCR><P>{first}!</P></SHORT_DESCR></OBJECT_DESCR>
    <OBJECT_DESCR ITEM="2"><TITLE><P>{second}</P></TITLE><LOT_NO>20</LOT_NO>
      <SHORT_DESCR><P>{second}!</P></SHORT_DESCR></OBJECT_DESCR>
  </OBJECT_CONTRACT>"""

PROCEDURE = """
  <PROCEDURE><PT_OPEN/><DATE_RECEIPT_TENDERS>2021-02-15</DATE_RECEIPT_TENDERS>
    <TIME_RECEIPT_TENDERS>12:30</TIME_RECEIPT_TENDERS></PROCEDURE>"""


def form(body: str, number: str = "F02", language: str = "DA", category: str = "ORIGINAL") -> str:
    return f'<{number}_2014 CATEGORY="{category}" FORM="{number}" LG="{language}">{body}</{number}_2014>'


def export(
    *forms: str, namespace: str = S03, version: str | None = "R2.0.9.S03.E01", nuts: str = NUTS_2016
) -> bytes:
    stated = f' VERSION="{version}"' if version else ""
    return (
        f'<TED_EXPORT xmlns="{namespace}" xmlns:n="{nuts}"{stated} DOC_ID="000123-2021">'
        f"<CODED_DATA_SECTION>{CODED}</CODED_DATA_SECTION>"
        "<TRANSLATION_SECTION><ML_TITLES><ML_TI_DOC LG='DA'><TI_TEXT><P>Vaskeriydelser</P></TI_TEXT></ML_TI_DOC>"
        "</ML_TITLES></TRANSLATION_SECTION>"
        f"<FORM_SECTION><NOTICE_UUID>6f0e-1</NOTICE_UUID>{''.join(forms)}</FORM_SECTION></TED_EXPORT>"
    ).encode()


def read(*forms: str, **how: str | None) -> Notice:
    root = parse(export(*forms, **how))  # type: ignore[arg-type]
    assert ted_legacy.recognises(root)
    return ted_legacy.read(root)


def award(lots: str, inner: str) -> str:
    return f"<AWARD_CONTRACT ITEM='1'><CONTRACT_NO>K-7</CONTRACT_NO>{lots}{inner}</AWARD_CONTRACT>"


WON = """<AWARDED_CONTRACT><DATE_CONCLUSION_CONTRACT>2021-06-01</DATE_CONCLUSION_CONTRACT>
  <TENDERS><NB_TENDERS_RECEIVED>4</NB_TENDERS_RECEIVED></TENDERS>
  <CONTRACTORS><AWARDED_TO_GROUP/>
    <CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>Vaskeriet</OFFICIALNAME><NATIONALID>64942212</NATIONALID>
      <COUNTRY VALUE="DK"/></ADDRESS_CONTRACTOR><SME/></CONTRACTOR>
    <CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>Big Wash</OFFICIALNAME></ADDRESS_CONTRACTOR><NO_SME/></CONTRACTOR>
  </CONTRACTORS><VALUES><VAL_TOTAL CURRENCY="DKK">500000</VAL_TOTAL></VALUES><LIKELY_SUBCONTRACTED/></AWARDED_CONTRACT>"""
