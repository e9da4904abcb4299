"""A map of Denmark of our own: one hexagon for each municipality, about where it lies (made by hand; no surveyed borders in it).

Around Copenhagen municipalities are small and many, so that corner is larger than in nature. Neighbours are neighbours as far as
hexagons let them; islands stand apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# In every line: which row, where its first hexagon is, then municipalities by number, one after another ("..." is water).
_ROWS = """
0   3   860 813                             ;  Hjørring, Frederikshavn
0.8 5.3 825                                 ;  Læsø
1   2.5 849 810                             ;  Jammerbugt, Brønderslev
2   1   787 820 851                         ;  Thisted, Vesthimmerland, Aalborg
3   1.5 773 840 846                         ;  Morsø, Rebild, Mariagerfjord
4   0   665 671 779 791 730 707             ;  Lemvig, Struer, Skive, Viborg, Randers, Norddjurs
5   0.5 661 657 740 710 706                 ;  Holstebro, Herning, Silkeborg, Favrskov, Syddjurs
6   1   760 756 746 751                     ;  Ringkøbing-Skjern, Ikast-Brande, Skanderborg, Aarhus
7   0.5 573 530 766 615 727                 ;  Varde, Billund, Hedensted, Horsens, Odder
7.8 5.4 741                                 ;  Samsø
8   1   561 630 607                         ;  Esbjerg, Vejle, Fredericia
8.2 -0.2 563                                ;  Fanø
9   1.5 575 621                             ;  Vejen, Kolding
10  1   550 510                             ;  Tønder, Haderslev
11  1.5 580 540                             ;  Aabenraa, Sønderborg

9   3.9 480 440                             ;  Nordfyns, Kerteminde
10  3.4 410 461 450                         ;  Middelfart, Odense, Nyborg
11  3.9 420 430                             ;  Assens, Faaborg-Midtfyn
12  5.4 479                                 ;  Svendborg
13.1 4.3 492                                ;  Ærø
13.1 6.0 482                                ;  Langeland

3   9.5 260 270 217                         ;  Halsnæs, Gribskov, Helsingør
4   9   250 219 201 210                     ;  Frederikssund, Hillerød, Allerød, Fredensborg
5   9.5 240 190 230 223                     ;  Egedal, Furesø, Rudersdal, Hørsholm
6   7   306 ... ... 151 159 173 157         ;  Odsherred; Ballerup, Gladsaxe, Lyngby-Taarbæk, Gentofte
7   6.5 326 316 169 165 163 175 147 101     ;  Kalundborg, Holbæk, Høje-Taastrup, Albertslund, Herlev, Rødovre, Frederiksb., Kbh.
8   7   340 350 265 161 153 167 185         ;  Sorø, Lejre, Roskilde, Glostrup, Brøndby, Hvidovre, Tårnby
9   6.5 330 329 259 253 183 187 ... 155     ;  Slagelse, Ringsted, Køge, Greve, Ishøj, Vallensbæk; Dragør
10  7   370 320 269                         ;  Næstved, Faxe, Solrød
11  7.5 390 336                             ;  Vordingborg, Stevns
12.4 7.25 360 376                           ;  Lolland, Guldborgsund
11.8 13 400                                 ;  Bornholm
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """The middle of a hexagon that stands on a corner: ``column`` in widths, ``row`` in rows (0.866 of a width each)."""

    column: float
    row: float


def _placed() -> Iterator[tuple[str, Cell]]:
    for line in filter(None, _ROWS.splitlines()):
        row, first, *codes = line.partition(";")[0].split()
        for step, code in enumerate(codes):
            if code != "...":
                yield code, Cell(float(first) + step, float(row))


CELLS: Mapping[str, Cell] = MappingProxyType(dict(_placed()))
"""Where each of the 98 municipalities has its hexagon, by number."""
