"""The words for hands, landmarks and directions in each language; see `StrokeWords`."""

from __future__ import annotations

from kneadcast.routine.hands import HANDS, Hand
from kneadcast.routine.stroke_words import StrokeWords

_BETWEEN_FINGERS: frozenset[Hand] = frozenset({"pinch", "grasp", "fingertips"})
_ANY: frozenset[Hand] = frozenset(HANDS)
"""A hand that warms first, or carries: it says nothing about the one that works."""
_FLAT: frozenset[Hand] = frozenset({"palm", "palms", "wrap"})
_THUMBS: frozenset[Hand] = frozenset({"thumbs"})
_FIST: frozenset[Hand] = frozenset({"fist"})
_FINGERTIPS: frozenset[Hand] = frozenset({"fingertips"})

_OF = (
    r"(?:(?:the|your|its|both|each|an?|just|well|above|below|between|outer|inner|big|upper|lower|tips? of|\{[^{}]*\})"
    r" )*"
)
ENGLISH_STROKES = StrokeWords(
    places=(
        ("tips", r"tips?\b"),
        ("toes", r"toes?\b"),
        ("roots", r"(?:roots?|base|foot|feet)\b"),
        ("arch", r"(?:arch|instep)\b"),
        ("ankle", r"ankles?\b|(?<=above the )heel\b"),
        ("heel", r"heels?\b"),
        ("calf", r"(?:calf|calves)\b"),
        ("knee", r"knees?\b|kneecaps?\b"),
        ("halfway", r"halfway\b|mid-thigh\b"),
        ("thigh", r"thighs?\b"),
        ("buttock", r"(?:buttocks?|seat)\b"),
        ("hip", r"hips?\b"),
        ("waist", r"waist\b"),
        ("groin", r"groin\b"),
        ("belly", r"belly\b"),
    ),
    start=rf"(?:\bfrom {_OF}|(?<!\bthe )(?<!\byour )(?<!\}} )\b(?=[\w-]{{1,20}} to(?:wards?)? ))PLACE",
    end=rf"(?<!\bgo )(?<!\bmove up )(?<!\bmove down )(?<!\bgo along )\b(?:to|as far as) {_OF}PLACE",
    towards=rf"\btowards? {_OF}PLACE",
    up=r"\b(?:up|upwards?|climb\w*|higher)\b",
    down=r"(?<!\bslow )\bdown(?:wards?)?\b",
    around=r"\baround (?:(?:the|your|its|both|two|round|outer|\{[^{}]*\}) )*(?:kneecap|bones?)\b",
    way_back=r"\b(?:back(?! of\b)|return\w*|beside)\b|^(?:go|move) (?:up|down|along|to)\b",
    limits={
        "knee": r"\b(?:below|before) (?:the |your |\{[^{}]*\} |hollow of )*knee(?:cap)?\b",
        "halfway": r"\bhalfway\b|\bmid-thigh\b",
        "buttock": r"\bbelow the buttock\b",
        "groin": r"\b(?:below|before|clear of|far from|short of|near) (?:the )?groin\b",
    },
    above_knee=r"\b(?:begin|start)\w* (?:again |well |just |a hand's width )*above (?:[\w{}']+ ){1,4}?knee",
    hands=(
        (r"\bwarm\b[^.]{0,60}\bpalms\b|\b(?:in|on) one (?:hand|palm)\b", _ANY),
        (
            r"\b(?:two fingers|(?:finger|thumb)s?,? (?:and|or) (?:finger|thumb)s?|thumbs on one side|thumbs pushing)\b",
            _BETWEEN_FINGERS,
        ),
        (r"\bthumbs?\b", _THUMBS),
        (r"\b(?:fists?|knuckles?)\b", _FIST),
        (r"\bfingertips?\b", _FINGERTIPS),
        (r"\bpalms?\b|\bflat hands?\b|\bheel of (?:one|a|your|the) hand\b", _FLAT),
    ),
)

