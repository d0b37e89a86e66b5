"""Every error newsthread raises on purpose.

    BotError
    ├── ConfigError                     a mistake in the configuration; carries all of them
    ├── DataError                       labelled data has mistakes; carries them
    ├── CommandError                    a person's mistake in a chat or terminal; its text is shown to them
    ├── FetchError                      a URL could not be read now
    │   ├── FeedGoneError               the publisher says it is gone for good (410)
    │   ├── FetchRefusedError           the site does not want to be asked now (403, 429)
    │   │   └── ThrottledError          the host wants to be left alone for a while (429, 503 with Retry-After)
    │   └── FetchForbiddenError         we refuse: a private address, a scheme other than http(s)
    ├── FeedParseError                  bytes arrived, but they are no feed
    ├── StoreError                      the database could not do it
    │   ├── StoreBusyError              another process holds the database file
    │   └── RowGoneError                what was asked for is not kept (any more)
    ├── StoryToldError                  a channel was told a story while an edition was composed that was to tell it
    ├── LanguageModelError
    │   ├── LanguageModelUnavailableError   try again later, or write without it
    │   ├── LanguageModelRefusalError       it declined, or its reply was filtered or cut
    │   ├── InvalidReplyError               it answered, but not in a form that can be used
    │   └── BudgetSpentError                it was not asked: the day's budget does not allow it
    └── ChatError                       the platform refused, and asking again will not help
        ├── ChatUnavailableError        nothing was posted; try again later
        ├── ChatUncertainError          it may or may not have been posted
        ├── MessageGoneError            the message to be edited is not there any more
        └── ChannelGoneError            the channel or the permission is gone; pause the destination
            └── InstallationGoneError   so is all of its workspace: we were removed, or the token is void

Each carries its subject as attributes. A library's own exception above `bot.adapters` is a bug.
"""

import datetime as dt
from collections.abc import Collection, Sequence

_SHOWN_PROBLEMS = 20


class BotError(Exception):
    """The root: catch this for "anything newsthread knows about"."""


class ConfigError(BotError):
    """The configuration has mistakes; *problems* lists them all, each with its place and cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class DataError(BotError):
    """Labelled data cannot be used; *problems* lists what is wrong, each with its place and cure: the first twenty."""

    def __init__(self, problems: Sequence[str]) -> None:
        left = len(problems) - _SHOWN_PROBLEMS
        more = (f"… and {left:,} more like these",) if left > 0 else ()
        self.problems = (*problems[:_SHOWN_PROBLEMS], *more)
        super().__init__("\n".join(self.problems))


class CommandError(BotError):
    """What a person asked for cannot be done; the text says why and what to do, and is shown to them."""

    @property
    def text(self) -> str:
        """What it says, as it was raised: a sentence can still be said in the reader's language, `str` of the error is English."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class FetchError(BotError):
    """A URL could not be read. *retry_at* is set when the server named a time."""

    def __init__(self, message: str, *, url: str, retry_at: dt.datetime | None = None) -> None:
        super().__init__(message)
        self.url = url
        self.retry_at = retry_at


class FeedGoneError(FetchError):
    """HTTP 410: the publisher asks that the URL is never polled again."""


class FetchRefusedError(FetchError):
    """HTTP 403 or 429: the site does not want to be asked, so nothing more is fetched from it for now."""


class ThrottledError(FetchRefusedError):
    """The host of *url*, not this one URL alone, wants to be left alone: until *retry_at*, where it named a time.

    HTTP 429, 503 with Retry-After, or a challenge that asks for a browser.
    """


class FetchForbiddenError(FetchError):
    """Our own refusal to connect: private address or foreign scheme."""


class FeedParseError(BotError):
    """The body of *url* is no feed; the message says what it is instead.

    *is_final*: the same bytes would fail again. False where reading did not come to its end, so that another try may.
    """

    def __init__(self, message: str, *, url: str, is_final: bool = True) -> None:
        super().__init__(message)
        self.url = url
        self.is_final = is_final


class StoreError(BotError):
    """The database could not do what was asked."""


class StoreBusyError(StoreError):
    """Another process holds the database file."""


class RowGoneError(StoreError):
    """What was asked for by its number is not kept, or was removed with its workspace meanwhile."""


class StoryToldError(BotError):
    """A channel was told *stories* while an edition was composed that was to tell them."""

    def __init__(self, stories: Collection[int]) -> None:
        super().__init__(f"stories {', '.join(map(str, sorted(stories)))} were told meanwhile")
        self.stories = frozenset(stories)


class LanguageModelError(BotError):
    """The language model could not help."""


class LanguageModelUnavailableError(LanguageModelError):
    """It cannot be reached or is over its limits. *retry_at* is set when it named a time.

    *may_cost*: it was asked, and may have written and bill what came too late.
    """

    def __init__(self, message: str, *, retry_at: dt.datetime | None = None, may_cost: bool = False) -> None:
        super().__init__(message)
        self.retry_at = retry_at
        self.may_cost = may_cost


class LanguageModelRefusalError(LanguageModelError):
    """It declined, or its reply was filtered or cut off. The tokens and their cost are paid all the same."""

    def __init__(
        self, message: str, *, prompt_tokens: int = 0, completion_tokens: int = 0, cost_micros: int = 0
    ) -> None:
        super().__init__(message)
        self.prompt_tokens = prompt_tokens
        self.completion_tokens = completion_tokens
        self.cost_micros = cost_micros


class InvalidReplyError(LanguageModelError):
    """Its reply cannot be used; *reply* is what it said, for the one repair that we ask for."""

    def __init__(self, message: str, *, reply: str = "") -> None:
        super().__init__(message)
        self.reply = reply


class BudgetSpentError(LanguageModelError):
    """It was not asked: what it may cost at most is more than is left of the day's budget."""


class ChatError(BotError):
    """The platform refused; asking again the same way will not help."""


class ChatUnavailableError(ChatError):
    """Nothing was posted. Try again, at *retry_at* if the platform named a time."""

    def __init__(self, message: str, *, retry_at: dt.datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class ChatUncertainError(ChatError):
    """The outcome is unknown: the message may stand in the channel or not."""


class MessageGoneError(ChatError):
    """The message that was to be edited is not there any more: somebody deleted it."""


class ChannelGoneError(ChatError):
    """The channel, the membership or the permission is gone; a person has to act."""


class InstallationGoneError(ChannelGoneError):
    """We were removed from the workspace, or its token is void: nothing works there until a person installs us again."""
