"""Help with what is typed: forms as a channel would fill them in, and what may be typed next."""

import functools
import zoneinfo

from bot.core import forms, suggestions
from bot.core.entities import FormName, Place, Topic
from bot.flows.manage.subscribing import topic_subscriptions
from bot.flows.needs import Needs
from bot.flows.readers import reader_in


async def form(needs: Needs, topic: Topic, place: Place, name: FormName) -> forms.Form:
    """Return a form, with what the channel has now, in its reader's language."""
    subscriptions = await topic_subscriptions(needs.store, topic, place)
    blank = forms.form(name, topic, subscriptions[0] if subscriptions else None)
    return forms.spoken(blank, await reader_in(needs.store, place, topic))


async def suggest(needs: Needs, topic: Topic, place: Place, text: str) -> tuple[str, ...]:
    """Return what *text*, typed behind the command, may become."""
    here = await needs.store.subscriptions(place)
    # Asked at each letter, so that thousands of feeds are read only where they are offered.
    feeds = await needs.store.feeds(topic.id) if suggestions.goes_on_with_a_feed(text) else ()
    known = suggestions.Known(
        subjects=tuple(topic.aliases),
        feeds=tuple(feed.name for feed in feeds),
        watches=tuple(each.subject for each in here if each.topic_id == topic.id and each.subject),
        mutes=tuple(each.words for each in await needs.store.mutes(place, topic.id)),
        zones=_zones(),
    )
    return suggestions.suggestions(text, known)


@functools.cache
def _zones() -> tuple[str, ...]:
    """Return the zones that are named after places, by name."""
    return tuple(sorted(name for name in zoneinfo.available_timezones() if "/" in name and name[:3] != "Etc"))