_VON = r"(?:(?:de[nmrs]|die|das|deine[mnrs]?|beiden?|große[nr]?|äußeren?|inneren?|\{[^{}]*\}) )*"
GERMAN_STROKES = StrokeWords(
    places=(
        ("tips", r"Spitzen?\b"),
        ("toes", r"Zehen?\b"),
        ("roots", r"(?:Ansatz|Fuß|Füßen?)\b"),
        ("arch", r"(?:Fuß)?gewölbe\b|Spann\b"),
        ("heel", r"Fersen?\b"),
        ("ankle", r"(?:Knöcheln?|Fußgelenk)\b"),
        ("calf", r"Waden?\b"),
        ("knee", r"Knien?\b|Kniekehle\b|Kniescheibe\b"),
        ("halfway", r"(?:Hälfte|Mitte)\b"),
        ("thigh", r"Oberschenkeln?\b"),
        ("buttock", r"Gesäß\w*"),
        ("hip", r"Hüften?\b|Hüftknochen\b"),
        ("waist", r"Taille\b"),
        ("groin", r"Leiste\b"),
        ("belly", r"Bauch\b"),
    ),
    start=rf"\b(?:von|vom|ab) {_VON}PLACE",
    end=rf"\bbis (?:(?:zu[mr]?|unter|an|auf|in|über|deutlich|kurz|knapp) )*{_VON}PLACE",
    towards=rf"(?<!\bbis )\b(?:zu[mr]?|Richtung) {_VON}PLACE",
    up=r"\b(?:\w*hinauf\w*|aufwärts\w*|nach oben|höher)\b",
    down=r"\b(?:\w*hinab\w*|abwärts|nach unten)\b",
    around=(
        r"\bum (?:(?:de[nr]|die|das|deine[nr]?|beiden?|runden|\{[^{}]*\}) )*"
        r"(?:Kniescheibe|(?:Hüft)?Knochen|Knöchel)\b"
    ),
    way_back=r"\b(?:zurück\w*|wieder herunter)\b",
    limits={
        "knee": r"\bunter(?:halb)? (?:(?:de[mrs]|das|die) )?(?:Knies?|Kniekehle)\b",
        "halfway": r"\bbis zur (?:Hälfte|Mitte)\b",
        "buttock": r"\bunter(?:halb)? (?:de[mrs]|das) Gesäß",
        "groin": r"\b(?:unter(?:halb)?|vor) (?:de[mrs]|die) Leiste\b",
    },
    above_knee=r"\bbeginn\w* (?:deutlich |eine Handbreit )?(?:über|oberhalb) de[mrs] (?:Knies?|Kniekehle)\b",
    hands=(
        (
            r"\b(?:zwei Fingern|(?:Daumen|Finger)n? (?:und|oder) (?:Daumen|Zeigefinger|Finger)n?)\b"
            r"|\bDaumen auf einer Seite\b",
            _BETWEEN_FINGERS,
        ),
        (r"\bDaumen", _THUMBS),
        (r"\b(?:Faust|Fäusten?|Fingerknöcheln?|Fingerrücken)\b", _FIST),
        (r"\bFingerspitzen?\b", _FINGERTIPS),
        (r"\b(?:Handflächen?|Handballen|flache[nr]? (?:Hand|Händen?))\b", _FLAT),
    ),
)

_DE = r"(?:(?:el|los|las?|tus?|su|cada|poco|antes|de|un|una|costado|\{[^{}]*\}) )*"
SPANISH_STROKES = StrokeWords(
    places=(
        ("toes", r"(?:punta|dedos?)\b"),
        ("roots", r"(?:base|raíz|pies?)\b"),
        ("arch", r"(?:arco|empeine)\b"),
        ("heel", r"talón\b"),
        ("ankle", r"tobillos?\b"),
        ("calf", r"pantorrillas?\b"),
        ("knee", r"rodillas?\b|hueco de la rodilla\b|rótula\b"),
        ("halfway", r"(?:mitad|medio muslo)\b"),
        ("thigh", r"muslos?\b"),
        ("buttock", r"(?:glúteos?|nalgas?)\b"),
        ("hip", r"caderas?\b"),
        ("waist", r"cintura\b"),
        ("groin", r"ingle\b"),
        ("belly", r"vientre\b"),
    ),
    start=rf"\b(?:desde|del?(?= (?:[\w{{}}:]+ ){{1,5}}?(?:al?|hacia|hasta) )) {_DE}PLACE",
    end=rf"\b(?:hasta|del? (?:[\w{{}}:]+ ){{1,5}}?al?) {_DE}PLACE",
    towards=rf"\bhacia {_DE}PLACE",
    up=r"\b(?:sub[aeiou]\w*|arriba)\b",
    down=r"\b(?:baj[ae]\w*|(?<!desde )abajo)\b",
    around=(
        r"\b(?:alrededor|en torno) (?:al?|del?) (?:(?:la|los|sus|dos|tu|\{[^{}]*\}) )*(?:rótula|huesos?)\b"
        r"|\brodea (?:(?:con|círculos|suaves|palma|la|el|los) )*(?:rótula|huesos?)\b"
    ),
    way_back=r"\b(?:v[uo]elv\w*|regres\w*|flota\w*)\b",
    limits={
        "knee": (
            r"\b(?:antes de(?: llegar a)?|sin llegar a|sin alcanzar|antes del hueco de|antes de llegar al hueco de)"
            r" la rodilla\b"
        ),
        "halfway": r"\bhasta (?:la mitad|medio muslo)\b",
        "buttock": r"\b(?:antes del?|debajo del?) (?:la )?(?:glúteo|nalga)",
        "groin": r"\b(?:antes de|lejos de|sin llegar a|sin acercarse a) la ingle\b",
    },
    above_knee=r"\bempieza\w* (?:\w+ ){0,3}?(?:por )?encima de(?: la|l hueco de la) rodilla\b",
    hands=(
        (r"\bcalienta\b[^.]{0,60}\bpalmas\b", _ANY),
        (
            r"\b(?:dos yemas|dos dedos|pulgar(?:es)? (?:y|e|o) (?:el |los )?(?:dedos|índice)|pulgares en un lado)\b",
            _BETWEEN_FINGERS,
        ),
        (r"\bpulgar(?:es)?\b", _THUMBS),
        (r"\b(?:puños?|nudillos?)\b", _FIST),
        (r"\byemas?\b", _FINGERTIPS),
        (r"\bpalmas?\b|\bbase de (?:la|una) mano\b", _FLAT),
    ),
)
