"""The counter: a shop where customers come in person and an agent writes down what they say. See README.md in this folder."""

from hilft.channels.contract import N_, Entrance, Field, Manifest
from hilft.channels.counter.channel import Counter

__all__ = ["MANIFEST", "Counter"]

MANIFEST = Manifest(
    kind="counter",
    title=N_("Counter"),
    fields=(
        Field(
            name="name",
            label=N_("Name of the shop"),
            help=N_("As customers know it, for example Wattkabel-Laden Husum"),
        ),
        Field(
            name="address",
            label=N_("Address of the shop"),
            help=N_("Street, number and place; shown on the public page"),
        ),
    ),
    build=Counter,
    entrances=(Entrance(N_("Come in"), ""),),
)
"The entry point `hilft.channels: counter`."
