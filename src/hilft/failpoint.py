"""Named steps at which a test lets the process die, as if its machine had lost power (docs/decisions/0011).

Nothing of it is there in production: unless the environment named a step when the program started, ``failpoint``
is a function without a body. ``HILFT_FAILPOINT=outbox.sent:3`` kills this process the third time it gets there.
"""

import os
import signal
from collections.abc import Callable

VARIABLE = "HILFT_FAILPOINT"


def armed(wanted: str) -> Callable[[str], None]:
    """Give what ends this process at the n-th ``name`` of ``name:n``, without a word to anybody; n is 1 at least."""
    name, _, count = wanted.partition(":")
    left = int(count or "1")

    def reach(step: str) -> None:
        nonlocal left
        if step == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return reach


def _pass_by(_step: str) -> None:
    """Do nothing."""


failpoint: Callable[[str], None] = armed(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else _pass_by
