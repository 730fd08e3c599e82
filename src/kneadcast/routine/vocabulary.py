"""The words that rules look for, in each language that has a vocabulary.

Routines in other languages are checked only against the rules that depend on numbers and form.
Patterns ignore case, and match from the beginning of a word unless they say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kneadcast.languages import primary_language
from kneadcast.routine.stroke_vocabulary import ENGLISH_STROKES, GERMAN_STROKES, SPANISH_STROKES
from kneadcast.routine.stroke_words import StrokeWords


@dataclass(frozen=True)
class UnwantedWords:
    """Words that a session must not contain, and the reason."""

    pattern: str
    reason: str

    def found_in(self, text: str) -> str:
        """Returns the first match in a text, or an empty string."""
        match = re.search(rf"\b(?:{self.pattern})", text, re.IGNORECASE)
        return match.group() if match else ""


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language."""

    health_claims: tuple[UnwantedWords, ...]
    devices: tuple[UnwantedWords, ...]
    unkind: tuple[UnwantedWords, ...]
    creams: UnwantedWords
    bells: str
    thumbs: str
    covers: str
    """Words for covering and uncovering a leg."""
    supports: str
    """Words for a cushion under the ankles, which lying on the stomach requires."""
    firm: str
    """Words that ask for firm hands."""
    limits: str
    """Words that say where to stop or what to avoid."""
    endangerment_sites: Mapping[str, str]
    """What a caution must name, by the site that the work comes near; each value is a pattern for the words."""
    dried: str
    """Words that ask the listener to dry the soles."""
    hands: str
    sides: Mapping[str, str]
    """Words that name a side, each with the placeholder to use instead."""
    one_side: str
    """Words that mean one side even outside a section; `right` alone has other meanings."""
    safety: Mapping[str, str]
    """What a safety line must say; each value is a pattern for the words."""
    contraindications: Mapping[str, Mapping[str, str]]
    """What a safety line must say in addition, by type, as in `safety`."""
    props: Mapping[str, str]
    """Things that a routine may use, each with a pattern for its names."""
    not_imperative: str
    """Words that a step must not begin with, because they do not say what to do."""
    strokes: StrokeWords
    """Words for hands, landmarks and directions."""


_CURE = "a session gives comfort; it is not a treatment and must not promise one"
_VESSELS = "no session can be promised to change what vessels do"
_ORGANS = "no study shows that rubbing a leg does anything for organs"
_SLIM = "rubbing skin removes no fat, and must not promise it"
_DISEASE = "naming a disease sounds like a treatment of it"
_DEVICE = "the listener's eyes are shut and hands oily; nothing may need a device"
_UNKIND = "a session does not judge bodies"
_EFFORT = "nobody can relax on command; offer it instead"
_CREAM = "lymphatic work moves the skin itself, and on cream the fingers slip"


def vocabulary(language: str) -> Vocabulary | None:
    """Returns the vocabulary of a language tag such as `de-AT`, or `None` if the language has no vocabulary."""
    return VOCABULARIES.get(primary_language(language))


def is_negated(word: str, text: str, *, in_list: bool = False) -> bool:
    """Returns whether a text mentions a thing only to exclude it: `no cream`, `without oil`.

    Args:
        word: The word for the thing, as it occurs in the text.
        text: The text, in any language that has a vocabulary.
        in_list: Whether a word after `and`, `or` or `nor` counts as excluded too, as `oil` in `no cream or oil`.
    """
    negations = r"no|without|ohne|kein\w*|sin" + (r"|ni|nor|or|and|y|oder|und" if in_list else "")
    return re.search(rf"\b(?:{negations})\s+(?:\w+\s+)?{word}", text, re.IGNORECASE) is not None


