"""Recognise who is writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hilft.channels import Profile
from hilft.customers import store
from hilft.customers.model import MAX_NAME, Handle, shown_name
from hilft.db import Connection, storable
from hilft.ids import BrandId, CustomerId, HandleId, new_id


async def recognise(
    conn: Connection, brand_id: BrandId, scope: str, profile: Profile, now: datetime
) -> Handle:
    """Find or create the handle of this profile and, for a new one, its customer.

    The handle's row stays locked until the transaction ends: two first messages of one new customer, digested at
    the same time, give one customer. The profile is a snapshot: a newer one overwrites name, picture and handle.
    """
    created = await store.insert_handle(
        conn,
        brand_id,
        HandleId(new_id()),
        scope,
        storable(profile.external_id),
        CustomerId(new_id()),
        storable(profile.handle)[:MAX_NAME],
        storable(profile.display_name)[:MAX_NAME],
        profile.avatar_url,
        profile.url,
        profile.bot,
        profile.local_id,
        now,
    )
    if created is not None:
        name = shown_name(created.display_name, created.handle)
        await store.insert_customer(conn, brand_id, created.customer_id, name, now)
        return created
    known = await refresh(conn, brand_id, scope, profile, now)
    if known is None:  # pragma: no cover - the insert met a conflict, so the row is there
        raise RuntimeError("a handle vanished while its row was locked")
    return known


async def recognise_all(
    conn: Connection, brand_id: BrandId, scope: str, profiles: Sequence[Profile], now: datetime
) -> tuple[dict[str, Handle], frozenset[HandleId]]:
    """Do for many profiles what `recognise` does for one.

    Gives the handles by the profiles' external ids, and which of them are new. Two profiles of one id: the last counts.
    """
    by_id = {storable(profile.external_id): profile for profile in profiles}
    ids = [HandleId(new_id()) for _ in by_id]
    customers = [CustomerId(new_id()) for _ in by_id]
    every = _columns(by_id)
    shown = [shown_name(name, handle) for handle, name in zip(every[1], every[2], strict=True)]
    created = await store.insert_handles(conn, brand_id, scope, ids, customers, *every, shown, now)
    found = {each.external_id: each for each in created}
    if len(found) < len(by_id):
        old = _columns({name: profile for name, profile in by_id.items() if name not in found})
        known = await store.update_handles(conn, brand_id, scope, *old, now)
        found |= {each.external_id: each for each in known}
    return found, frozenset(each.id for each in created)


_Columns = tuple[list[str], list[str], list[str], list[str | None], list[str | None], list[bool], list[str]]


def _columns(profiles: Mapping[str, Profile]) -> _Columns:
    every = profiles.values()
    return (
        list(profiles),
        [storable(each.handle)[:MAX_NAME] for each in every],
        [storable(each.display_name)[:MAX_NAME] for each in every],
        [each.avatar_url for each in every],
        [each.url for each in every],
        [each.bot for each in every],
        [each.local_id for each in every],
    )


async def refresh(
    conn: Connection, brand_id: BrandId, scope: str, profile: Profile, now: datetime
) -> Handle | None:
    """Take over a known handle's profile as the network shows it now, and lock its row."""
    return await store.update_handle(
        conn,
        brand_id,
        scope,
        storable(profile.external_id),
        storable(profile.handle)[:MAX_NAME],
        storable(profile.display_name)[:MAX_NAME],
        profile.avatar_url,
        profile.url,
        profile.bot,
        profile.local_id,
        now,
    )


async def mark_gone(conn: Connection, brand_id: BrandId, handle_id: HandleId, now: datetime) -> None:
    """Note that the account behind a handle was deleted at the network; our history stays."""
    await store.set_gone(conn, brand_id, handle_id, now)
