"""The contract as rules that a channel grades itself by in its ``quality.toml``."""

RULES = {
    "reads-purely": "The same bytes give the same events, without network, clock or chance.",
    "keeps-the-unknown": "An unknown kind gives no event; what cannot be read raises ValueError and nothing else.",
    "heals-gaps": "After any interruption everything that was missed comes in, oldest first.",
    "sees-edits": "A changed message is noticed.",
    "sees-deletions": "A deleted message is noticed, and only a deleted one.",
    "sees-own-posts": "What was written as the account outside the desk comes in, marked as our own.",
    "sends-once": "A send is one attempt; what may have been done is Unknown.",
    "never-cuts": "A text that is too long is refused whole.",
    "never-wider": "An answer is never seen by more people than what it answers.",
    "guards-private-texts": "A private text reaches nobody but its recipient.",
    "names-errors": "Every failure is one of the contract's errors, with a sentence a person understands.",
    "obeys-limits": "The network's rate limits are kept before they are hit; answering comes before reading.",
    "reconciles": "Whether a message was sent can be found out, or is remembered by the network itself.",
    "carries-files": "Files go both ways with their descriptions, within the network's limits.",
    "hides-secrets": "Secrets show in no repr, error or log line.",
    "stays-outside": "The code imports the contract and nothing else of the house, and no other channel.",
    "examines-itself": "It can say what is wrong with an account and how to mend it.",
    "verifies-deliveries": "What comes in by webhook is believed only with a right signature.",
}
"Name of the rule to what it means."