ENGLISH = Vocabulary(
    health_claims=(
        UnwantedWords(
            r"cur(?:e|es|ed|ing)\b|heal(?:s|ed|ing)?\b|remed(?:y|ies)\b|therapeutic|medicinal|treats?\b", _CURE
        ),
        UnwantedWords(
            r"(?:reliev|alleviat)\w*|(?:pain|stress|tension)[- ]relief|painkill\w*|eases? (?:your )?pain", _CURE
        ),
        UnwantedWords(r"prevent\w*|protects? (?:you )?(?:from|against)", _CURE),
        UnwantedWords(r"circulation|blood flow|lymph(?:atic)? flow|drain(?:s|ing|age)?\b", _VESSELS),
        UnwantedWords(
            r"(?:reduc|lower|lessen)\w* (?:the |your )?(?:swelling|fluid|pressure of blood|blood pressure)", _VESSELS
        ),
        UnwantedWords(r"organs?\b|metabolism|immun\w*|digestion|hormon\w*|reflex zones?|toxins?|detox\w*", _ORGANS),
        UnwantedWords(r"cellulite|fat\b|slim\w*|tones? (?:your|the)|firms? up|weight loss", _SLIM),
        UnwantedWords(r"arthr\w*|scoliosis|sciatica|neuropath\w*|fasciitis|varicose|insomnia|depress\w*", _DISEASE),
        UnwantedWords(
            r"helps? you (?:to )?(?:sleep|recover|lose)|good for your (?:heart|health|veins)|rejuvenat\w*", _CURE
        ),
    ),
    devices=(
        UnwantedWords(r"(?:your |the )?(?:phone|screen|player|remote|keyboard|headphones)\b", _DEVICE),
        UnwantedWords(r"(?:press|hit|tap) (?:play|pause|stop)|turn (?:up|down) the (?:volume|sound)|rewind", _DEVICE),
        UnwantedWords(r"(?:look|glance) at (?:the|your) (?:clock|watch|timer)|set (?:a|the) timer", _DEVICE),
    ),
    unkind=(
        UnwantedWords(
            r"ugly|flabby|saggy|fat\b|problem (?:area|zone)s?|unsightly|imperfect\w*|too (?:big|thick)", _UNKIND
        ),
        UnwantedWords(
            r"relax (?:harder|more)|try harder|you must relax|you should feel|no pain,? no gain|push through", _EFFORT
        ),
    ),
    creams=UnwantedWords(r"(?:hand |body |massage )?(?:cream|oil|lotion|balm|butter)s?\b", _CREAM),
    bells=r"\bbells?\b",
    thumbs=r"\bthumbs?\b",
    covers=r"\b(?:un)?cover|\bblankets?\b|\btowels?\b|\bfold|\bdrape",
    supports=r"\b(?:cushion|pillow|rolled towel|bolster)\b.*\bankles?\b|\bankles?\b.*\b(?:cushion|pillow|towel)\b",
    firm=(
        r"\b(?:firm|deep|strong|hard(?!ly)|lean in|knuckle|hook)|(?<!soft )(?<!loose )\bfists?\b|\bwith a push\b"
        r"|\bpress\w* (?:(?:both|your|flat) )*(?:thumbs|fingers|circles)|\bmore weight\b|\bfast\b"
    ),
    limits=(
        r"\b(?:never|avoid|do not|don't|(?:stop|end)(?:ping|ing)? (?:at|below|above|before|short|well|a hand)"
        r"|(?:keep|stay)(?:ing)? (?:off|clear|away)|leav\w+\b.*\balone|clear of|short of"
        r"|(?:below|before) (?:the|your)\b.*\b(?:knee|crease|fold|groin|hollow)|above the (?:knee )?crease)\b"
    ),
    endangerment_sites={
        "knee-hollow": r"\bknees?\b",
        "groin": r"\bgroin\b",
        "kneecap": r"\bkneecap",
        "bone": r"\b(?:bones?|bony|tailbone)\b",
    },
    dried=r"\b(?:dry|wipe)\b.*\bsoles\b|\bsoles\b.*\bdry\b",
    hands=r"\bhands\b",
    sides={"left": "{side}", "right": "{side}"},
    one_side=r"\b(?:your|the) (?:left|right)\b",
    safety={
        "who leaves it out today": r"\bskip|leave (?:it|this) out|not (?:do|for)",
        "who asks a doctor first": r"\bdoctor|clinician|midwife",
        "what to go around": r"\b(?:broken skin|wounds?|sore skin|veins)",
        "when to stop": r"\bstop\b",
    },
    contraindications={
        "lymphatic": {
            "heart failure": r"\bheart",
            "kidney failure": r"\bkidney",
            "lymphoedema": r"\blymph(?:o?edema)|therapist",
        },
        "anti-cellulite": {"skin that bruises easily": r"\bbruis"},
    },
    props={
        "stool": r"\b(?:foot)?stools?\b",
        "towel": r"\btowels?\b|\bdry (?:your|their) soles\b",
        "cushion": r"\b(?:cushion|pillow)s?\b",
        "ball": r"\bballs?\b(?! of)",
        "roller": r"\b(?:foam )?rollers?\b",
        "cream": r"\b(?:cream|oil|lotion)\b",
        "wall": r"\bwalls?\b",
        "blanket": r"\bblankets?\b",
    },
    not_imperative=r"(?:you|your|we|i|it|this|that|these|there|the|a|an|please|he|she|they)\b",
    strokes=ENGLISH_STROKES,
)

