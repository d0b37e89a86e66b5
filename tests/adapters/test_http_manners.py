"""Manners towards a host: one at a time, a rest between, connections used again; and logins that go nowhere else."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.adapters.http_fetcher import Limits
from bot.flows.ports import Validators
from tests.adapters.http_fetching import FEED, error_of, fetched
from tests.fakes.internet import Internet
from tests.fakes.publisher import Answer, Publisher, Raw

PUBLIC, OTHER = "93.184.216.34", "93.184.216.35"
AT_ONCE = Limits(gap_seconds=0)


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.open() as opened:
        yield opened


@pytest.fixture
def internet() -> Internet:
    """Two hosts, a.example and b.example, that both are this publisher."""
    internet = Internet()
    internet.names = {"a.example": [[PUBLIC]], "b.example": [[OTHER]]}
    internet.homes |= {PUBLIC, OTHER}
    return internet


async def settled() -> None:
    """Let all tasks run until each waits for something."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_one_request_at_a_time_to_a_host(publisher: Publisher, internet: Internet) -> None:
    """Ten feeds and pages of one host are asked for one after another, over one connection, with a rest after each."""
    publisher.answers = {f"/{number}": Answer(body=FEED) for number in range(10)}
    urls = [publisher.url(path, "a.example") for path in publisher.answers]
    async with internet.fetcher() as fetcher:
        await asyncio.gather(
            *(fetcher.fetch_page(url) for url in urls[:5]), *(fetched(fetcher, url) for url in urls[5:])
        )
    assert [request.path for request in publisher.requests] == list(publisher.answers)
    assert (publisher.most_at_once, publisher.connections) == (1, 1)
    assert internet.naps == [1.0] * 9


async def test_all_spellings_of_a_host_are_one_host(publisher: Publisher, internet: Internet) -> None:
    """Capitals and a dot at the end make no other host, and it is told its name in one way."""
    publisher.answers["/feed"] = Answer(body=FEED)
    async with internet.fetcher() as fetcher:
        for host in ("a.example", "A.Example", "a.example."):
            await fetched(fetcher, publisher.url("/feed", host))
    assert internet.naps == [1.0, 1.0]
    assert publisher.connections == 1
    assert {request.headers["host"] for request in publisher.requests} == {f"a.example:{publisher.port}"}


async def test_host_rests_after_a_redirect_too(publisher: Publisher, internet: Internet) -> None:
    """A redirect within a host is another request to it, and nobody else comes between."""
    publisher.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    publisher.answers["/new"] = publisher.answers["/other"] = Answer(body=FEED)
    async with internet.fetcher() as fetcher:
        await asyncio.gather(
            fetched(fetcher, publisher.url("/old", "a.example")),
            fetched(fetcher, publisher.url("/other", "a.example")),
        )
    assert [request.path for request in publisher.requests] == ["/old", "/new", "/other"]
    assert internet.naps == [1.0, 1.0]


async def test_rest_is_over_when_its_time_is(publisher: Publisher, internet: Internet) -> None:
    """A host that had its rest is asked at once, and one that had part of it waits for what is left."""
    publisher.answers["/feed"] = Answer(body=FEED)
    async with internet.fetcher(limits=Limits(gap_seconds=5)) as fetcher:
        await fetched(fetcher, publisher.url("/feed", "a.example"))
        internet.now += 3
        await fetched(fetcher, publisher.url("/feed", "a.example"))
        internet.now += 5
        await fetched(fetcher, publisher.url("/feed", "a.example"))
    assert internet.naps == [2.0]


async def test_hosts_do_not_wait_for_each_other(publisher: Publisher, internet: Internet) -> None:
    """While many wait for one host that is slow, another host is asked at once, however few requests run in all."""
    publisher.answers = {"/slow": Answer(hangs=True), "/feed": Answer(body=FEED)}
    async with internet.fetcher(limits=Limits(requests_in_all=2)) as fetcher:
        waiting = [
            asyncio.create_task(error_of(fetcher, publisher.url("/slow", "a.example"))) for _ in range(20)
        ]
        await publisher.is_asked.wait()
        assert (await fetched(fetcher, publisher.url("/feed", "b.example"))).body == FEED
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_only_so_many_requests_run_in_all(internet: Internet) -> None:
    """However many hosts are asked, only some are at the same time, and the others get their turn when these end."""
    internet.is_slow = True
    async with internet.fetcher(limits=Limits(requests_in_all=3)) as fetcher:
        asking = [
            asyncio.create_task(fetcher.fetch_page(f"http://{number}.example/")) for number in range(20)
        ]
        await settled()
        assert internet.asked == ["0.example", "1.example", "2.example"]
        asking[1].cancel()
        await settled()
        assert internet.asked[3:] == ["3.example"]
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


async def test_rest_lies_between_the_starts_of_parallel_requests(
    publisher: Publisher, internet: Internet
) -> None:
    """Where two requests to a host may run at once, the second begins after the rest all the same."""
    publisher.answers["/feed"] = Answer(body=FEED)
    url = publisher.url("/feed", "a.example")
    async with internet.fetcher(limits=Limits(requests_per_host=2)) as fetcher:
        await asyncio.gather(fetched(fetcher, url), fetched(fetcher, url))
    assert sum(internet.naps) >= 1.0


