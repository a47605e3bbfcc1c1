"""Telephone numbers as E.164, the one way in which they can be compared."""

import phonenumbers

from hilft.channels.contract import N_, Refused

_SUPPRESSED = frozenset({"", "anonymous", "unknown", "restricted", "private", "unavailable", "withheld"})
_LONGEST = 40


def own_number(given: str) -> str:
    """Read the hotline's own number. Raises Refused."""
    number = e164(given)
    if not number:
        raise Refused(N_("This is no telephone number with its country code, like +49 30 901820."))
    return number


def e164(given: str, home: str = "") -> str:
    """Give a number as E.164; empty where it is suppressed or none (an extension, a name).

    ``home``: a number of the country whose national way of writing is understood, too.
    """
    text = given.strip()
    if text.lower() in _SUPPRESSED or len(text) > _LONGEST:
        return ""
    region = phonenumbers.region_code_for_number(phonenumbers.parse(home)) if home else None
    try:
        read = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def international(given: str) -> str:
    """Read a number that comes as digits alone, its country code in front (sipgate: ``4930901820``)."""
    text = given.strip()
    return e164(f"+{text}" if text.isascii() and text.isdecimal() else text)
