"""What a server's error means: which of our own errors it is, and what the person who runs the bot can do about it."""

import datetime as dt
import email.utils
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import openai

from bot.core.errors import LanguageModelError, LanguageModelRefusalError, LanguageModelUnavailableError
from bot.flows.ports import Clock

_FORM_WORDS = (
    "response_format",
    "json_schema",
    "json_object",
    "json schema",
    "structured output",
    "grammar",
    "parameter",
)
_TOO_LONG_WORDS = (
    "context length",
    "context size",
    "context_length_exceeded",
    "exceed_context_size",
    "context window",
    "prompt is too long",
)
_FILTERED = "content_filter"
_UNDERSTOOD_NOT = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
_QUOTA = "insufficient_quota"
_DETAIL_LIMIT = 300


def is_about_form(error: openai.APIStatusError, *, is_proven: bool) -> bool:
    """Whether the server may accept the same request with a plainer `response_format`.

    A 400 or 422 may mean anything, so it counts, and so does a plain 500 (llama-cpp-python's for a schema) unless this form
    *is_proven* to work there; a 404 (a router without a fitting provider) or another 5xx (a grammar that crashed) only
    where it names the form. What is about the name of the limit, the prompt's length or what it says never is.
    """
    if is_about_limit_name(error) or is_about_prompt(error):
        return False
    if error.status_code in _UNDERSTOOD_NOT:
        return True
    if error.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and not is_proven:
        return True
    is_worth_a_look = error.status_code == HTTPStatus.NOT_FOUND or isinstance(
        error, openai.InternalServerError
    )
    return is_worth_a_look and any(word in _said(error) for word in _FORM_WORDS)


def is_about_limit_name(error: openai.APIStatusError) -> bool:
    """Whether the server wants `max_completion_tokens` for `max_tokens`, as newer hosted ones do, or the other way round."""
    return error.status_code in _UNDERSTOOD_NOT and "max_completion_tokens" in _said(error)


def is_about_prompt(error: openai.APIStatusError) -> bool:
    """Whether the prompt itself is refused, in whatever form the reply is wanted: it is too long, or it was filtered."""
    return _is_too_long(error) or _FILTERED in _said(error)


@contextmanager
def translate_errors(*, name: str, base_url: str, clock: Clock) -> Iterator[None]:
    """Raise the library's errors as ours, each with its cause and its cure."""
    try:
        yield
    except openai.APIConnectionError as error:
        if isinstance(error.__cause__, TimeoutError):  # it was asked, and only its answer did not come
            raise LanguageModelUnavailableError(
                f"{base_url} did not answer in time: raise the timeout, or choose a faster language model than {name}",
                may_cost=True,
            ) from error
        raise LanguageModelUnavailableError(
            f"cannot connect to {base_url}: is the server running, and is the base URL right?"
        ) from error
    except openai.APIStatusError as error:
        raise _from_status(error, name=name, base_url=base_url, now=clock.now()) from error
    except (openai.OpenAIError, ValueError) as error:
        raise LanguageModelUnavailableError(
            f"{base_url} answered with something that is no completion: is it the API's base URL (often ending in /v1)?"
        ) from error


def _from_status(
    error: openai.APIStatusError, *, name: str, base_url: str, now: dt.datetime
) -> LanguageModelError:
    status, detail = error.status_code, error.message[:_DETAIL_LIMIT]
    if _is_too_long(error):  # llama.cpp says so with a 400 or a 500
        return LanguageModelRefusalError(
            f"{name} cannot hold the prompt: {detail}. Write its context length as context_tokens"
        )
    if status in {*_UNDERSTOOD_NOT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}:
        return LanguageModelRefusalError(f"{name} rejected the request: {detail}")
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        message = f"{base_url} refused the key (HTTP {status}): check the language model's API key and its permissions"
    elif error.response.is_redirect:
        message = (
            f"{base_url} leads elsewhere (HTTP {status}): write the address that it leads to as base_url"
        )
    elif status == HTTPStatus.NOT_FOUND:
        message = f"{base_url} knows no language model {name!r}, or the base URL is wrong: {detail}"
    elif status == HTTPStatus.TOO_MANY_REQUESTS and _QUOTA in (error.code or "", error.type or ""):
        message = f"the quota at {base_url} is used up: add credit or raise the account's limit"
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        message = f"{base_url} asks us to slow down (HTTP 429)"
    else:
        message = f"{base_url} failed: {detail}"
    return LanguageModelUnavailableError(message, retry_at=_retry_at(error, now))


def _retry_at(error: openai.APIStatusError, now: dt.datetime) -> dt.datetime | None:
    """RFC 9110 §10.2.3: seconds, or an HTTP date."""
    value = error.response.headers.get("retry-after", "").strip()
    try:
        if value.isdecimal():
            return now + dt.timedelta(seconds=int(value))
        return email.utils.parsedate_to_datetime(value).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _is_too_long(error: openai.APIStatusError) -> bool:
    return any(word in _said(error) for word in _TOO_LONG_WORDS)


def _said(error: openai.APIStatusError) -> str:
    return f"{error.message} {error.body}".casefold()
