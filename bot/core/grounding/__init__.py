"""Say whether a claim stands in its sources: what is invented fails it alone, doubts are weighed together.

Everything shown as ours passes here first. It must catch the invented and let the faithful pass: a false alarm costs a
good bullet, a miss costs trust. It refuses to judge by meaning: no language model, and a paraphrase is no fault.
"""

from bot.core.grounding.checking import Verdict, check

__all__ = ["Verdict", "check"]
