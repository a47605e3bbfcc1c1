"""What follows from what the network said. Pure: time and chance are arguments.

Two rules carry everything. A delivery is queued again only when the network *certainly* does not have it. Whatever
is not certain stays in doubt until it is found out, and becomes ``unknown``, for a person to decide, when it stays so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hilft.channels import ChannelError, Later, Refused, Sent, Unauthorized, Unknown
from hilft.outbox.model import Claim, DeliveryState

DOUBT_TRIES = 5
"How often we try to find out before a person is asked: about a minute and a half."
_FIRST_LOOK = timedelta(seconds=3)
_FIRST_LOOK_WITHOUT_KEY = timedelta(seconds=15)
_FIRST_RETRY = timedelta(seconds=1)
_LONGEST_RETRY = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(days=1)
_KEY_MARGIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class NotThere:
    """The network was asked and certainly does not have the message."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It cannot be found out by us at all."""

    reason: str


Outcome = Sent | ChannelError | NotThere | Unclear

WORDS: tuple[tuple[type, str], ...] = (
    (Sent, "sent"),
    (Refused, "refused"),
    (Later, "later"),
    (Unknown, "unknown"),
    (Unauthorized, "unauthorized"),
    (NotThere, "not there"),
    (Unclear, "unclear"),
)
"What an outcome is called in the log of an account."


def word_of(outcome: Outcome) -> str:
    return next((word for kind, word in WORDS if isinstance(outcome, kind)), "unknown")


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of a claimed delivery, its account and its lane."""

    state: DeliveryState
    run_at: datetime | None = None
    "When to try again (``queued``) or to look again (``sending``); None where nothing follows."
    first_tried_at: datetime | None = None
    attempts: int = 0
    reason: str = ""
    sent: Sent | None = None
    pause: bool = False
    rest_until: datetime | None = None
    "Until when the network asked the whole account to wait."


def decide_after(  # noqa: PLR0911 - one answer of the network, one line
    claim: Claim, outcome: Outcome, now: datetime, *, chance: float, keyed: bool
) -> Move:
    """Decide the next state. ``chance`` in [0, 1) spreads retries; ``keyed``: the network remembers keys."""
    if isinstance(outcome, Sent):
        return Move(DeliveryState.SENT, sent=outcome, first_tried_at=claim.first_tried_at)
    if isinstance(outcome, NotThere):
        return Move(DeliveryState.QUEUED, run_at=now)
    if isinstance(outcome, Unclear):
        return Move(DeliveryState.UNKNOWN, first_tried_at=claim.first_tried_at, reason=outcome.reason)
    reason = str(outcome)
    if isinstance(outcome, Refused):
        return Move(DeliveryState.REFUSED, first_tried_at=claim.tried_before, reason=reason)
    if claim.in_doubt:
        return _still_in_doubt(claim, outcome, now, chance)
    if isinstance(outcome, Unauthorized):
        return Move(DeliveryState.QUEUED, now, claim.tried_before, claim.attempts, reason, pause=True)
    if isinstance(outcome, Later):
        asked = waiting(outcome, now)
        run_at = asked or now + back_off(claim.attempts, chance)
        return Move(
            DeliveryState.QUEUED, run_at, claim.tried_before, claim.attempts, reason, rest_until=asked
        )
    first_look = _FIRST_LOOK if keyed else _FIRST_LOOK_WITHOUT_KEY
    return Move(DeliveryState.SENDING, now + first_look, claim.first_tried_at, reason=reason)


def _still_in_doubt(claim: Claim, outcome: ChannelError, now: datetime, chance: float) -> Move:
    # The answer was about this attempt; it says nothing about the earlier one, so it never clears the doubt.
    tried, reason = claim.first_tried_at, str(outcome)
    if isinstance(outcome, Unauthorized):
        return Move(DeliveryState.SENDING, now, tried, claim.attempts, reason, pause=True)
    if isinstance(outcome, Later) and (asked := waiting(outcome, now)) is not None:
        return Move(DeliveryState.SENDING, asked, tried, claim.attempts, reason, rest_until=asked)
    if claim.attempts >= DOUBT_TRIES:
        return Move(DeliveryState.UNKNOWN, None, tried, reason=reason)
    look_at = now + _FIRST_LOOK + back_off(claim.attempts + 2, chance)
    return Move(DeliveryState.SENDING, look_at, tried, claim.attempts, reason)


def waiting(later: Later, now: datetime) -> datetime | None:
    """Until when the network asked us to wait: at least a second, at most a day; None when it did not say."""
    if later.retry_at is None:
        return None
    return min(max(later.retry_at, now + _FIRST_RETRY), now + _LONGEST_WAIT)


def back_off(attempts: int, chance: float) -> timedelta:
    """Double from one second to five minutes, each a quarter shorter or longer by chance."""
    plain = min(_FIRST_RETRY * (1 << min(max(attempts - 1, 0), 16)), _LONGEST_RETRY)
    return plain * (0.75 + chance / 2)


def still_remembered(seconds: int, first_tried_at: datetime | None, now: datetime) -> bool:
    """Whether the network still knows the key it was given at ``first_tried_at`` (channels.md, rule 7).

    Two minutes are held back for clocks that differ and requests that travel. A key that was never given is not
    remembered; a time in the future is not believed.
    """
    if first_tried_at is None or first_tried_at > now + _KEY_MARGIN:
        return False
    return now < first_tried_at + timedelta(seconds=seconds) - _KEY_MARGIN