async def test_connections_are_kept_within_bounds(publisher: Publisher, internet: Internet) -> None:
    """However many hosts were asked, few connections stay open; at the end none does."""
    publisher.answers["/feed"] = Answer(body=FEED)
    internet.names = {f"{number}.example": [[PUBLIC]] for number in range(100)}
    async with internet.fetcher() as fetcher:
        for host in internet.names:
            await fetched(fetcher, publisher.url("/feed", host))
            internet.now += 0.5
        assert publisher.still_open <= 65
    await publisher.all_closed()
    assert publisher.connections == 100


async def test_connection_that_was_closed_meanwhile_is_opened_again(
    publisher: Publisher, internet: Internet
) -> None:
    """A server that closes what is idle, as all do, costs a new connection and no failure."""
    publisher.answers["/feed"] = Answer(body=FEED)
    async with internet.fetcher(limits=AT_ONCE) as fetcher:
        await fetched(fetcher, publisher.url("/feed", "a.example"))
        publisher.hang_up()
        await fetched(fetcher, publisher.url("/feed", "a.example"))
    assert [request.connection for request in publisher.requests] == [1, 2]


@pytest.mark.parametrize(
    "answer",
    [Raw(), Answer(status=408, headers={"Connection": "close"}), Raw(start=b"junk\r\n\r\n")],
)
async def test_kept_connection_that_fails_is_opened_again(
    publisher: Publisher, internet: Internet, answer: Answer | Raw
) -> None:
    """A server that ends a kept connection just as we ask gets the request again, once, over a new one."""
    publisher.answers = {"/feed": Answer(body=FEED), "/next": answer}
    async with internet.fetcher(limits=AT_ONCE) as fetcher:
        await fetched(fetcher, publisher.url("/feed", "a.example"))
        await error_of(fetcher, publisher.url("/next", "a.example"))
    assert [request.connection for request in publisher.requests] == [1, 1, 2]


async def test_unread_body_is_not_mistaken_for_the_next_answer(
    publisher: Publisher, internet: Internet
) -> None:
    """A body that we did not care to read ends its connection, so that nothing of it is taken for another feed's."""
    publisher.ignores_conditions = True
    publisher.answers = {
        "/known": Answer(headers={"ETag": '"one"'}, body=b"HTTP/1.1 200 OK\r\n\r\nforged"),
        "/missing": Answer(status=404, body=b"HTTP/1.1 200 OK\r\n\r\nforged"),
        "/feed": Answer(body=FEED),
    }
    async with internet.fetcher(limits=AT_ONCE) as fetcher:
        await fetcher.fetch_feed(publisher.url("/known", "a.example"), Validators(etag='"one"'))
        await error_of(fetcher, publisher.url("/missing", "a.example"))
        assert (await fetched(fetcher, publisher.url("/feed", "a.example"))).body == FEED
    assert [request.connection for request in publisher.requests] == [1, 2, 3]


@pytest.mark.parametrize(
    ("location", "is_sent"),
    [
        ("/next", True),
        ("http://a.example:{port}/next", True),
        ("http://evil:evil@a.example:{port}/next", True),
        ("http://b.example:{port}/next", False),
        ("http://me:pass@b.example:{port}/next", False),
    ],
)
async def test_login_goes_to_its_own_host_only(
    publisher: Publisher, internet: Internet, location: str, is_sent: bool
) -> None:
    """The login in a feed's address is sent to that host, and to no other that it redirects to."""
    publisher.answers["/feed"] = Answer(
        status=301, headers={"Location": location.format(port=publisher.port)}
    )
    publisher.answers["/next"] = Answer(body=FEED)
    async with internet.fetcher() as fetcher:
        found = await fetched(fetcher, publisher.url("/feed", "me:p%40ss@a.example"))
    logins = [request.headers.get("authorization") for request in publisher.requests]
    assert logins == ["Basic bWU6cEBzcw==", "Basic bWU6cEBzcw==" if is_sent else None]
    host = "a.example" if is_sent else "b.example"
    assert found.url == publisher.url("/next", host)
    assert found.moved_to == publisher.url("/next", f"me:p%40ss@{host}" if is_sent else host)


async def test_login_of_another_port_is_not_sent(publisher: Publisher, internet: Internet) -> None:
    """Another port is somebody else."""
    async with Publisher.open() as neighbour:
        publisher.answers["/feed"] = Answer(
            status=302, headers={"Location": neighbour.url("/feed", "a.example")}
        )
        neighbour.answers["/feed"] = Answer(body=FEED)
        async with internet.fetcher(limits=AT_ONCE) as fetcher:
            await fetched(fetcher, publisher.url("/feed", "me:pass@a.example"))
    assert "authorization" in publisher.requests[0].headers
    assert "authorization" not in neighbour.requests[0].headers
