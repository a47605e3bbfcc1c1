"""A network tells later what became of an answer that it took."""

from hilft.cases import store
from hilft.cases.actions.settle import locked
from hilft.cases.model import Arrival, NotYet
from hilft.db import Transaction
from hilft.outbox import Delivery, DeliveryState, by_external, report, states_of, unfinished_of_account


async def take_in_report(tx: Transaction, arrival: Arrival) -> None:
    """Note that an answer was delivered, or refuse it because it could not be.

    Raises ``NotYet`` while a send of the account is under way: the report may be about that one. One about an answer
    nobody here knows says nothing.
    """
    told = arrival.event.report
    delivery = await _delivery(tx, arrival)
    if told is None or delivery is None:
        return
    case_id = await store.case_of_message(tx.conn, arrival.brand_id, delivery.message_id)
    if case_id is None:
        return
    case = await locked(tx, arrival.brand_id, case_id)
    await report(tx, delivery, told, arrival.event.occurred_at, arrival.now)
    tx.nudge(arrival.brand_id, f"case:{case.id}")


async def _delivery(tx: Transaction, arrival: Arrival) -> Delivery | None:
    brand_id, account = arrival.brand_id, arrival.account
    sent = await by_external(tx.conn, brand_id, account.id, arrival.event.message.external_id)
    if sent is not None:
        return sent
    known = await store.message_by_names(tx.conn, brand_id, account.scope, arrival.names)
    if known is not None:
        return (await states_of(tx.conn, brand_id, [known.id])).get(known.id)
    unfinished = await unfinished_of_account(tx.conn, brand_id, account.id)
    if any(each.state is DeliveryState.SENDING for each in unfinished):
        raise NotYet
    return None
