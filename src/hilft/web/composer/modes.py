"""What the composer says before anybody writes: where it goes, as whom, to whom, how long it may be."""

from dataclasses import dataclass

from hilft import cases
from hilft.cases import Case, ComposerFacts
from hilft.channels import Visibility
from hilft.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Mode:
    """``facts`` is None for a note, and where there is no way to answer like that at all.

    ``page``: where the customer can write in private instead.
    """

    kind: str
    facts: ComposerFacts | None = None
    page: str | None = None

    @property
    def allowed(self) -> bool:
        return self.kind == "note" or (self.facts is not None and self.facts.allowed)


async def modes(visit: Visit, case: Case) -> list[Mode]:
    """Give public, private, note, in this order."""
    made = []
    for visibility in Visibility:
        facts = await cases.composer(
            visit.conn, visit.house.switchboard, visit.agent, case, visibility, visit.now
        )
        page = None
        if facts is None and visibility is Visibility.PRIVATE:
            page = await cases.private_page(visit.conn, visit.house.switchboard, case)
        made.append(Mode(visibility.value, facts, page))
    return [*made, Mode("note")]
