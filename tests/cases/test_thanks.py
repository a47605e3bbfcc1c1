"""A short thanks is told from everything that wants an answer; in doubt somebody reads it."""

import pytest

from hilft.cases.thanks import is_short_thanks

THANKS = [
    "danke", "Danke!", "Danke, geht wieder", "danke, geht wieder!", "@wattkabel_hilft Danke, geht wieder.",
    "Vielen Dank!", "Vielen Dank für die schnelle Hilfe", "Besten Dank, läuft jetzt wieder",
    "Dankeschön 🙏", "dankeee", "Top, danke", "Super, vielen Dank an Romina", "Merci!", "Perfekt. Danke euch!",
    "Ok danke", "alles klar, danke dir", "Danke schön, funktioniert wieder", "Danke, klappt jetzt alles",
    "Herzlichen Dank ^^", "Danke Kai, ihr seid die Besten", "DANKE", "1000 Dank",
    "thanks", "Thanks!", "Thank you so much", "thx", "Cheers, all good", "Great, thanks for the quick help",
    "ty", "Perfect, thank you", "Thanks, working now", "@wattkabel_hilft@town.test thank you Romina",
]  # fmt: skip
OTHERS = [
    "", "   ", "ok", "geht wieder", "@wattkabel_hilft", "Danke, aber es geht nicht", "Danke, geht leider nicht",
    "Danke. Wann kommt der Techniker?", "Danke, immer noch kein Internet", "Danke für nichts",
    "danke, ist wieder weg", "Danke, schon wieder kaputt", "Danke, bitte noch die Rechnung prüfen",
    "Vielen Dank, trotzdem ist die Leitung langsam", "Danke! Und wo finde ich die neue Rechnung", "Danke, warum eigentlich",
    "Super, jetzt geht gar nichts mehr", "Toll, danke, jetzt ist auch das Telefon tot",
    "Danke, das hilft mir gerade überhaupt gar weiter und ich würde gern noch wissen wollen ob das so bleibt",
    "Thanks but it is still down", "Thanks, it's not working", "thank you, when will it be fixed",
    "Great, down again", "Thanks for nothing", "Cheers, it never works", "Thanks, please call me",
    "Thanks, it doesn't work", "Thanks, could you also check my bill", "Kein Internet seit heute früh",
    "Undank ist der Welten Lohn", "Bankdaten folgen",
    "Danke, es geht wieder nicht", "Danke, läuft wieder schlechter", "Danke, Ticket wurde geschlossen, Problem besteht",
]  # fmt: skip


@pytest.mark.parametrize("text", THANKS)
def test_a_thanks_is_one(text: str) -> None:
    assert is_short_thanks(text)


@pytest.mark.parametrize("text", OTHERS)
def test_anything_else_is_none(text: str) -> None:
    assert not is_short_thanks(text)
