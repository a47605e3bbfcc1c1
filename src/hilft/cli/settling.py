"""Move the demo's people in: idempotent, so every start does the same."""

from collections.abc import Mapping

from hilft import accounts, channels, hours, staff
from hilft.accounts import AccountRole, Brand
from hilft.app import House
from hilft.channels import AccountConfig, Preparable
from hilft.cli import cast as people
from hilft.cli.cast import Cast, Member, Resident
from hilft.db import Transaction, transaction
from hilft.ids import new_id
from hilft.staff import Agent


async def settle(house: House, cast: Cast, town: str, post: tuple[int, int] | None = None) -> dict[str, str]:
    """Create brand, agents, tokens and accounts where they are missing; give the API token of each login.

    ``town``: origin of the town square; ``post``: ports of IMAP and SMTP at its post office, None: there is no mailbox.
    Both may be others than at the last start.
    """
    async with transaction(house.pool) as tx:
        brand = await _brand(tx, house)
        tokens = {one.login: await _member(tx, house, brand, one) for one in cast.members}
    await _account(house, brand, cast.service, AccountRole.SERVICE, town)
    await _account(house, brand, cast.main, AccountRole.MAIN, town)
    await _hotline(house, brand, cast)
    await _shop(house, brand)
    await _letterhead(house, brand)
    if post is not None:
        await _mailbox(house, brand, cast, post)
    return tokens


async def _brand(tx: Transaction, house: House) -> Brand:
    for known in await accounts.brands(tx.conn):
        if known.slug == people.SLUG:
            return known
    brand = await accounts.create_brand(
        tx,
        slug=people.SLUG,
        name=people.BRAND,
        zone=people.ZONE,
        language=people.LANGUAGE,
        now=house.now(),
    )
    await accounts.save_brand_settings(tx.conn, brand.id, "memory", dict(people.MEMORY))
    await hours.put_hours(tx, brand.id, None, people.HOURS, house.now())
    return brand


async def _member(tx: Transaction, house: House, brand: Brand, member: Member) -> str:
    agent: Agent | None = await staff.find_agent(tx.conn, brand.id, member.login)
    if agent is None:
        agent = await staff.add_agent(
            tx,
            brand.id,
            login=member.login,
            name=member.name,
            initials=member.initials,
            role=member.role,
            password=member.password,
            now=house.now(),
            weak=True,
        )
    return await staff.create_token(tx, agent, "demo", house.now(), secret=member.token_secret)


async def _account(house: House, brand: Brand, resident: Resident, role: AccountRole, town: str) -> None:
    plain, secret = {"url": town}, {"token": resident.token}
    config = AccountConfig(settings=plain, secrets=secret, account_key=str(new_id()))
    channel = channels.build("mastodon", config, house.surroundings)
    try:
        profile = await channel.identify()
        if isinstance(channel, Preparable):
            await channel.prepare()
    finally:
        await channel.close()
    async with transaction(house.pool) as tx:
        await accounts.add_account(
            tx,
            house.vault,
            brand.id,
            channel="mastodon",
            profile=profile,
            scope=channel.scope,
            role=role,
            settings=plain,
            secrets=secret,
            now=house.now(),
        )


async def _hotline(house: House, brand: Brand, cast: Cast) -> None:
    await _without_network(house, brand, "phone", {"number": people.HOTLINE}, {"secret": cast.hotline_secret})


async def _shop(house: House, brand: Brand) -> None:
    await _without_network(house, brand, "counter", people.SHOP, {})


async def _letterhead(house: House, brand: Brand) -> None:
    await _without_network(house, brand, "letter", people.LETTERHEAD, {})


async def _mailbox(house: House, brand: Brand, cast: Cast, post: tuple[int, int]) -> None:
    imap, smtp = post
    plain = {
        "address": people.MAILBOX,
        "imap": f"imap+insecure://127.0.0.1:{imap}",
        "smtp": f"smtp+insecure://127.0.0.1:{smtp}",
        "name": people.BRAND,
        "plus": "yes",
    }
    secret = {"password": cast.post_password, "reply_key": cast.post_password}
    await _without_network(house, brand, "email", plain, secret)


async def _without_network(
    house: House, brand: Brand, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    """Add an account that nobody outside this process has to be asked for."""
    config = AccountConfig(settings=settings, secrets=secrets, account_key=str(new_id()))
    channel = channels.build(kind, config, house.surroundings)
    try:
        profile = await channel.identify()
    finally:
        await channel.close()
    async with transaction(house.pool) as tx:
        await accounts.add_account(
            tx,
            house.vault,
            brand.id,
            channel=kind,
            profile=profile,
            scope=channel.scope,
            role=AccountRole.SERVICE,
            settings=settings,
            secrets=secrets,
            now=house.now(),
        )
