"""Where the feeds of something may be: what a person typed, sites we know, links of a page, usual places. No network here.

`addresses` reads what was typed, `sites` knows how some sites name their feeds, `links` judges what a page links to.
"""

from bot.core.discovery.addresses import addresses, twin_key, twins
from bot.core.discovery.links import absolute, looks_like_feed, ranked, usual_places
from bot.core.discovery.sites import known_feeds

__all__ = [
    "absolute",
    "addresses",
    "known_feeds",
    "looks_like_feed",
    "ranked",
    "twin_key",
    "twins",
    "usual_places",
]