GERMAN = Vocabulary(
    health_claims=(
        UnwantedWords(r"heil(?:t|en|sam|ung)\w*|kurier\w*|therap\w*|behandelt\b|lindert?\w*|schmerzfrei", _CURE),
        UnwantedWords(r"beugt\b.*\bvor\b|vorbeug\w*|schützt (?:vor|gegen)|verhinder\w*", _CURE),
        UnwantedWords(r"durchblutung|kreislauf|lymphfluss|entwässer\w*|entstau\w*|abfließ\w*", _VESSELS),
        UnwantedWords(r"organe?\b|stoffwechsel|immun\w*|abwehr\w*|entgift\w*|giftstoff\w*|schlacken", _ORGANS),
        UnwantedWords(r"cellulite|orangenhaut|fett\b|abnehmen|strafft?\b|schlank\w*", _SLIM),
        UnwantedWords(r"arthr\w*|ischias|krampfader\w*|neuropath\w*|schlaflosigkeit|depress\w*", _DISEASE),
    ),
    devices=(
        UnwantedWords(r"(?:handy|telefon|smartphone|bildschirm|fernbedienung|kopfhörer)\b", _DEVICE),
        UnwantedWords(
            r"drücke? (?:auf )?(?:play|pause|stopp)|lauter stellen|schau auf die uhr|stell\w* den wecker", _DEVICE
        ),
    ),
    unkind=(
        UnwantedWords(r"hässlich\w*|schlaff\w*|problemzone\w*|dick(?:e|en|er)?\b", _UNKIND),
        UnwantedWords(r"entspann\w* dich (?:mehr|stärker)|streng dich an|du musst dich entspannen", _EFFORT),
    ),
    creams=UnwantedWords(r"(?:hand|massage|körper)?(?:creme|öl|lotion|salbe)n?\b", _CREAM),
    bells=r"\b(?:glocke|klang|gong)",
    thumbs=r"\bdaumen",
    covers=r"\bdeck|\bzudeck|\baufdeck|\bhandtuch",
    supports=r"\b(?:kissen|polster|gerollt).*knöchel|knöchel.*\b(?:kissen|polster|gerollt)",
    firm=(
        r"\b(?:kräftig|fest(?!hal)|tief|stark|(?<!weiche )(?<!lockere )faust|fäuste|fingerknöchel)"
        r"|\bdrück\w* (?:die|deine|beide) (?:daumen|finger)"
    ),
    limits=r"\b(?:nie(?:mals)?|nicht|halte?\b.*\ban|(?:unter|vor|über)(?:halb)? (?:dem|der|die|das) (?:knie|leiste))\b",
    endangerment_sites={
        "knee-hollow": r"\bknie",
        "groin": r"\bleiste",
        "kneecap": r"\bkniescheibe",
        "bone": r"\b(?:knochen|knöchern|steißbein)",
    },
    dried=r"\btrockn\w*\b.*\bsohlen\b|\bsohlen\b.*\btrocken\b",
    hands=r"\bhände",
    sides=dict.fromkeys(("links", "rechts", "linke", "rechte", "linken", "rechten", "linker", "rechter"), "{side}"),
    one_side=r"\b(?:linke|rechte)[nrsm]?\b",
    safety={
        "who leaves it out today": r"\blass\b.*\baus\b|verzichte|nicht (?:mit|bei)",
        "who asks a doctor first": r"\b(?:arzt|ärzt)",
        "what to go around": r"\b(?:wunde|verletzte haut|venen|adern)",
        "when to stop": r"\b(?:hör\w* auf|stopp|beende)",
    },
    contraindications={
        "lymphatic": {
            "heart failure": r"\bherz",
            "kidney failure": r"\bniere",
            "lymphoedema": r"\blymphödem|therapeut",
        },
        "anti-cellulite": {"skin that bruises easily": r"\b(?:blaue flecken|bluterg)"},
    },
    props={
        "stool": r"\b(?:hocker|schemel)",
        "towel": r"\bhandtuch|\btrockne \w+ sohlen",
        "cushion": r"\bkissen",
        "ball": r"\bball\b",
        "cream": r"\b(?:creme|öl|lotion)\b",
        "blanket": r"\b(?:bett)?decke\b",
    },
    not_imperative=r"(?:du|dein|deine|wir|ich|es|das|dies|der|die|ein|eine|bitte)\b",
    strokes=GERMAN_STROKES,
)

