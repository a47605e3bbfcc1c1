"""What counts as asking again, sentence by sentence."""

from datetime import UTC, datetime

import pytest

from hilft.memory import Key, Known, asked_again, questions

SAID_AT = datetime(2026, 5, 12, 12, 3, tzinfo=UTC)
TOLD = {
    Key.CUSTOMER_NUMBER: "12345678",
    Key.DEVICE: "Speedport W 723V",
    Key.SYMPTOM: "dsl lamp blinking",
    Key.TRIED_RESTART: "yes",
}


def known(told: dict[Key, str]) -> list[Known]:
    return [Known(key, value, SAID_AT, "phone") for key, value in told.items()]


@pytest.mark.parametrize(
    ("draft", "again"),
    [
        ("schick mir noch deine Kundennummer", [Key.CUSTOMER_NUMBER]),
        ("could you try turning it off and on?", [Key.TRIED_RESTART]),
        ("Welchen Router hast du? Und welche Lampe blinkt?", [Key.DEVICE, Key.SYMPTOM]),
        ("Danke für die Kundennummer! Seit wann besteht die Störung?", []),
        ("Dein Speedport W 723V, richtig? Seit wann besteht die Störung?", []),
        ("Soll ich den Router von hier aus neu starten?", []),
        ("Welches Handy-Modell hast du?", []),
        ("Leuchtet die Power-Lampe?", []),
    ],
)
def test_a_draft_is_compared_with_what_is_known(draft: str, again: list[Key]) -> None:
    assert [asked.key for asked in asked_again(draft, known(TOLD))] == again


def test_not_restarted_told_asking_whether_is_again_asking_to_do_it_is_not() -> None:
    told = known({Key.TRIED_RESTART: "no"})
    assert asked_again("Haben Sie den Router schon neu gestartet?", told)
    assert not asked_again("Bitte starten Sie den Router einmal neu.", told)


def test_the_words_of_the_draft_are_given_with_their_place() -> None:
    draft = "Grüße aus Köln! Könntest du mir deine Kundennummer schicken? Danke dir."
    (asked,) = asked_again(draft, known(TOLD))
    assert draft[asked.start : asked.end] == asked.question == "Könntest du mir deine Kundennummer schicken?"
    assert asked.known.value == "12345678"


def test_a_question_without_a_key_is_still_a_question() -> None:
    (question,) = questions("Wie war dein Urlaub?")
    assert question.key is None


def test_a_fact_of_another_thing_answers_nothing() -> None:
    phone = [Known(Key.DEVICE, "Galaxy S8", SAID_AT, "phone", kind="phone")]
    assert not asked_again("Welchen Router hast du?", phone)
    assert asked_again("Welches Handy hast du?", phone)
    restarted = [Known(Key.TRIED_RESTART, "yes", SAID_AT, "phone", kind="receiver")]
    assert not asked_again("Haben Sie den Router neu gestartet?", restarted)
    missed = [Known(Key.APPOINTMENT, "2026-05-12", SAID_AT, "phone", kind="missed")]
    assert not asked_again("Wann soll der Techniker kommen?", missed)


def test_any_of_several_symptoms_answers() -> None:
    told = [Known(Key.SYMPTOM, value, SAID_AT, "phone") for value in ("DSL lamp blinking red", "slow")]
    for draft in ("Welche Farbe hat die DSL-Lampe?", "Is it slow?"):
        assert [asked.key for asked in asked_again(draft, told)] == [Key.SYMPTOM]
    assert not asked_again("Does it drop out?", told)


def test_a_number_read_back_in_another_spelling_is_no_question() -> None:
    told = [Known(Key.PHONE, "+49 170 1234567", SAID_AT, "phone")]
    assert not asked_again("Kann ich dich unter der Nummer 0170 1234567 erreichen?", told)
    assert asked_again("Unter welcher Nummer erreiche ich dich?", told)


def test_lines_of_a_list_of_things_wanted_are_asked_for() -> None:
    draft = "Für die Prüfung benötigen wir:\n- Kundennummer\n- Modell des Routers\nVielen Dank!"
    assert [asked.key for asked in asked_again(draft, known(TOLD))] == [Key.CUSTOMER_NUMBER, Key.DEVICE]
    told = known({Key.TRIED_RESTART: "no"})
    assert not asked_again("Bitte probieren Sie:\n- Router neu starten\n- Kabel prüfen", told)


def test_a_signature_asks_nothing() -> None:
    draft = (
        "Ich melde mich morgen.\n\nViele Grüße\nRomina\nTelefon: 0800 123456\nKundennummer: siehe Rechnung"
    )
    assert not asked_again(draft, known({**TOLD, Key.PHONE: "0170 1234567"}))
