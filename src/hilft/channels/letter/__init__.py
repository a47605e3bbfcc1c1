"""Letters: a scan is put into the desk, the answer is printed and posted by the mail room. See README.md in this folder."""

from hilft.channels.contract import N_, Entrance, Field, Manifest
from hilft.channels.letter.channel import Letter

__all__ = ["MANIFEST", "Letter"]

MANIFEST = Manifest(
    kind="letter",
    title=N_("Letter"),
    fields=(
        Field(
            name="name",
            label=N_("Name on the letterhead"),
            help=N_("Who writes, for example Wattkabel GmbH"),
        ),
        Field(
            name="street",
            label=N_("Street and number, or P.O. box"),
            help=N_("Where customers write to"),
        ),
        Field(
            name="place",
            label=N_("Postcode and place"),
            help=N_("For example 25813 Husum"),
        ),
        Field(
            name="contact",
            label=N_("Ways to reach you"),
            required=False,
            help=N_("One line on the letterhead: telephone, mail, web"),
        ),
        Field(
            name="footer",
            label=N_("Small print"),
            required=False,
            help=N_("One line at the bottom: management, register, bank"),
        ),
        Field(
            name="language",
            label=N_("Language of the letterhead"),
            required=False,
            help=N_("de or en; left empty, German"),
        ),
    ),
    build=Letter,
    entrances=(Entrance(N_("Write a letter"), ""),),
)
"The entry point `hilft.channels: letter`."