SPANISH = Vocabulary(
    health_claims=(
        UnwantedWords(r"cura(?:r|n|tivo)?\b|sana(?:r|n)?\b|terap\w*|trata\b|alivi\w*|remedi\w*", _CURE),
        UnwantedWords(r"previen\w*|prevenir|protege (?:de|contra)", _CURE),
        UnwantedWords(r"circulación|flujo sanguíneo|flujo linfático|dren\w*", _VESSELS),
        UnwantedWords(r"órganos?\b|metabolismo|inmun\w*|defensas|toxinas?|depurativ\w*", _ORGANS),
        UnwantedWords(r"celulitis|grasa\b|adelgaz\w*|reafirma\w*", _SLIM),
        UnwantedWords(r"artr\w*|ciática|várices|varices|neuropat\w*|insomnio|depres\w*", _DISEASE),
    ),
    devices=(
        UnwantedWords(r"(?:teléfono|móvil|celular|pantalla|auriculares|reproductor)\b", _DEVICE),
        UnwantedWords(
            r"pulsa (?:play|pausa)|sube el volumen|baja el volumen|mira el reloj|pon un temporizador", _DEVICE
        ),
    ),
    unkind=(
        UnwantedWords(r"fe[oa]s?\b|flácid\w*|gord\w*|zonas? problemáticas?", _UNKIND),
        UnwantedWords(r"relájate más|esfuérzate|debes relajarte", _EFFORT),
    ),
    creams=UnwantedWords(r"(?:crema|aceite|loción|bálsamo)s?\b", _CREAM),
    bells=r"\b(?:campana|campanada|cuenco|gong)",
    thumbs=r"\bpulgar",
    covers=r"\bcubr|\bcúbre|\bdescubr|\btap[ae]|\bdestap[ae]|\bmantas?\b|\btoallas?\b",
    supports=r"\b(?:cojín|cojines|almohada|toalla).*tobillo|tobillo.*\b(?:cojín|cojines|almohada|toalla)",
    firm=r"\b(?:firme|fuerte|profund|puño(?! suelto)|nudillo)|\bpresiona\w* con (?:los|tus) (?:pulgares|dedos)",
    limits=r"\b(?:nunca|evita|no \w+|detente|sin llegar|antes de (?:la|el)|debajo de)\b",
    endangerment_sites={
        "knee-hollow": r"\b(?:rodilla|corva)",
        "groin": r"\bingle",
        "kneecap": r"\brótula",
        "bone": r"\b(?:huesos?|óse[oa])\b",
    },
    dried=r"\bs[eé]ca\w*\b.*\b(?:plantas|pies)\b|\b(?:plantas|pies)\b.*\bsec[oa]s\b",
    hands=r"\bmanos\b",
    sides=dict.fromkeys(("izquierdo", "derecho", "izquierda", "derecha"), "{side}"),
    one_side=r"\b(?:izquierd|derech)[oa]s?\b",
    safety={
        "who leaves it out today": r"\b(?:déjalo|no lo hagas|hoy no|sáltate|omite)",
        "who asks a doctor first": r"\b(?:médic[oa]|doctor|consulta)",
        "what to go around": r"\b(?:herida|piel dañada|piel lesionada|venas)",
        "when to stop": r"\b(?:para si|para en cuanto|para cuando|detente|deja de)\b",
    },
    contraindications={
        "lymphatic": {
            "heart failure": r"\bcorazón|cardíac",
            "kidney failure": r"\briñ|renal",
            "lymphoedema": r"linfedema",
        },
        "anti-cellulite": {"skin that bruises easily": r"\b(?:moretones|hematomas|cardenales)"},
    },
    props={
        "stool": r"\b(?:taburete|escabel|reposapiés)",
        "towel": r"\btoallas?\b|\bsécate (?:los pies|las plantas)\b",
        "cushion": r"\b(?:cojín|cojines|almohadas?)\b",
        "ball": r"\b(?:pelota|bola)\b",
        "cream": r"\b(?:crema|aceite|loción)\b",
        "blanket": r"\bmantas?\b",
    },
    not_imperative=r"(?:tú|tu|nosotros|yo|esto|eso|el|la|los|las|un|una|por favor)\b",
    strokes=SPANISH_STROKES,
)

VOCABULARIES: Mapping[str, Vocabulary] = {"en": ENGLISH, "de": GERMAN, "es": SPANISH}
