"""Personal data a customer posted in public: what it is, and a prepared private answer that asks to delete it."""

from hilft import memory
from hilft.cases import Case
from hilft.web.composer.checking import KINDS
from hilft.web.languages import N_, choose
from hilft.web.visit import Visit

PLEASE_DELETE = N_(
    "Your public post shows personal data ({kinds}). Please delete it so that nobody can misuse it. "
    "Whatever we need is safe here, in private."
)


async def exposed(visit: Visit, case: Case) -> dict[str, object]:
    """Give what the head of a case shows of it; nothing when there is nothing to see to."""
    found = await memory.exposures_of(visit.conn, visit.brand.id, case.id)
    kinds = sorted({kind for each in found for kind in each.kinds})
    theirs = choose((visit.brand.language,), "", "")
    told = ", ".join(theirs.gettext(KINDS[kind]) for kind in kinds)
    return {
        "exposed": [visit.language.gettext(KINDS[kind]) for kind in kinds],
        "please_delete": theirs.gettext(PLEASE_DELETE).format(kinds=told),
    }
