"""What a store must do with installations."""

from dataclasses import replace
from typing import Any

from bot.core.entities import Installation, NewInstallation, Platform
from bot.flows.ports import Store
from tests.adapters.store_contract.world import DAY, HOUR, NOON, team


def new_installation(**changes: Any) -> NewInstallation:
    """What a platform hands over."""
    values = {
        "bot_user": "U0BOT",
        "scopes": ("chat:write", "commands"),
        "sealed": b"\x00sealed\xff",
        "expires_at": NOON + 12 * HOUR,
        "installed_by": "U0ALICE",
        "installed_at": NOON,
    }
    return NewInstallation(**{**values, **changes})


async def installed(store: Store, name: str = "T1", **changes: Any) -> Installation:
    """The app is installed in a team."""
    await store.install(Platform.SLACK, name, f"Team {name}", new_installation(**changes))
    found = await store.installation(Platform.SLACK, name)
    assert found is not None
    return found


class InstallationContract:
    """One for each workspace: the newest."""

    async def test_an_installation_is_found_by_its_workspace(self, store: Store):
        """By the platform's name for it, and by ours, as it was kept."""
        workspace = await store.install(Platform.SLACK, "T1", "Volt Motors", new_installation())
        found = await store.installation(Platform.SLACK, "T1")
        assert found is not None
        assert found == await store.installation_in(workspace.id)
        assert (found.workspace, found.workspace.name) == (workspace, "Volt Motors")
        assert (found.sealed, found.scopes, found.installed_at) == (
            b"\x00sealed\xff",
            ("chat:write", "commands"),
            NOON,
        )
        assert "sealed\\" not in repr(found)
        assert await store.installation(Platform.SLACK, "T2") is None
        assert await store.installation(Platform.DISCORD, "T1") is None
        assert await store.installation_in((await team(store, "T2")).id) is None

    async def test_who_installs_again_has_one(self, store: Store):
        """The newest counts, and the workspace works again."""
        first = await installed(store)
        await store.stop_workspace(first.workspace.id, NOON + DAY)
        again = await installed(store, sealed=b"new", expires_at=None, installed_at=NOON + HOUR)
        assert (again.workspace, again.sealed, again.expires_at) == (first.workspace, b"new", None)
        assert await store.stopped_workspaces(NOON) == frozenset()
        await installed(store, "T0", installed_at=NOON + 2 * HOUR)
        names = [each.workspace.external_id for each in await store.installations(Platform.SLACK)]
        assert names == ["T1", "T0"]

    async def test_tokens_are_renewed_where_they_are_still_those(self, store: Store):
        """Who installed again meanwhile keeps what that brought."""
        first = await installed(store)
        assert await store.renew_installation(first, b"renewed", NOON + DAY)
        assert not await store.renew_installation(first, b"too late", NOON + DAY)
        assert await store.installation(Platform.SLACK, "T1") == replace(
            first, sealed=b"renewed", expires_at=NOON + DAY
        )

    async def test_taking_it_out_forgets_the_tokens_and_stops_the_work(self, store: Store):
        """Of that workspace alone; what was installed after that stays."""
        first, other = await installed(store), await installed(store, "T2")
        gone, until = NOON + HOUR, NOON + 365 * DAY
        assert await store.uninstall(Platform.SLACK, "T1", at=gone, until=until)
        assert await store.installation(Platform.SLACK, "T1") is None
        assert await store.installations(Platform.SLACK) == (other,)
        assert await store.stopped_workspaces(until - HOUR) == {first.workspace.id}
        assert not await store.uninstall(Platform.SLACK, "T1", at=gone, until=until)
        await installed(store, installed_at=gone + HOUR)
        assert not await store.uninstall(Platform.SLACK, "T1", at=gone, until=until)
        assert await store.installation(Platform.SLACK, "T1") is not None
        assert await store.stopped_workspaces(gone) == frozenset()
