"""Which accounts can announce something, and whether what they are to say fits."""

from collections.abc import Mapping
from dataclasses import dataclass

from hilft import accounts
from hilft.accounts import Account, Switchboard
from hilft.channels import Addressing, Channel, ChannelError, NoSuchChannel, Visibility
from hilft.db import Connection
from hilft.ids import AccountId, BrandId
from hilft.news.posts import checked_own, text_for
from hilft.news.problems import CannotPublish, NoAccount, PostTooLong
from hilft.problems import Problem


@dataclass(frozen=True, slots=True)
class Audience:
    """An account that can speak to everybody."""

    account: Account
    channel: Channel

    @property
    def edits(self) -> bool:
        """Whether what it said can be changed there."""
        return self.channel.capabilities.edits

    @property
    def limit(self) -> int:
        return self.channel.capabilities.text[Visibility.PUBLIC].maximum

    @property
    def unit(self) -> str:
        """In what is counted, say grapheme."""
        return self.channel.capabilities.text[Visibility.PUBLIC].unit

    def measure(self, text: str) -> int:
        """Count as the network does."""
        full = self.channel.full_text(text, None) if isinstance(self.channel, Addressing) else text
        return self.channel.capabilities.text[Visibility.PUBLIC].measure(full)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an account would say, and how long that is."""

    account: Account
    text: str
    used: int
    limit: int
    unit: str

    @property
    def ok(self) -> bool:
        return self.used <= self.limit


async def audiences(conn: Connection, switchboard: Switchboard, brand_id: BrandId) -> list[Audience]:
    """List the accounts that can announce, also those that rest; one whose channel cannot be built is left out."""
    found = []
    for account in await accounts.accounts(conn, brand_id):
        try:
            channel = await switchboard.channel_of(account, conn)
        except (Problem, ChannelError, NoSuchChannel):
            continue
        if channel.capabilities.publishes:
            found.append(Audience(account, channel))
    return found


def preview(among: list[Audience], title: str, text: str, chosen: Mapping[AccountId, str]) -> list[Preview]:
    """Say what each chosen account would say."""
    return [
        Preview(each.account, said, each.measure(said), each.limit, each.unit)
        for each in among
        if each.account.id in chosen
        for said in (text_for(chosen[each.account.id].strip(), title, text),)
    ]


async def checked_choice(
    conn: Connection,
    switchboard: Switchboard,
    brand_id: BrandId,
    title: str,
    text: str,
    chosen: Mapping[AccountId, str],
) -> dict[AccountId, str]:
    """Give the chosen accounts' own texts; raises ``NoAccount``, ``CannotPublish`` or ``PostTooLong``."""
    if not chosen:
        return {}
    among = await audiences(conn, switchboard, brand_id)
    able = {each.account.id for each in among}
    known = {each.id: each for each in await accounts.accounts(conn, brand_id)}
    for account_id in chosen:
        if account_id not in known:
            raise NoAccount(account=str(account_id))
        if account_id not in able:
            raise CannotPublish(account=known[account_id].handle)
    for each in preview(among, title, text, chosen):
        if not each.ok:
            raise PostTooLong(account=each.account.handle, used=each.used, limit=each.limit)
    return {account_id: checked_own(own) for account_id, own in chosen.items()}
