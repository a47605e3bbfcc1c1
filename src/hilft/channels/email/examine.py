"""What an administrator should know about a mailbox: can it be read, can it send, are its folders there."""

from hilft.channels.contract import N_, ChannelError, Health, Refused
from hilft.channels.email.mailbox import Mailbox
from hilft.channels.email.read import own_profile
from hilft.channels.email.session import Session, SignIn
from hilft.channels.email.smtp import signed_in

NO_SENT = N_("There is no folder of sent mails; name one, or - for none.")
NO_IDLE = N_("The mail server does not announce new mails; they are looked for every few seconds.")


async def examine(mailbox: Mailbox) -> Health:
    """Try everything and tell all that is wrong, not only the first."""
    findings = [*await _reading(mailbox), *await _sending(mailbox)]
    told = [each for each in findings if each != NO_IDLE]
    return Health(ok=not told, findings=tuple(findings), profile=own_profile(mailbox.terms.address))


async def prove(mailbox: Mailbox) -> None:
    """Raise what is wrong with signing in or with a folder, at either server."""
    await mailbox.run(lambda session: _open_all(session, mailbox.terms.folders))
    await _try_sending(mailbox)


async def _reading(mailbox: Mailbox) -> list[str]:
    try:
        await mailbox.run(lambda session: _open_all(session, mailbox.terms.folders))
        sent = await mailbox.sent_folder()
        idle = await mailbox.run(lambda session: session.can("IDLE"))
    except ChannelError as error:
        return [str(error)]
    missing = [] if sent or mailbox.terms.sent == "-" else [NO_SENT]
    return missing if idle else [*missing, NO_IDLE]


async def _sending(mailbox: Mailbox) -> list[str]:
    try:
        await _try_sending(mailbox)
    except ChannelError as error:
        return [str(error)]
    return []


async def _try_sending(mailbox: Mailbox) -> None:
    async def sign_in(who: SignIn) -> None:
        async with signed_in(mailbox.outside, mailbox.terms.smtp, who):
            return

    await mailbox.signed(sign_in)


def _open_all(session: Session, folders: tuple[str, ...]) -> None:
    for folder in folders:
        try:
            session.open(folder)
        except Refused as error:
            raise Refused(N_("There is no folder {folder} in the mailbox."), folder=folder) from error
