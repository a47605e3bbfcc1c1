"""Promises: found in what is written, kept track of until they are kept or broken."""

from hilft.memory.promises.actions import (
    answered_in_time,
    due_promises,
    ended_promises,
    make_promises,
    promise_by_id,
    promise_rates,
    promises_of,
    settle_promise,
    withdraw_promises,
)
from hilft.memory.promises.finding import promises_in, vague_in
from hilft.memory.promises.jobs import Reminder
from hilft.memory.promises.model import (
    WARNING,
    BusinessDays,
    FoundPromise,
    ListedPromise,
    Promise,
    PromiseRates,
    PromiseState,
    Vague,
    WeekdaysOnly,
    Wish,
)
from hilft.memory.promises.opening import OpenDays
from hilft.memory.promises.problems import NoSuchPromise, PromiseInThePast

__all__ = [
    "WARNING",
    "BusinessDays",
    "FoundPromise",
    "ListedPromise",
    "NoSuchPromise",
    "OpenDays",
    "Promise",
    "PromiseInThePast",
    "PromiseRates",
    "PromiseState",
    "Reminder",
    "Vague",
    "WeekdaysOnly",
    "Wish",
    "answered_in_time",
    "due_promises",
    "ended_promises",
    "make_promises",
    "promise_by_id",
    "promise_rates",
    "promises_in",
    "promises_of",
    "settle_promise",
    "vague_in",
    "withdraw_promises",
]
