"""One customer, many handles: linked by evidence, taken back at any time in any order, and nothing is lost."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import Random

import pytest

from hilft import accounts, customers
from hilft.channels import Profile
from hilft.customers import Evidence, GroupKind, Handle, NoReasonForLink, NoSuchLink, SameCustomer
from hilft.db import Pool, Transaction, transaction
from hilft.ids import BrandId, CustomerId, HandleId

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
async def brand_id(pool: Pool) -> BrandId:
    async with transaction(pool) as tx:
        brand = await accounts.create_brand(
            tx, slug="wattkabel", name="Wattkabel", zone="Europe/Berlin", language="de", now=NOW
        )
    return brand.id


async def do(pool: Pool, deed: Callable[[Transaction], Awaitable[object]]) -> object:
    async with transaction(pool) as tx:
        return await deed(tx)


async def meet(pool: Pool, brand_id: BrandId, name: str, scope: str = "square") -> Handle:
    async with transaction(pool) as tx:
        profile = Profile(external_id=name, handle=f"@{name}", display_name=name.title())
        return await customers.recognise(tx.conn, brand_id, scope, profile, NOW)


async def whose(pool: Pool, brand_id: BrandId, handle: HandleId) -> CustomerId:
    async with pool.acquire() as conn:
        found = await customers.find_handle(conn, brand_id, handle)
    assert found is not None
    return found.customer_id


async def link(
    pool: Pool, brand_id: BrandId, one: Handle, other: Handle, evidence: Evidence = Evidence.SECURE_FORM
) -> customers.Link:
    async with transaction(pool) as tx:
        return await customers.link(tx, brand_id, one.home_id, other.home_id, evidence, NOW)


async def test_links_lead_to_one_customer_and_back(pool: Pool, brand_id: BrandId) -> None:
    otto, mail = await meet(pool, brand_id, "otto"), await meet(pool, brand_id, "otto@mail.example", "mail")
    made = await link(pool, brand_id, otto, mail)
    assert await whose(pool, brand_id, mail.id) == otto.customer_id
    async with pool.acquire() as conn:
        both = await customers.handles_of_customer(conn, brand_id, otto.customer_id)
        assert {each.id for each in both} == {otto.id, mail.id}
        (shown,) = await customers.links_of(conn, brand_id, mail.home_id)
        assert (shown.id, shown.evidence) == (made.id, Evidence.SECURE_FORM)
    await do(pool, lambda tx: customers.unlink(tx, brand_id, made.id, None, NOW))
    assert await whose(pool, brand_id, mail.id) == mail.home_id
    with pytest.raises(NoSuchLink):
        await do(pool, lambda tx: customers.unlink(tx, brand_id, made.id, None, NOW))


async def test_whoever_decides_says_why_and_nobody_is_linked_twice(pool: Pool, brand_id: BrandId) -> None:
    otto, mail = await meet(pool, brand_id, "otto"), await meet(pool, brand_id, "otto@mail.example", "mail")
    with pytest.raises(NoReasonForLink):
        await link(pool, brand_id, otto, mail, Evidence.AGENT)
    await link(pool, brand_id, otto, mail)
    with pytest.raises(SameCustomer):
        await link(pool, brand_id, mail, otto)
    with pytest.raises(customers.NoSuchCustomer):
        await do(
            pool,
            lambda tx: customers.link(
                tx, brand_id, otto.home_id, CustomerId(otto.id), Evidence.SECURE_FORM, NOW
            ),
        )


async def test_the_same_name_alone_links_nobody(pool: Pool, brand_id: BrandId) -> None:
    one, other = await meet(pool, brand_id, "otto"), await meet(pool, brand_id, "otto", "mail")
    assert one.customer_id != other.customer_id


async def test_any_links_taken_back_in_any_order_leave_everybody_where_the_rest_says(
    pool: Pool, brand_id: BrandId
) -> None:
    """Held against sets: whoever is connected by links that stand is one customer, nobody else is."""
    dice = Random(11)
    handles = [await meet(pool, brand_id, f"person{number}") for number in range(9)]
    standing: dict[object, tuple[Handle, Handle]] = {}
    for step in range(120):
        if standing and dice.random() < 0.45:
            gone = dice.choice(list(standing))
            async with transaction(pool) as tx:
                await customers.unlink(tx, brand_id, gone, None, NOW)  # type: ignore[arg-type]
            del standing[gone]
        else:
            one, other = dice.sample(handles, 2)
            try:
                made = await link(pool, brand_id, one, other)
            except SameCustomer:
                assert _together(standing.values(), one, other)
            else:
                roots = {each.home_id: each for each in handles}
                standing[made.id] = (roots[made.from_id], roots[made.into_id])
        if step % 12 == 0:
            handles.append(await meet(pool, brand_id, f"later{step}"))
        owners = {each.id: await whose(pool, brand_id, each.id) for each in handles}
        for one in handles:
            for other in handles:
                same = owners[one.id] == owners[other.id]
                assert same == _together(standing.values(), one, other)


def _together(edges: object, one: Handle, other: Handle) -> bool:
    pairs = [(a.id, b.id) for a, b in edges]  # type: ignore[attr-defined]
    reached, fresh = {one.id}, [one.id]
    while fresh:
        at = fresh.pop()
        for a, b in pairs:
            for here, there in ((a, b), (b, a)):
                if here == at and there not in reached:
                    reached.add(there)
                    fresh.append(there)
    return other.id in reached


async def test_somebody_who_renames_themselves_keeps_their_old_name(pool: Pool, brand_id: BrandId) -> None:
    otto = await meet(pool, brand_id, "otto")
    async with transaction(pool) as tx:
        renamed = Profile(external_id="otto", handle="@otto_neu", display_name="Otto")
        again = await customers.recognise(tx.conn, brand_id, "square", renamed, NOW)
        await customers.recognise(tx.conn, brand_id, "square", renamed, NOW)
        names = await customers.names_before(tx.conn, brand_id, otto.customer_id)
    assert (again.id, again.handle, names) == (otto.id, "@otto_neu", ["@otto"])


async def test_households_hold_persons_who_stay_their_own(pool: Pool, brand_id: BrandId) -> None:
    otto, ida = await meet(pool, brand_id, "otto"), await meet(pool, brand_id, "ida")
    async with transaction(pool) as tx:
        group = await customers.found_group(
            tx, brand_id, GroupKind.HOUSEHOLD, "Familie Otto", otto.customer_id, NOW
        )
        await customers.add_member(tx, brand_id, group, ida.customer_id, NOW)
        await customers.add_member(tx, brand_id, group, ida.customer_id, NOW)
        (seen,) = await customers.groups_of(tx.conn, brand_id, ida.customer_id)
        assert (seen.name, seen.members) == ("Familie Otto", ["Ida", "Otto"])
        await customers.drop_member(tx, brand_id, group, ida.customer_id)
        assert await customers.groups_of(tx.conn, brand_id, ida.customer_id) == []
        with pytest.raises(customers.NoSuchGroup):
            await customers.add_member(tx, brand_id, otto.id, ida.customer_id, NOW)
    with pytest.raises(customers.NoGroupName):
        await do(
            pool,
            lambda tx: customers.found_group(tx, brand_id, GroupKind.COMPANY, " ", otto.customer_id, NOW),
        )
