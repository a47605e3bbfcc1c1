"""A mailbox: IMAP in, SMTP out. See README.md in this folder."""

from hilft.channels.contract import N_, Entrance, Field, Manifest
from hilft.channels.email.channel import Email
from hilft.channels.email.keys import make_key

__all__ = ["MANIFEST", "Email"]

MANIFEST = Manifest(
    kind="email",
    title=N_("E-mail"),
    fields=(
        Field(
            name="address", label=N_("Mail address"), help=N_("Under which customers write and answers leave")
        ),
        Field(
            name="imap",
            label=N_("Incoming mail server (IMAP)"),
            help=N_(
                "For example imap.provider.example, or imaps://host:993, or imap://host:143 with STARTTLS"
            ),
        ),
        Field(
            name="smtp",
            label=N_("Outgoing mail server (SMTP)"),
            help=N_("For example smtp.provider.example (port 587 with STARTTLS), or smtps://host:465"),
        ),
        Field(
            name="password",
            label=N_("Password"),
            secret=True,
            help=N_(
                "Of the mailbox, better an app password of its own; with sign-in by OAuth the refresh token"
            ),
        ),
        Field(
            name="name",
            label=N_("Name of the sender"),
            required=False,
            help=N_("Stands beside the first name of who answers, for example Wattkabel"),
        ),
        Field(
            name="user",
            label=N_("User name"),
            required=False,
            help=N_("Where it is not the mail address"),
        ),
        Field(
            name="folders",
            label=N_("Folders"),
            required=False,
            help=N_("That are read, separated by commas; left empty: INBOX"),
        ),
        Field(
            name="sent",
            label=N_("Folder of sent mails"),
            required=False,
            help=N_("Left empty it is found; - means that no copies are kept"),
        ),
        Field(
            name="start",
            label=N_("Where to start"),
            required=False,
            help=N_(
                "all takes in every mail that lies there, new only what comes from now on; left empty: all"
            ),
        ),
        Field(
            name="plus",
            label=N_("Reply addresses with +"),
            required=False,
            help=N_("yes if mails to name+anything@domain arrive in this mailbox"),
        ),
        Field(
            name="authserv_id",
            label=N_("Name of the checking server"),
            required=False,
            help=N_("As it stands first in Authentication-Results; only this server's checks are believed"),
        ),
        Field(
            name="ca",
            label=N_("Certificate of an own authority"),
            required=False,
            help=N_("In PEM form, where the servers' certificates are not publicly signed"),
        ),
        Field(
            name="oauth",
            label=N_("Sign-in by OAuth"),
            required=False,
            help=N_("google, microsoft, or the address that gives access tokens; left empty: by password"),
        ),
        Field(name="client_id", label=N_("OAuth client"), required=False, help=N_("Its id at the provider")),
        Field(
            name="client_secret",
            label=N_("OAuth client secret"),
            secret=True,
            required=False,
            help=N_("Where the provider gave one"),
        ),
        Field(
            name="reply_key",
            label=N_("Key of the reply addresses"),
            secret=True,
            required=False,
            help=N_("Proves that an answer belongs to its case; left empty, the desk makes one"),
            made=make_key,
        ),
    ),
    build=Email,
    entrances=(Entrance(N_("Write a mail"), "mailto:{address}", private=True),),
)
"The entry point `hilft.channels: email`."
