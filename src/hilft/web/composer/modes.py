"""What the composer says before anybody writes: where it goes, as whom, to whom, how long it may be."""

from dataclasses import dataclass

from hilft import cases
from hilft.cases import Case, ComposerFacts
from hilft.channels import Visibility
from hilft.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Mode:
    """``facts`` is None for a note, and where there is no way to answer like that at all."""

    kind: str
    facts: ComposerFacts | None = None

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
        made.append(Mode(visibility.value, facts))
    return [*made, Mode("note")]
