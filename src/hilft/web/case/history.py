"""What the timeline's words say to a person."""

from hilft.cases import TimelineRow
from hilft.web.knowledge.words import KEYS
from hilft.web.languages import N_, Language

_SENTENCES = {
    "case.opened": N_("Case opened"),
    "case.reopened": N_("Open again"),
    "case.claimed": N_("Taken"),
    "case.released": N_("Given back"),
    "case.handed_over": N_("Handed over"),
    "case.given": N_("Given by the desk to the only one here"),
    "case.snoozed": N_("Put off"),
    "case.woken": N_("Woken"),
    "case.solved": N_("Solved"),
    "case.closed": N_("Closed"),
    "case.split": N_("Somebody was split off into an own case"),
    "case.split_from": N_("Split off from another case"),
    "case.joined": N_("Joined into another case"),
    "case.received": N_("Another case was joined in"),
    "case.parted": N_("Separated again"),
    "case.gave_back": N_("A joined case was separated again"),
    "case.mentions": N_("The code of another case was named"),
    "case.gave": N_("A conversation moved to another case"),
    "message.in": N_("Message received"),
    "message.brought": N_("Letter put into the desk"),
    "letter.printed": N_("Letter printed"),
    "letter.posted": N_("Letter posted"),
    "message.addressed": N_("A message turned out to be for us"),
    "message.automatic": N_("Answered automatically"),
    "message.out": N_("Answer written"),
    "message.on_news": N_("In answer to an announcement"),
    "message.edited": N_("Message changed by its author"),
    "message.deleted": N_("Message deleted by its author"),
    "message.outside": N_("Answered outside the desk"),
    "fact.confirmed": N_("Fact confirmed"),
    "fact.corrected": N_("Fact corrected"),
    "fact.removed": N_("Fact removed"),
    "message.disclosed": N_("Personal data sent in public, with a reason"),
    "question.on_purpose": N_("Asked on purpose although it is known: {fact}"),
    "exposure.settled": N_("Seen to personal data the customer had posted"),
    "promise.made": N_("Promised"),
    "promise.due_soon": N_("A promise is due soon"),
    "promise.kept": N_("Promise kept"),
    "promise.broken": N_("Promise broken"),
    "note.written": N_("Note written"),
    "case.priority": N_("Priority changed"),
    "case.tagged": N_("Tags changed"),
    "case.waits_for_others": N_("Waiting for somebody else"),
    "clock.started": N_("Clock started: {of}"),
    "clock.paused": N_("Clock paused: {of}"),
    "clock.resumed": N_("Clock goes on: {of}"),
    "clock.stopped": N_("Clock stopped: {of}"),
    "clock.at_risk": N_("Time is running out: {of}"),
    "clock.broken": N_("Time is over: {of}"),
    "form.opened": N_("Secure form sent"),
    "form.answered": N_("Secure form answered"),
    "rating.asked": N_("Asked whether it was good"),
    "rating.good": N_("Rated: good"),
    "rating.bad": N_("Rated: not good"),
    "words.taken_down": N_("The customer's words written down"),
    "call.rang": N_("The customer called"),
    "call.dialled": N_("Called the customer"),
    "call.answered": N_("Call answered"),
    "call.ended": N_("Call ended after {length}"),
    "call.missed": N_("Call missed"),
    "delivery.sent": N_("Answer sent"),
    "delivery.undone": N_("Answer taken back"),
    "delivery.refused": N_("Answer refused by the network"),
    "delivery.unknown": N_("Unclear whether the answer arrived"),
    "delivery.resent": N_("Answer sent again"),
    "delivery.confirmed": N_("Answer seen at the network"),
}


_GIVEN = {
    "fewest": N_("Given by the desk: here, with the fewest open cases ({open})"),
    "longest": N_(
        "Given by the desk: here, with as few open cases as others ({open}), longest without a new one"
    ),
}

_CLOCKS = {
    "first_answer": N_("First answer"),
    "next_answer": N_("Next answer"),
    "solution": N_("Solution"),
    "promise": N_("Promise"),
    "call_back": N_("Call-back"),
}

_STATES = (N_("open"), N_("waiting"), N_("solved"), N_("closed"))
"What a problem's sentence may name."


def sentence(line: TimelineRow, language: Language) -> str:
    """Say what happened; a kind this page does not know yet is shown as it is."""
    text = language.gettext(_SENTENCES.get(line.kind, line.kind))
    given = _GIVEN.get(str(line.refs.get("why", ""))) if line.kind == "case.given" else None
    if given is not None:
        return language.gettext(given).format(open=line.refs.get("had_open", 0))
    if "of" in line.refs:
        return text.format(of=clock_name(str(line.refs["of"]), language))
    if "fact" in line.refs and "event" in line.refs:
        return text.format(fact=language.gettext(KEYS.get(str(line.refs["fact"]), str(line.refs["fact"]))))
    if "seconds" in line.refs:
        minutes, seconds = divmod(int(line.refs["seconds"]), 60)
        return text.format(length=f"{minutes}:{seconds:02}")
    return text


def clock_name(kind: str, language: Language) -> str:
    """Say what a clock runs for."""
    return language.gettext(_CLOCKS.get(kind, kind))
