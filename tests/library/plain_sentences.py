"""Sixty sentences as people of social enterprises would type them, with the kind of work each means.

Written before the proposals were, and not fitted to them: where a proposal is wrong the sentence stays. Invented; some are
long-winded, some have a slip of the pen, some say more than one thing (the first is the one they live by). ``KINDS`` that
would do as well stand behind the first.
"""

from __future__ import annotations

SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Vi vasker og ruller duge og sengetøj for hoteller og plejehjem", ("laundry", "linen-service")),
    (
        "Vi henter det beskidte linned om mandagen og kommer tilbage med rent om torsdagen",
        ("linen-service", "laundry"),
    ),
    ("Vi lapper tøj, lægger bukser op og syr lynlåse i", ("sewing-and-mending",)),
    ("Systuen laver muleposer og forklæder af gamle sejl", ("textile-goods", "sewing-and-mending")),
    ("Vi sælger kitler og arbejdsbukser med logo", ("workwear",)),
    ("Vi gør rent på skoler og kontorer hver aften", ("cleaning",)),
    ("Trappevask i boligforeninger og hovedrengøring når nogen flytter", ("cleaning",)),
    ("Vores folk pudser ruder både ude og inde", ("window-cleaning",)),
    ("Vi vasker hjemmeplejens biler i hånden og støvsuger dem", ("vehicle-washing",)),
    ("Vi samler skrald op på gaden og fejer fortove", ("street-cleaning", "waste-handling")),
    ("Om vinteren rydder vi sne og strør salt på parkeringspladser", ("snow-clearing",)),
    ("Vi er en slags pedel for små skoler og børnehaver", ("caretaking", "facility-management")),
    ("Vi maler vægge, lofter og vinduesrammer", ("painting",)),
    ("Vi bygger terrasser og hegn og sætter døre i", ("joinery", "small-building-work", "wood-products")),
    (
        "Små håndværkeropgaver: hænge hylder op, skifte greb og lægge gulve",
        ("small-building-work", "joinery"),
    ),
    (
        "Vi river garager ned og sorterer murstenene så de kan bruges igen",
        ("clearing-and-demolition", "reuse-and-recycling"),
    ),
    ("Vi lægger fliser og reparerer gangstier", ("paving-and-paths", "small-building-work")),
    ("Vi driver kantinen på rådhuset og laver frokost til 200", ("canteen",)),
    ("Smørrebrød og tapas til jeres møde, vi bringer det selv ud", ("catering",)),
    ("Vi laver mad til ældre og kører den hjem til dem", ("meals-at-home",)),
    ("Hver dag smører vi 300 madpakker til børnehaver", ("school-meals", "catering")),
    ("I vores køkken laver vi færdigretter i store gryder og køler dem ned", ("cooked-meals",)),
    ("Vi har en lille café ved havnen hvor unge lærer at servere", ("cafe-and-restaurant",)),
    ("Vi bager surdejsbrød og kanelsnegle", ("bakery",)),
    ("Frugtkurve til kontoret og kartofler fra egen mark", ("fruit-and-vegetables",)),
    ("Vi presser æbler til most og koger marmelade", ("juice-and-preserves",)),
    ("Vi rister kaffe og pakker den i poser", ("coffee-tea-and-sweets", "packing-and-assembly")),
    ("Vi holder bier og sælger honning", ("eggs-honey-and-livestock",)),
    ("Græsset slår vi hver uge, og vi luger bede i boligområder", ("green-areas", "gardening")),
    (
        "Hjælp i haven hos ældre: vi klipper, graver og river blade",
        ("gardening", "trees-and-hedges", "green-areas"),
    ),
    ("Vi fælder træer og klipper hække", ("trees-and-hedges",)),
    ("Vi anlægger regnbede og sansehaver", ("landscaping", "gardening")),
    ("Vi passer gravsteder på tre kirkegårde", ("cemetery-care",)),
    ("Vi kløver brænde og leverer det i sække", ("firewood-and-timber",)),
    ("Vi fjerner bjørneklo og rydder krat langs åen", ("nature-care",)),
    ("Buketter og potteplanter fra vores drivhus", ("plants-and-flowers",)),
    ("Vi passer hunde mens ejerne er på ferie", ("animal-care",)),
    (
        "Folk på genbrugspladsen får hjælp af os til at sortere deres affald",
        ("waste-handling", "reuse-and-recycling"),
    ),
    (
        "Vi skiller gamle fjernsyn og elektronik ad og sender metallet til genanvendelse",
        ("reuse-and-recycling", "waste-handling"),
    ),
    ("Vi har en butik med brugt tøj og porcelæn", ("shops", "reuse-and-recycling")),
    ("Vi makulerer fortrolige papirer for kommunen", ("shredding",)),
    ("Vi laver punkterede cykler og gør gamle cykler klar til salg", ("bicycles",)),
    ("Vi gør kørestole og rollatorer rene og reparerer dem", ("aids-for-disabled-people",)),
    ("Brugte pc'er får slettet harddisken og bliver solgt igen", ("computer-repair", "computers")),
    ("Vi pakker skruer i poser og sætter mærkater på æsker for industrien", ("packing-and-assembly",)),
    ("Vi snedkererer borde og bænke af genbrugstræ", ("furniture", "wood-products")),
    ("Slidte stole får nyt stof og nye fjedre hos os", ("furniture-repair",)),
    ("Vi svejser gelændere og cykelstativer", ("metalwork",)),
    ("Vi trykker plakater, foldere og t-shirts", ("printing",)),
    ("Vi lægger breve i kuverter og sender dem for foreninger", ("mailings",)),
    ("Gamle byggesager bliver scannet hos os", ("archive-and-scanning",)),
    ("Vores kolleger med autisme tester om hjemmesider virker for blinde", ("software-testing", "websites")),
    ("Vi laver logoer og opslag til sociale medier", ("design-and-communication",)),
    ("Vi kører ældre og handicappede til dagcenter i liftbus", ("special-needs-transport",)),
    ("Vi flytter møbler og tømmer dødsboer", ("moving",)),
    ("Vi pakker og plukker ordrer på et lager for webshops", ("storage", "packing-and-assembly")),
    ("Et værested hvor folk med sindslidelser kan komme om dagen", ("day-centres", "social-work")),
    ("Hos os bliver ledige afklaret og prøvet af i rigtigt arbejde", ("work-training", "job-placement")),
    (
        "Mentorer der følger unge til de står op om morgenen og kommer i skole",
        ("guidance-and-mentoring", "children-and-youth-support"),
    ),
    ("Et lille band der spiller på plejehjem", ("music-theatre-and-art",)),
)
