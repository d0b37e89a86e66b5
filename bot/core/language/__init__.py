"""Every sentence for people in a chat or on the page, in the language of whoever reads it. English stands in the code, the others beside it.

How to add a sentence:

1. Write `say("{topic}: paused here", topic=topic.title)` where you would write a string, or `some(n, "{n} story", "{n} stories")`
   where a number decides. It *is* a string, in English: return it, put it into a `Notice`, raise it in a `CommandError`.
   Facts are names, numbers, instants and other sentences, or tuples of them; hand them over as they are, and never format
   them yourself: a `Person` becomes a mention where the platform has them, 1234 becomes 1,234 or 1.234, an instant a local time, a tuple "a, b" or "a、b".
2. Put sentences together with `joined(...)` or as a fact of another one. An f-string or `+` makes plain English of them.
3. `make words` writes the new sentences into the catalogues (`de.po`, `tr.po`, `zh.po`); translate them there. Keep the
   placeholders: another order is fine, another name is not.
4. Nobody has to know the language where a sentence is made. `spoken` (`bot.core.wording`) translates a reply on its way out, for
   the subscription's language and zone; a renderer that says something of its own writes `in_language(say("…"), Reader(...))`.
5. What is kept and shown later, such as the reason of a decision, is kept whole (`kept`, `restored`; a column of the type
   `Said`), and so it comes in the language of whoever reads it then.

The page's templates have the same calls in braces. Not for the command line and the log, which are English: `counted` and plain
strings serve there.
"""

from bot.core.language.catalogues import LANGUAGES, is_spoken, spoken_language
from bot.core.language.keeping import kept, restored
from bot.core.language.people import Person, mentioned
from bot.core.language.sentences import (
    ENGLISH,
    Fact,
    Listed,
    Reader,
    Sentence,
    Separator,
    in_language,
    joined,
    moment,
    say,
    some,
)
from bot.core.language.times import Moment, Pattern

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Fact",
    "Listed",
    "Moment",
    "Pattern",
    "Person",
    "Reader",
    "Sentence",
    "Separator",
    "in_language",
    "is_spoken",
    "joined",
    "kept",
    "mentioned",
    "moment",
    "restored",
    "say",
    "some",
    "spoken_language",
]
