"""Who really sent a mail, as far as the own mail server checked it (RFC 8601). Pure."""

import re
from email.message import Message

from hilft.channels.email.headers import all_raw

_COMMENT = re.compile(r"\([^()]*\)")
_METHODS = ("spf", "dkim", "dmarc", "arc")
_RESULT = re.compile(r"^\s*(spf|dkim|dmarc|arc)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)


def origin(message: Message, authserv_id: str) -> dict[str, str]:
    """Give each check's result by its name, from the fields of the named server only; without one nothing is believed.

    Anybody can write such a field. The server that receives for us removes those that bear its name and adds its own
    on top (RFC 8601, 5), so the topmost result of each check counts. Of several DKIM signatures one that passes counts.
    """
    if not authserv_id:
        return {}
    found: dict[str, str] = {}
    for value in all_raw(message, "Authentication-Results"):
        served, _, results = _COMMENT.sub(" ", value).partition(";")
        if served.split()[:1] != [authserv_id] and served.strip().lower() != authserv_id.lower():
            continue
        here: dict[str, str] = {}
        for each in results.split(";"):
            result = _RESULT.match(each)
            if result is not None:
                method, verdict = result[1].lower(), result[2].lower()
                here[method] = verdict if verdict == "pass" else here.get(method, verdict)
        for method in _METHODS:
            if method in here:
                found.setdefault(method, here[method])
    return found
