"""One grammar for all chats: the text behind `/ev` becomes a `Command`. It decides what was meant, and does nothing.

/ev                                the latest stories, now
/ev xiaomi [since:7d] [by:reuters] [tag:batteries] [page:2]
                                   the latest about a subject; `/ev search digest` where the subject is also a verb
/ev ask how long is the waiting list?
/ev share 123                      story 123 to the whole channel (what buttons say)
/ev digest                         an edition, now
/ev preview                        the next edition as it would be now; nothing is posted
/ev subscribe daily 09:00 Europe/Berlin      /ev unsubscribe      /ev pause      /ev resume
/ev feeds [add|remove|import|export …]       /ev feeds confirm|decline … (what buttons say)
/ev filter [+tag:batteries lang:en,de publishers>=2 | clear]
/ev try [daily 09:00] [filter +tag:batteries] [days:7]
/ev story 12.2    /ev flag 12.2.1|title [why]    /ev more|less 12.2    /ev steering [more|less|undo recalls]    /ev judge 77 right
/ev watch|unwatch|mute|unmute …    /ev why <url|story|title> /ev status           /ev help
"""

from bot.core.commands.kinds import (
    AddFeed,
    Ask,
    Command,
    Confirm,
    Decline,
    Digest,
    EndFilter,
    ExportFeeds,
    FilterBy,
    Help,
    ImportFeeds,
    Latest,
    ListFeeds,
    MuteWords,
    Pause,
    PreviewNext,
    RemoveFeed,
    Resume,
    Share,
    Status,
    Subscribe,
    TryOut,
    UnmuteWords,
    Unsubscribe,
    Unwatch,
    Watch,
    Why,
)
from bot.core.commands.parsing import MAX_COMMAND, parse_command, shown
from bot.core.opinions import Opinion
from bot.core.searches import Search

__all__ = [
    "MAX_COMMAND",
    "AddFeed",
    "Ask",
    "Command",
    "Confirm",
    "Decline",
    "Digest",
    "EndFilter",
    "ExportFeeds",
    "FilterBy",
    "Help",
    "ImportFeeds",
    "Latest",
    "ListFeeds",
    "MuteWords",
    "Opinion",
    "Pause",
    "PreviewNext",
    "RemoveFeed",
    "Resume",
    "Search",
    "Share",
    "Status",
    "Subscribe",
    "TryOut",
    "UnmuteWords",
    "Unsubscribe",
    "Unwatch",
    "Watch",
    "Why",
    "parse_command",
    "shown",
]
