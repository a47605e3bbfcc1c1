"""Things beside the router that can be restarted, reset and asked for, by the kind a fact says; German and English at once."""

import re

_THINGS = {
    "computer": re.compile(
        r"\b(?:laptop\w*|notebook\w*|pcs?|computer\w*|rechner\w*|tablet\w*|ipad|mac(?:book)?|desktop|chromebook|konsole|console|"
        r"playstation|xbox|ps[45])\b"
    ),
    "phone": re.compile(
        r"\b(?:handys?|smartphones?|(?:i|cell ?)?phones?|handsets?|mobiles?|android\w*|galaxy|pixel)\b"
    ),
    "receiver": re.compile(
        r"\b(?:fernseh\w*|tvs?|telly|tv[- ]?box|receiver\w*|set[- ]?top\w*|cable box|stb|tivo|dvr|festplattenrecorder)\b"
    ),
}


def things_named(text: str) -> list[str]:
    """Give which kinds of things that are no routers a text in small letters names; what is likelier meant comes first."""
    return [kind for kind, pattern in _THINGS.items() if pattern.search(text)]
