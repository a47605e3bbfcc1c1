"""People on the real network, with a client that is not ours (the atproto SDK), and the desk's own account."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, TypeAlias, TypeVar

import httpx
from atproto import AsyncClient, client_utils, models

from hilft.channels import AccountConfig, Keeper, Pocket, Surroundings
from hilft.channels.bluesky import Bluesky

PASSWORD = "geheim und lang"
PATIENCE = 30.0
Ref: TypeAlias = Any
"A strong reference of the SDK, whose types are made at run time."
PostView: TypeAlias = Any
Found = TypeVar("Found")


@dataclass
class Person:
    """Somebody on the network."""

    client: AsyncClient
    did: str
    handle: str
    "Without the @."

    async def post(
        self, text: str, *, to: Sequence["Person"] = (), reply: "tuple[Ref, Ref] | None" = None
    ) -> Ref:
        """Write a post that names people as an app does; ``reply``: parent and root."""
        builder = client_utils.TextBuilder()
        for each in to:
            builder.mention(f"@{each.handle}", each.did).text(" ")
        builder.text(text)
        answers = models.AppBskyFeedPost.ReplyRef(parent=reply[0], root=reply[1]) if reply else None
        made = await self.client.send_post(builder, reply_to=answers, langs=["de"])
        ref = strong(made.uri, made.cid)
        await self.shown(ref.uri)
        return ref

    async def shown(self, uri: str) -> PostView:
        """Wait until the AppView shows a post to this person."""

        async def look() -> PostView | None:
            found = (await self.client.get_posts([uri])).posts
            return found[0] if found else None

        return await until(look)

    async def replies_to(self, uri: str) -> list[PostView]:
        thread = (await self.client.get_post_thread(uri)).thread
        return [each.post for each in thread.replies or []]

    async def app_password(self, *, privileged: bool = False) -> tuple[str, str]:
        """Make one; give its name and itself."""
        name = token_hex(4)
        data = {"name": name, "privileged": privileged}
        made = await self.client.com.atproto.server.create_app_password(data)
        return name, made.password

    async def revoke(self, name: str) -> None:
        await self.client.com.atproto.server.revoke_app_password({"name": name})


@dataclass
class Town:
    """The real servers, by the address of the data server, and everybody who was made there."""

    pds: str
    people: list[Person] = field(default_factory=list)

    async def person(self, name: str, domain: str = "test") -> Person:
        """Make an account; every test has its own people."""
        handle = f"{name}-{token_hex(3)}.{domain}"
        async with httpx.AsyncClient(timeout=60) as http:
            body = {"handle": handle, "email": f"{token_hex(5)}@post.example", "password": PASSWORD}
            made = await http.post(f"{self.pds}/xrpc/com.atproto.server.createAccount", json=body)
            made.raise_for_status()
            token = {"Authorization": f"Bearer {made.json()['accessJwt']}"}
            ask = f"{self.pds}/xrpc/app.bsky.actor.getProfile"

            async def known() -> bool:
                return (await http.get(ask, params={"actor": handle}, headers=token)).is_success

            await until(known)
        client = AsyncClient(base_url=self.pds)
        await client.login(handle, PASSWORD)
        self.people.append(Person(client, made.json()["did"], handle))
        return self.people[-1]

    async def close(self) -> None:
        """Close everybody's connections."""
        for each in self.people:
            await each.client.request.close()


def strong(uri: str, cid: str) -> Ref:
    return models.ComAtprotoRepoStrongRef.Main(uri=uri, cid=cid)


def config(town: Town, person: Person, password: str = PASSWORD, **settings: str) -> AccountConfig:
    told = {"handle": person.handle, "service": town.pds, **settings}
    return AccountConfig(told, {"password": password}, "0001")


def channel_of(town: Town, person: Person, outside: Surroundings, keeper: Keeper | None = None) -> Bluesky:
    """Build the channel of an account as the house would."""
    surroundings = Surroundings(
        outside.http, outside.now, allow_loopback=True, pin=outside.pin, keeper=keeper or Pocket()
    )
    return Bluesky(config(town, person), surroundings)


async def until(look: Callable[[], Awaitable[Found | None]]) -> Found:
    """Ask again until there is something; the AppView is a moment behind the data server."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await look()):  # noqa: ASYNC110 - another machine's clock, no event
            await asyncio.sleep(0.1)
        return found
