"""Asking words of further languages: what kind of thing they want. They say nothing about the subject asked about.

Words only, none that is a word of everyday use in English, German or Turkish; `questions` has the patterns of those.
"""

from bot.core.text import fold_letters

_ROWS = {
    "time": "cuando quando quand когда متى متي πότε cand wanneer kiedy когато",
    "place": "donde onde où куда где откуда اين أين που πού unde gdzie कहाँ कहां कहा",
    "person": "quien quienes кто кого кому кем من ποιος ποια ποιοι cine kogo कौन किसने किसके",
    "number": (
        "cuanto cuanta cuantos cuantas combien quanto quanta quanti quante quantos quantas сколько كم πόσο πόσα πόσοι "
        "πόσες πόσους πόση cati cate hoeveel कितने कितना कितनी"
    ),
    "reason": "porque pourquoi perche почему зачем لماذا γιατί waarom dlaczego क्यों",
    "anything": (
        "que cual cuales quel quelle quels quelles cosa quale quali qual quais "
        "что какой какая какое какие какого каком каким какую каких чем чему чего как ما ماذا اي أي كيف هل "
        "τι ποιο πώς क्या कैसे किस किसे welk welke jaki jaka jakie vad hvad hvilken como сколько названо называется называют"
    ),
}
ASKING_WORDS: dict[str, str] = {
    fold_letters(word): kind for kind, row in _ROWS.items() for word in row.split()
}
"""A folded asking word -> the kind wanted, as `questions.Wanted` has it."""
