"""Help with what is typed: forms as a channel would fill them in, and what may be typed next."""

import functools
import zoneinfo

from bot.core import forms, suggestions
from bot.core.entities import Caller, FormName, Place, Topic
from bot.flows.manage.subscribing import topic_subscriptions
from bot.flows.manage.watching import watched
from bot.flows.manage.watching_alone import own_place
from bot.flows.needs import Needs
from bot.flows.readers import reader_in

_FEEDS = 100
"""Names of feeds that are read for what is offered at each letter: more than any platform shows, so that folding finds some more."""


async def form(needs: Needs, topic: Topic, place: Place, name: FormName) -> forms.Form:
    """Return a form, with what the channel has now, in its reader's language."""
    subscriptions = await topic_subscriptions(needs.store, topic, place)
    blank = forms.form(name, topic, subscriptions[0] if subscriptions else None)
    return forms.spoken(blank, await reader_in(needs.store, place, topic))


async def suggest(needs: Needs, topic: Topic, place: Place, caller: Caller, text: str) -> tuple[str, ...]:
    """Return what *text*, typed behind the command, may become."""
    named = suggestions.feed_begun(text)
    feeds = () if named is None else await needs.store.feed_names(topic.id, named, _FEEDS)
    known = suggestions.Known(
        subjects=tuple(topic.aliases),
        feeds=feeds,
        watches=await _watches(needs, topic, place, caller) if suggestions.ends_a_watch(text) else (),
        mutes=tuple(each.words for each in await needs.store.mutes(place, topic.id)),
        zones=_zones(),
    )
    return suggestions.suggestions(text, known)


async def _watches(needs: Needs, topic: Topic, place: Place, caller: Caller) -> tuple[str, ...]:
    """Return what may be watched no more: what the channel watches, then what whoever types does alone."""
    here = [each.subject for each in await watched(needs, topic, place)]
    own = await own_place(needs, place, caller, is_needed=False)
    if own != place:
        here += [f"{each.subject} for me" for each in await watched(needs, topic, own)]
    return tuple(here)


@functools.cache
def _zones() -> tuple[str, ...]:
    """Return the zones that are named after places, by name."""
    return tuple(sorted(name for name in zoneinfo.available_timezones() if "/" in name and name[:3] != "Etc"))
