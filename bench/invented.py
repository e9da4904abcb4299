"""Invented social enterprises, the same ones from the same seed: made of words, towns and kinds of work that exist."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from opslagstavle.enterprises.enterprise import Enterprise
from opslagstavle.enterprises.workforce import Workforce
from opslagstavle.terms import nuts
from opslagstavle.terms.kinds import KINDS

_FIRST = (
    "Blå", "Grønne", "Lange", "Nye", "Gamle", "Stille", "Fælles", "Åbne", "Små", "Gode", "Hvide", "Røde", "Nordre", "Søndre",
    "Vestre", "Østre", "Frie", "Lune", "Raske", "Brede", "Klare", "Tætte", "Milde", "Store",
)  # fmt: skip
_SECOND = (
    "hænder", "trapper", "køkkener", "spor", "hegn", "spader", "kurve", "porte", "vinduer", "broer", "bænke", "haver",
    "værksteder",
    "saddelmagere", "vaskekoner", "cykler", "gartnere", "kander", "tønder", "penne", "tråde", "bier", "æbler", "møller", "lygter",
)  # fmt: skip
TOWNS = (
    "Aabenraa", "Assens", "Brønderslev", "Ebeltoft", "Esbjerg", "Faaborg", "Frederikshavn", "Grenaa", "Haderslev", "Helsingør",
    "Herning", "Hillerød", "Hjørring", "Holbæk", "Horsens", "Kalundborg", "Kolding", "Køge", "Maribo", "Nakskov", "Nyborg",
    "Næstved", "Odder", "Odense", "Randers", "Ribe", "Ringsted", "Roskilde", "Rønne", "Silkeborg", "Skive", "Slagelse",
    "Svendborg", "Thisted", "Tønder", "Varde", "Vejle", "Viborg", "Aalborg", "Aarhus",
)  # fmt: skip
_OPENINGS = (
    "Vi er {heads} kolleger i {town} og laver {words}.",
    "I {town} tilbyder vi {words} til kommuner, skoler og boligforeninger.",
    "{name} leverer {words} og tager også mindre opgaver.",
    "Hos os i {town} arbejder vi hver dag med {words}.",
)
_MIDDLES = (
    "Vi henter og bringer selv, og vi kan begynde med en uges varsel.",
    "En del af os er i fleksjob, og der er tid til at lære arbejdet at kende.",
    "Vi har arbejdet for kommunen siden {year} og for to boligforeninger.",
    "Opgaven løses af faste hold, hver med en faglig leder.",
    "Vi kan også {words}, når kunden ønsker det.",
    "Værkstedet er på {heads}0 kvadratmeter med egen ramme og truck.",
)
_CLOSINGS = (
    "Ring, hvis I vil se os arbejde.",
    "Overskuddet går til oplæring.",
    "Vi samarbejder gerne med andre om store opgaver.",
    "Vi giver tilbud inden for fem dage.",
)


def enterprises(count: int, seed: int = 20) -> Iterator[Enterprise]:
    random = Random(seed)
    keys = sorted(KINDS)
    places = [region.code for region in (*nuts.REGIONS, *nuts.PROVINCES)]
    for number in range(count):
        yield _enterprise(random, number, keys, places)


def _enterprise(random: Random, number: int, keys: list[str], places: list[str]) -> Enterprise:
    kinds = tuple(random.sample(keys, random.choice((1, 2, 2, 3, 4))))
    town = random.choice(TOWNS)
    heads = random.randint(3, 90)
    name = f"{random.choice(_FIRST)} {random.choice(_SECOND)} {town} {number}"
    return Enterprise(
        key=f"invented-{number}",
        name=name,
        descriptions={"da": _text(random, kinds, name=name, town=town, heads=heads)},
        kinds=kinds,
        places=_places(random, places),
        town=town,
        registered=random.choice((True, True, False, None)),
        integration_is_main_aim=random.choice((True, True, None)),
        workforce=Workforce(heads=heads, flex_jobs=heads // random.randint(2, 6), protected_jobs=1, wage_subsidy=0),
    )  # fmt: skip


def _places(random: Random, places: list[str]) -> tuple[str, ...]:
    return ("DK",) if random.random() < 0.1 else tuple(random.sample(places, random.choice((1, 1, 2))))


def _text(random: Random, kinds: tuple[str, ...], *, name: str, town: str, heads: int) -> str:
    lines = [
        random.choice(_OPENINGS), *random.sample(_MIDDLES, random.randint(1, 4)), random.choice(_CLOSINGS),
    ]  # fmt: skip
    return " ".join(
        line.format(
            name=name,
            town=town,
            heads=heads,
            year=random.randint(1998, 2024),
            words=_said(random, kinds),
        )
        for line in lines
    )


def _said(random: Random, kinds: tuple[str, ...]) -> str:
    words = [word for key in kinds for word in KINDS[key].words_da]
    chosen = random.sample(words, min(len(words), random.randint(2, 6)))
    return " og ".join(filter(None, (", ".join(chosen[:-1]), chosen[-1])))
