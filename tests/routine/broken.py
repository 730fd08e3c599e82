"""Unsafe and careless routines: a rule, how the faultless routine is made to break it, and what is then said."""

from __future__ import annotations

from tests.routine.files import SAFETY, Edits

UNSAFE: list[tuple[str, Edits, str]] = [
    (
        "type-pressure",
        [("pressure: 5", "pressure: 6")],
        (
            "20:19: sections[0].steps[0].pressure: [type-pressure] a relaxing routine stays at pressure 5 or "
            "below, not 6: deep work wakes rather than calms"
        ),
    ),
    (
        "type-pressure",
        [
            ("type: relaxing", "type: lymphatic"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("technique: friction", "technique: effleurage"),
            ("pressure: 5", "pressure: 4"),
            ("tempo: 30", "tempo: 12"),
        ],
        (
            "20:19: sections[0].steps[0].pressure: [type-pressure] a lymphatic routine stays at pressure 2 "
            "or below, not 4: lymph vessels lie in the skin, and pressure that reaches the muscle presses "
            "them shut"
        ),
    ),
    (
        "type-technique",
        [("technique: friction", "technique: tapotement"), ("pressure: 5", "pressure: 2"), ("tempo: 30", "tempo: 150")],
        (
            "19:20: sections[0].steps[0].technique: [type-technique] tapotement is no part of a relaxing "
            "routine; use compression, effleurage, friction, hold, mobilisation, petrissage"
        ),
    ),
    (
        "type-technique",
        [("type: relaxing", "type: lymphatic")],
        (
            "19:20: sections[0].steps[0].technique: [type-technique] friction is no part of a lymphatic "
            "routine; use effleurage, hold, lymph_stretch, mobilisation"
        ),
    ),
    (
        "type-tempo",
        [("tempo: 30", "tempo: 45")],
        (
            "21:16: sections[0].steps[0].tempo: [type-tempo] friction in a relaxing routine is done at 30 "
            "strokes a minute at most, not 45"
        ),
    ),
    (
        "type-order",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: front-thigh"),
        ],
        (
            "18:15: sections[0].steps[0].area: [type-order] a lymphatic routine begins near the trunk and "
            "works its way down, to make room for what follows; begin with the front of the thigh"
        ),
    ),
    (
        "no-cream",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("area: sole", "area: front-thigh"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: calf"),
            ("Sit well back.", "Sit well back, and rub in some oil."),
        ],
        (
            "12:36: opening.settle.say: [no-cream] a lymphatic routine is done on dry skin, without 'oil': "
            "lymphatic work moves the skin itself, which cream lets slip away under the fingers"
        ),
    ),
    (
        "no-cream",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("area: sole", "area: front-thigh"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: calf"),
            ("length: 3m", "length: 3m\nneeds: [hand cream]"),
        ],
        (
            "8:9: needs[0]: [no-cream] a lymphatic routine is done on dry skin, without 'hand cream': "
            "lymphatic work moves the skin itself, which cream lets slip away under the fingers"
        ),
    ),
    (
        "safety-line",
        [(SAFETY, "Skip with a fever. Ask a doctor. Mind broken skin. Stop if it hurts.")],
        ("11:36: opening.safety.say: [safety-line] a safety line of 14 words is too short; it takes 20 at least"),
    ),
    (
        "safety-line",
        [(" Stop if anything hurts.", " Have a lovely time with this.")],
        ("11:36: opening.safety.say: [safety-line] the safety line does not tell when to stop"),
    ),
    (
        "safety-line",
        [("Ask a doctor first if you are pregnant.", "Take it easy with yourself and your feet today.")],
        ("11:36: opening.safety.say: [safety-line] the safety line does not tell who asks a doctor first"),
    ),
    (
        "type-contraindications",
        [
            ("type: relaxing", "type: lymphatic"),
            ("or a possible clot", "or a possible clot, heart failure, or lymphoedema"),
        ],
        (
            "11:36: opening.safety.say: [type-contraindications] routines of type lymphatic are not for "
            "people with kidney failure; the safety line has to say so"
        ),
    ),
    (
        "type-contraindications",
        [("type: relaxing", "type: anti-cellulite")],
        (
            "11:36: opening.safety.say: [type-contraindications] routines of type anti-cellulite are not for "
            "people with skin that bruises easily; the safety line has to say so"
        ),
    ),
    (
        "health-claim",
        [("Sit well back.", "Sit back. This improves your circulation.")],
        (
            "12:36: opening.settle.say: [health-claim] 'circulation' sounds like a health claim: no stroke "
            "of the hand can be promised to change what vessels do"
        ),
    ),
    (
        "health-claim",
        [("Three minutes for the soles.", "Relieves heel pain in three minutes.")],
        (
            "4:10: summary: [health-claim] 'Relieves' sounds like a health claim: a session gives comfort; "
            "it is no treatment, and must not promise one"
        ),
    ),
    (
        "health-claim",
        [("Slow circles, row by row.", "Feel the toxins leave.")],
        (
            "24:18: sections[0].steps[0].remind[0]: [health-claim] 'toxins' sounds like a health claim: no "
            "study shows that rubbing a leg does anything for organs"
        ),
    ),
    (
        "health-claim",
        [("title: Soles", "title: Legs without cellulite")],
        (
            "3:8: title: [health-claim] 'cellulite' sounds like a health claim: rubbing skin takes no fat "
            "away, and a promise of it hurts"
        ),
    ),
    (
        "prone-support",
        [
            ("mode: self", "mode: partner"),
            (
                "sides: each",
                "sides: each\n    position: prone\n    "
                'move: {preview: "Soon they turn.", say: "Ask them to turn over.", time: 20s/30s/40s}',
            ),
        ],
        (
            "17:45: sections[0].move.say: [prone-support] lying on the stomach needs a cushion under the "
            "ankles, and the words must say so"
        ),
    ),
    (
        "prone-support",
        [
            ("mode: self", "mode: partner"),
            ("position: seated", "position: prone"),
            ("Sit well back.", "Let your partner lie face down."),
        ],
        (
            "12:36: opening.settle.say: [prone-support] lying on the stomach needs a cushion under the "
            "ankles, and the words must say so"
        ),
    ),
    (
        "light-finish",
        [
            ("technique: mobilisation", "technique: friction\n        pressure: 5"),
            ("tempo: 8", "tempo: 20"),
            ("area: foot", "area: heel"),
        ],
        (
            "27:19: sections[0].steps[1].pressure: [light-finish] the last work of a session is light, "
            "pressure 4 at most, not 5"
        ),
    ),
    (
        "default-length",
        [("length: 3m", "length: 30m")],
        (
            "7:9: length: [default-length] the default length is 30m00s, but all maxima together make only "
            "6m20s; ask for less, or allow the steps more"
        ),
    ),
    (
        "step-sentences",
        [("Set both thumbs on your {side} sole.", "Bend down. Set both thumbs on your {side} sole. Press. Let go.")],
        (
            "23:14: sections[0].steps[0].say: [step-sentences] 4 sentences are too many to start with; say 3 "
            "and remind of the rest"
        ),
    ),
    (
        "imperative-first",
        [("Set both thumbs on your {side} sole.", "Your thumbs go on your {side} sole.")],
        ("23:14: sections[0].steps[0].say: [imperative-first] begin with what to do, not with 'Your'"),
    ),
    (
        "side-named",
        [("Set both thumbs on your {side} sole.", "Set both thumbs on the sole.")],
        (
            "23:14: sections[0].steps[0].say: [side-named] both sides are worked here, so the words must "
            "name which: use {side}"
        ),
    ),
    (
        "side-named",
        [("Bring up your {side} foot.", "Bring up that foot.")],
        (
            "16:38: sections[0].switch.say: [side-named] both sides are worked here, so the words must name "
            "which: use {side}"
        ),
    ),
    (
        "literal-side",
        [("Slow circles, row by row.", "Slow circles on the left.")],
        (
            "24:18: sections[0].steps[0].remind[0]: [literal-side] 'left' would be wrong on the second side; "
            "write {side} or {other}"
        ),
    ),
    (
        "literal-side",
        [("Sit well back.", "Sit well back, and bring up your left foot.")],
        (
            "12:36: opening.settle.say: [literal-side] 'your left' would be wrong where only the other side is "
            "wished; say it without a side"
        ),
    ),
    (
        "hands-free",
        [("Sit well back.", "Put your phone within reach.")],
        (
            "12:36: opening.settle.say: [hands-free] 'your phone': the listener's eyes are shut and hands "
            "oily; nothing may need a device"
        ),
    ),
    (
        "hands-free",
        [("Breathe in your own rhythm.", "Turn down the volume as you like.")],
        (
            "8:41: remind[1]: [hands-free] 'Turn down the volume': the listener's eyes are shut and hands "
            "oily; nothing may need a device"
        ),
    ),
    (
        "kind-words",
        [("Breathe in your own rhythm.", "Relax more with every breath.")],
        ("8:41: remind[1]: [kind-words] 'Relax more': calm cannot be ordered; offer it instead"),
    ),
    (
        "kind-words",
        [("Slow circles, row by row.", "Work on the flabby parts.")],
        ("24:18: sections[0].steps[0].remind[0]: [kind-words] 'flabby': nobody's body is judged here"),
    ),
    (
        "rest-announced",
        [("closing:\n", 'closing:\n  rest: {time: 30s/60s/90s, say: "Rest for a while."}\n')],
        (
            "31:34: closing.rest.say: [rest-announced] a rest is silent for minutes; say that it begins, and "
            "that a bell will end it"
        ),
    ),
    (
        "props-named",
        [("length: 3m", "length: 3m\nneeds: [stool]")],
        ("8:9: needs[0]: [props-named] 'stool' is needed, but the opening does not name it"),
    ),
    (
        "props-listed",
        [("Sit well back.", "Sit well back, with a towel.")],
        ("12:36: opening.settle.say: [props-listed] 'towel' stands here, but `needs` lists no towel"),
    ),
    (
        "repeated-line",
        [("Breathe in your own rhythm.", "Keep the pressure pleasant.")],
        (
            "8:41: remind[1]: [repeated-line] 'Keep the pressure pleasant.' is said elsewhere too, and would "
            "sound like a loop"
        ),
    ),
    (
        "few-reminders",
        [(', "Firm, never sharp."', "")],
        (
            "18:9: sections[0].steps[0]: [few-reminders] it can last a minute and more, so give it 2 "
            "reminders of its own at least"
        ),
    ),
    (
        "tired-thumbs",
        [
            ("technique: mobilisation", "technique: friction\n        pressure: 4"),
            ("tempo: 8", "tempo: 20"),
            ("Turn your {side} foot slowly.", "Press your thumbs along your {side} foot."),
        ],
        (
            "30:14: sections[0].steps[1].say: [tired-thumbs] two thumb steps in a row tire the hands; put a "
            "palm or fist step between them"
        ),
    ),
]
