"""What the tour tells: for each step who the newcomer is, what happens, what to do, what to see. Pure."""

from dataclasses import dataclass

from hilft.web.languages import N_

ANSWER = N_("I will get back to you by noon tomorrow.")
CALL_NOTE = N_("Checked the cables, they are plugged in tight. Best time to call is after 5 pm.")
COUNTER_NOTE = N_("Tried the other socket in the hall, no signal there either.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``scene``: what Otto does when the button is pressed; ``way``: where it leads, with ``{code}``."""

    name: str
    login: str
    title: str
    happens: str
    does: str
    sees: str
    way: str
    way_name: str
    scene: str = ""
    scene_name: str = ""
    asks: tuple[str, ...] = ()
    "Questions to try in the composer: what the desk points at, before it points at nothing."
    writes: str = ""


STEPS = (
    Step(
        "square", "romina",
        N_("On the town square"),
        N_("Otto tells everything in one post: since when, which router, which lamp, that he has restarted it."),
        N_("Open his case and read the card at the top. Then begin an answer with the question below, and replace it by the one thing that is missing: ask him to send his customer number in private. Send it."),
        N_("The brief has it all, each line leads to where it was said. Your question is answered beside the text before you have sent it."),
        "/desk/case/{code}", N_("Open the case"),
        "square", N_("Let Otto write"),
        (N_("Which router do you have, and have you restarted it?"),),
    ),
    Step(
        "private", "romina",
        N_("In private"),
        N_("Otto sends his customer number as a private message."),
        N_("Answer in private with a promise:"),
        N_("The composer has found the promise and its time. Sent, it stands in the brief, in the list of promises, and on Otto's status page."),
        "/desk/case/{code}", N_("Open the case"),
        "private", N_("Let Otto answer"),
        writes=ANSWER,
    ),
    Step(
        "phone", "kai",
        N_("At the hotline"),
        N_("Otto calls from a number nobody knows, and says the code of his case. Sign in as somebody else: a colleague who has never heard of him."),
        N_("Let it ring, press “I have it”, then “Write down”, search for the code, choose the case, and write down what he says:"),
        N_("The brief is on the screen while he talks. His number is linked with him, because he knew the code."),
        "/desk/calls", N_("To the calls"),
        writes=CALL_NOTE,
    ),
    Step(
        "counter", "wiebke",
        N_("At the counter"),
        N_("The next morning Otto comes into the shop and shows the code on his telephone."),
        N_("Type the code as a scanner would. Read the brief, ask nothing of it, write down what is new:"),
        N_("What was said on the square and at the hotline is all here. Your note is signed with your initials."),
        "/desk/counter?q={code}", N_("To the counter"),
        writes=COUNTER_NOTE,
    ),
    Step(
        "mail", "hauke",
        N_("By mail"),
        N_("In the evening Otto writes a mail with the code, from an address the desk has never seen."),
        N_("The mail is a case of its own with a hint that it names Otto's. Say with one button that it is the same person and join the two, then answer. Try this question first:"),
        N_("A code alone opens nothing, a person decides. Then everything is one case, and the desk knows what four colleagues have heard."),
        "/desk/case/{mailed}", N_("Open the mail"),
        "mail", N_("Let Otto write a mail"),
        (N_("Please reset the router to factory settings and tell us the error code, your customer number, and whether you have tried another socket."),),
    ),
    Step(
        "end", "hauke",
        N_("What is left"),
        N_("Four channels, four agents, one case. Otto has told each thing once."),
        N_("Look at the case as a whole, then at what Otto sees of it."),
        N_("The thread shows who heard what where; the history shows every step; the status page shows how it stands and nothing of what was said."),
        "/desk/case/{code}", N_("Open the case"),
    ),
)  # fmt: skip
