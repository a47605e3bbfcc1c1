"""Real messages beside the project: how much they say, how right what is read is, how long it takes.

``checked.csv`` holds the judgement of a person on 200 facts read from them: number of the message, key, value, whether it
is right. The texts themselves stay where they are.
"""

import csv
import time
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from hilft.memory import BrandPatterns, Found, read
from hilft.memory.model import SHOWN
from tests.house.tweets import Tweet, read_tweets

CHECKED = Path(__file__).with_name("checked.csv")
NEW_YORK = ZoneInfo("America/New_York")
AMERICAN = BrandPatterns(region="US")


@pytest.fixture(scope="module")
def heard(shared_data: Path) -> list[Tweet]:
    """What customers wrote."""
    return [tweet for tweet in read_tweets(shared_data) if tweet.inbound]


def facts_of(tweet: Tweet) -> list[Found]:
    """What is sure enough to be shown."""
    return [each for each in read(tweet.text, tweet.at, NEW_YORK, AMERICAN) if each.sure >= SHOWN]


def test_what_is_read_is_right_in_nine_of_ten(heard: list[Tweet]) -> None:
    with CHECKED.open(encoding="utf-8", newline="") as file:
        judged = {
            (int(row["message"]), row["key"], row["value"]): row["right"] == "yes"
            for row in csv.DictReader(file)
        }
    found = {(tweet.number, each.key.value, each.value) for tweet in heard for each in facts_of(tweet)}
    known = [judged[each] for each in found & judged.keys()]
    assert len(judged) == 200
    assert len(known) >= 190, "what was judged is not read any more: judge what is read instead"
    assert mean(known) >= 0.9
    still = [right for each, right in judged.items() if right and each in found]
    assert len(still) >= 0.97 * sum(judged.values())


def test_a_message_is_read_in_milliseconds(heard: list[Tweet]) -> None:
    facts_of(heard[0])
    spent = []
    for tweet in heard:
        begun = time.process_time()
        facts_of(tweet)
        spent.append((time.process_time() - begun) * 1000)
    assert median(spent) <= 10, f"{median(spent):.1f} ms"
    assert mean(spent) <= 10, f"{mean(spent):.1f} ms"


def test_a_hundred_messages_say_dozens_of_facts(heard: list[Tweet]) -> None:
    facts = sum(each.key not in {"language", "mood"} for tweet in heard for each in facts_of(tweet))
    assert 15 <= 100 * facts / len(heard) <= 60
