"""Say an announcement on accounts: put it on its way, follow its changes, take it back, say it anew."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from hilft import accounts, outbox
from hilft.accounts import Switchboard
from hilft.channels import Visibility
from hilft.db import Transaction
from hilft.ids import AccountId, BrandId, ConversationId, MessageId, new_id
from hilft.news import store
from hilft.news.actions.topic import TOPIC
from hilft.news.model import Announcement
from hilft.news.posts import Post, text_for
from hilft.news.problems import NoSuchAnnouncement, NoSuchPost, NotNow
from hilft.outbox import Delivery, DeliveryState, Request
from hilft.staff import Agent


async def plan(
    tx: Transaction, found: Announcement, brand_id: BrandId, chosen: Mapping[AccountId, str], now: datetime
) -> None:
    """Write down that these accounts are to say it; ``chosen``: their own texts, checked, empty for title and text."""
    for account_id, own in chosen.items():
        text = text_for(own, found.title, found.text)
        await store.insert_post(tx.conn, brand_id, new_id(), found.id, account_id, own, text, now)


async def release(
    tx: Transaction, switchboard: Switchboard, brand_id: BrandId, announcement_id: uuid.UUID, now: datetime
) -> None:
    """Put what was not said yet on its way; each post has one delivery, so doing it again sends nothing twice."""
    brand = await accounts.brand_by_id(tx.conn, brand_id)
    for post in await store.lock_posts(tx.conn, brand_id, announcement_id):
        if post.delivery_id is not None:
            continue
        account = await accounts.account(tx.conn, brand_id, post.account_id)
        channel = await switchboard.channel_of(account, tx.conn)
        request = Request(
            text=post.text,
            visibility=Visibility.PUBLIC,
            idempotency_key=str(post.id),
            network_visibility=channel.reply_visibility(Visibility.PUBLIC, ""),
            language=brand.language[:2] if brand else "",
            everybody=True,
        )
        delivery = await outbox.hold(
            tx, brand_id, message_id=MessageId(post.id), conversation_id=ConversationId(post.id),
            account_id=account.id, request=request, hold_until=now, now=now,
        )  # fmt: skip
        await store.put_on_its_way(tx.conn, brand_id, post.id, delivery.id)
    tx.nudge(brand_id, TOPIC)


async def follow_change(
    tx: Transaction,
    found: Announcement,
    brand_id: BrandId,
    chosen: Mapping[AccountId, str] | None,
    now: datetime,
) -> None:
    """Let the posts say what the announcement says now. ``chosen`` None: by the same accounts.

    What has not left takes the new text; what the network has is changed there, where it can be; what it refused is
    tried anew. An account that is not chosen any more says nothing as long as it has said nothing; to take down
    what it did say is another deed (`withdraw_post`).
    """
    standing = {post.account_id: post for post in await store.lock_posts(tx.conn, brand_id, found.id)}
    for account_id, post in standing.items():
        if chosen is not None and account_id not in chosen:
            if post.delivery_id is None:
                await store.drop_planned(tx.conn, brand_id, post.id)
            continue
        own = post.own_text if chosen is None else chosen[account_id]
        text = text_for(own, found.title, found.text)
        if (own, text) != (post.own_text, post.text):
            await _say_instead(tx, brand_id, post, own, text, now)
    new = {account: own for account, own in (chosen or {}).items() if account not in standing}
    await plan(tx, found, brand_id, new, now)


async def _say_instead(
    tx: Transaction, brand_id: BrandId, post: Post, own: str, text: str, now: datetime
) -> None:
    if post.delivery_id is not None and await _never_arrived(tx, brand_id, post, now):
        await store.save_post(tx.conn, brand_id, post.id, post.own_text, post.text, now, now, None)
        await store.insert_post(
            tx.conn, brand_id, new_id(), post.announcement_id, post.account_id, own, text, now
        )
        return
    tend_at = now if post.delivery_id is not None and text != post.said else None
    await store.save_post(tx.conn, brand_id, post.id, own, text, None, None, tend_at)


async def _never_arrived(tx: Transaction, brand_id: BrandId, post: Post, now: datetime) -> bool:
    """Whether the network certainly has nothing of it and will not get it; taken back if that is still possible."""
    if post.delivery_id is None or await outbox.take_back(tx, brand_id, post.delivery_id, now):
        return True
    delivery = await outbox.find_delivery(tx.conn, brand_id, post.delivery_id)
    return delivery is not None and delivery.state in {DeliveryState.REFUSED, DeliveryState.UNDONE}


async def take_down(tx: Transaction, brand_id: BrandId, post: Post, now: datetime) -> None:
    """Let a post be gone: at once when it never left, else as soon as the network has done it."""
    if post.withdrawn_at is None:
        gone = await _never_arrived(tx, brand_id, post, now)
        await store.save_post(
            tx.conn,
            brand_id,
            post.id,
            post.own_text,
            post.text,
            now,
            now if gone else None,
            None if gone else now,
        )
        tx.nudge(brand_id, TOPIC)


async def take_all_down(
    tx: Transaction, brand_id: BrandId, announcement_id: uuid.UUID, now: datetime
) -> None:
    for post in await store.lock_posts(tx.conn, brand_id, announcement_id):
        await take_down(tx, brand_id, post, now)


async def withdraw_post(
    tx: Transaction, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID, now: datetime
) -> None:
    """Take it down on one account only; again changes nothing. Raises ``LeadsOnly``, ``NoSuchPost``."""
    agent.check_leads()
    await take_down(tx, agent.brand_id, await _post(tx, agent, announcement_id, post_id), now)


async def publish_anew(
    tx: Transaction, switchboard: Switchboard, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID,
    now: datetime,
) -> None:  # fmt: skip
    """Take a post down and say the announcement anew, as it is now: for networks where nothing can be changed.

    Raises ``NotNow`` when the account says it anew already, or nothing was published yet.
    """
    agent.check_leads()
    found = await _announced(tx, agent, announcement_id)
    post = await _post(tx, agent, announcement_id, post_id)
    standing = await store.lock_posts(tx.conn, agent.brand_id, announcement_id)
    others = [each for each in standing if each.account_id == post.account_id and each.id != post.id]
    if others or found.withdrawn_at is not None or found.publish_at > now or post.delivery_id is None:
        raise NotNow
    await take_down(tx, agent.brand_id, post, now)
    await plan(tx, found, agent.brand_id, {post.account_id: post.own_text}, now)
    await release(tx, switchboard, agent.brand_id, announcement_id, now)


async def try_again(
    tx: Transaction, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID, now: datetime
) -> None:
    """Ask the network again for what it refused: to take it, to change it, to take it down. Raises ``NotNow``."""
    agent.check_leads()
    post = await _post(tx, agent, announcement_id, post_id)
    delivery = await _delivery(tx, post)
    if delivery.state is DeliveryState.REFUSED and post.withdrawn_at is None:
        await outbox.retry(tx, agent.brand_id, delivery.id, now)
    elif delivery.state is DeliveryState.SENT and post.gone_at is None:
        await store.save_post(
            tx.conn, agent.brand_id, post.id, post.own_text, post.text, post.withdrawn_at, None, now
        )
    else:
        raise NotNow
    tx.nudge(agent.brand_id, TOPIC)


async def send_again(
    tx: Transaction, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID, now: datetime
) -> None:
    """Send a post of which nobody knows whether it arrived: a person looked, it is not there. Raises ``Settled``."""
    agent.check_leads()
    delivery = await _delivery(tx, await _post(tx, agent, announcement_id, post_id))
    await outbox.resend(tx, agent.brand_id, delivery.id, now)
    tx.nudge(agent.brand_id, TOPIC)


async def it_is_there(
    tx: Transaction, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID, now: datetime
) -> None:
    """Settle a post of which nobody knew: a person saw it at the network. Raises ``Settled``."""
    agent.check_leads()
    delivery = await _delivery(tx, await _post(tx, agent, announcement_id, post_id))
    await outbox.confirm_sent(tx, agent.brand_id, delivery.id, now)
    tx.nudge(agent.brand_id, TOPIC)


async def _announced(tx: Transaction, agent: Agent, announcement_id: uuid.UUID) -> Announcement:
    found = await store.lock_announcement(tx.conn, agent.brand_id, announcement_id)
    if found is None:
        raise NoSuchAnnouncement
    return found


async def _post(tx: Transaction, agent: Agent, announcement_id: uuid.UUID, post_id: uuid.UUID) -> Post:
    await _announced(tx, agent, announcement_id)
    post = await store.lock_post(tx.conn, agent.brand_id, announcement_id, post_id)
    if post is None:
        raise NoSuchPost
    return post


async def _delivery(tx: Transaction, post: Post) -> Delivery:
    found = await outbox.find_delivery(tx.conn, post.brand_id, post.delivery_id) if post.delivery_id else None
    if found is None:
        raise NotNow
    return found
