"""Real notices with Danish words and places in the place of their own: most that we have are of other countries.

Numbers, codes, dates, values, lots and conditions stay as they were printed. Words are made of the official Danish names of the
lot's own CPV codes and of our kinds of work, so that common words are common and rare ones rare.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from random import Random

from bench.invented import TOWNS
from bench.table import SHARED
from opslagstavle.notices.notice import Lot, Notice, Place
from opslagstavle.terms import cpv, nuts
from opslagstavle.terms.codelists import read_labels
from opslagstavle.terms.kinds import kind_of

_BUYERS = (
    "Kommune",
    "Kommune",
    "Kommune",
    "Boligforening",
    "Forsyning",
    "Erhvervsskole",
    "Gymnasium",
    "Sygehus",
)
_SENTENCES = (
    "Ordregiver ønsker at indgå kontrakt om {work} i {town}.",
    "Opgaven omfatter {work} samt {other}.",
    "Leverandøren skal kunne levere {other} i hele kontraktens løbetid.",
    "Der lægges vægt på kvalitet, pris og arbejdsmiljø ved {work}.",
    "Kontrakten løber i to år med mulighed for forlængelse i to gange tolv måneder.",
    "Arbejdet udføres på hverdage mellem kl. 7 og 17, og {other} aftales særskilt.",
    "Tilbud afleveres elektronisk og vedlægges priser på {other}.",
    "Det forventes, at {word} og {word} indgår i opgaven.",
    "Aftalen omfatter {place} i {town} og omegn.",
    "Arbejdet udføres for {place}.",
)
_PLACES = (
    "skoler", "daginstitutioner", "plejecentre", "biblioteker", "rådhuset", "idrætshaller", "museer", "børnehaver",
    "genbrugspladser", "havnen", "parker", "kirkegårde", "boligafdelinger",
    "sygehuset", "gymnasiet", "erhvervsskolen", "svømmehallen", "værksteder",
    "busser", "stationer", "lægehuse", "kollegier", "varmeværket", "renseanlægget", "bosteder",
)  # fmt: skip
_NATIONWIDE = 0.1


class Danish:
    """Says what a lot is about in Danish; the same of the same notice, whoever asks."""

    def __init__(self) -> None:
        labels = read_labels((SHARED / "codelists" / "eforms-sdk" / "code_da.xml").read_bytes(), {"cpv"})
        self._labels = {code: text.rstrip(".") for (_, code), text in labels.items()}
        self._near: dict[str, list[str]] = defaultdict(list)
        for code, text in self._labels.items():
            self._near[code[:3]].append(text.lower())
        self._provinces = [region.code for region in nuts.PROVINCES]

    def notice(self, read: Notice, seed: str) -> Notice:
        random = Random(seed)
        town = random.choice(TOWNS)
        places = () if random.random() < 0.04 else (Place(country="DK", nuts=self._place(random)),)
        lots = tuple(self._lot(lot, random, town, places) for lot in read.lots)
        first = lots[0].titles if lots else {}
        buyers = tuple(replace(buyer, name=f"{town} {random.choice(_BUYERS)}") for buyer in read.buyers)
        procedure = replace(read.procedure, titles=first, descriptions={}, places=places)
        return replace(read, lots=lots, buyers=buyers, procedure=procedure, language="da")

    def _place(self, random: Random) -> str:
        return "DK" if random.random() < _NATIONWIDE else random.choice(self._provinces)

    def _lot(self, lot: Lot, random: Random, town: str, places: tuple[Place, ...]) -> Lot:
        code = cpv.normalise(lot.cpv) or "98000000"
        work = self._labels.get(code, "Tjenesteydelser")
        near = self._near[code[:3]] or [work.lower()]
        kind = kind_of(code)
        words = (kind and kind.words_da) or (work.lower(),)
        text = " ".join(
            sentence.format(
                work=work.lower(),
                town=town,
                place=random.choice(_PLACES),
                other=random.choice(near),
                word=random.choice(words),
            )
            for sentence in random.sample(_SENTENCES, random.randint(3, len(_SENTENCES)))
        )
        return replace(lot, titles={"da": f"{work} i {town}"}, descriptions={"da": text}, places=places)
