"""Texts of invented people, German and English, as long and as repetitive as real ones; all chance is an argument."""

from collections.abc import Sequence
from random import Random

COMMON = "Internet"
"A word that stands in every few messages."
MIDDLE = "Grünkohlhafen"
"A word that stands in every two hundredth message."
RARE = "Quittenweg"
"A word that stands in three messages, whatever the number of messages."

# fmt: off
_SYLLABLES = [
    "an", "au", "ber", "bo", "bru", "dal", "del", "dorf", "eck", "el", "em", "en", "fel", "fried", "gar",
    "gel", "ger", "hei", "hof", "hol", "ing", "jar", "ka", "kel", "ken", "lan", "lau", "lem", "lin", "lo",
    "mar", "mer", "mil", "mo", "nau", "neu", "nor", "ol", "or", "pe", "pel", "ra", "rei", "ro", "rot",
    "sand", "scha", "sel", "stein", "su", "tal", "tan", "ten", "ul", "um", "vel", "wal", "wei",
]
_ENDS = [
    "straße", "weg", "platz", "gasse", "heim", "hausen", "3000", "box", "turm",
]
# fmt: on

_ASKED_DE = (
    "seit heute früh kein {internet}, die DSL-Lampe blinkt nur noch rot",
    "das {internet} bricht jeden Abend ab {zwanzig} Uhr weg, tagsüber geht es",
    "wann kommt denn endlich der Techniker? Ich habe den ganzen Vormittag gewartet",
    "auf der Rechnung stehen {zahl} Euro zu viel, was ist das für ein Posten",
    "mein Anschluss in der {ort} ist seit {zahl} Tagen tot",
    "der neue Router ({ort}) verbindet sich nicht, Neustart habe ich schon gemacht",
    "die Hotline hat mich nach {zahl} Minuten aus der Leitung geworfen",
    "ich ziehe am {zahl}. um in die {ort}, was muss ich dafür tun",
    "Telefon geht, {internet} nicht, Störungsnummer habe ich keine bekommen",
    "bitte nennen Sie mir den Stand, meine Kundennummer haben Sie per Direktnachricht",
)
_ASKED_EN = (
    "no {internet} since this morning, the DSL light keeps blinking",
    "your engineer did not show up again, I waited in {ort} for {zahl} hours",
    "why was I charged {zahl} euros more this month, nobody told me",
    "the connection drops every evening around {zwanzig}, speed test attached",
    "I have been on hold for {zahl} minutes and then the line went dead",
    "the new router will not sync, I restarted it {zahl} times already",
)
_ANSWERED_DE = (
    "das tut mir leid. Ich sehe mir die Leitung an und melde mich gleich",
    "magst du uns die Kundennummer per Direktnachricht schicken? Bitte nicht öffentlich",
    "ich habe die Störung aufgenommen, der Techniker kommt am {zahl}. zwischen 8 und 12 Uhr",
    "in der {ort} wird gerade gebaut, bis {zwanzig} Uhr sollte das {internet} wieder laufen",
    "die Gutschrift über {zahl} Euro ist angewiesen und steht auf der nächsten Rechnung",
    "starte den Router bitte einmal neu und sag uns, welche Lampen danach leuchten",
)
_ANSWERED_EN = (
    "sorry to hear that, I will take a look at the line and get back to you",
    "could you send us your customer number by direct message, please",
    "the engineer will be in {ort} between 8 and 12 on the {zahl}th",
    "please restart the router once and tell us which lights are on",
)
_THANKS = (
    "danke, geht wieder!",
    "Danke für die schnelle Hilfe.",
    "super, läuft. Danke!",
    "thanks, works again",
)


class Words:
    """Writes texts. ``vocabulary`` names of places and things, some often, most rarely (Zipf), as in any language."""

    def __init__(self, dice: Random, names: Random, vocabulary: int = 30_000) -> None:
        """``names``: draws the vocabulary, so that those who talk of the same places draw from the same dice."""
        self._dice = names
        self._names = [self._name() for _ in range(vocabulary)]
        self._dice = dice

    def asked(self, *, german: bool) -> str:
        return self._speak(_ASKED_DE if german else _ASKED_EN, 1 + (self._dice.random() < 0.6))

    def answered(self, *, german: bool) -> str:
        return self._speak(_ANSWERED_DE if german else _ANSWERED_EN, 1 + (self._dice.random() < 0.4))

    def thanks(self) -> str:
        return self._dice.choice(_THANKS)

    def person(self) -> str:
        """Make up a name of two words."""
        return f"{self._name().title()} {self._name().title()}"

    def _speak(self, sentences: Sequence[str], how_many: int) -> str:
        dice = self._dice
        parts = []
        for _ in range(how_many):
            sentence = sentences[int(dice.random() * len(sentences))]
            parts.append(
                sentence.replace("{internet}", COMMON)
                .replace("{ort}", self._place())
                .replace("{zahl}", str(2 + int(dice.random() * 60)))
                .replace("{zwanzig}", str(14 + int(dice.random() * 10)))
            )
        if dice.random() < 0.005:
            parts.append(MIDDLE)
        return ". ".join(parts) + "."

    def _place(self) -> str:
        # Squared twice: the first names come a thousand times as often as the last ones.
        return self._names[int(self._dice.random() ** 4 * len(self._names))]

    def _name(self) -> str:
        dice = self._dice
        stem = "".join(dice.choice(_SYLLABLES) for _ in range(dice.choice((2, 2, 3)))).capitalize()
        return stem + (dice.choice(_ENDS) if dice.random() < 0.5 else "")
