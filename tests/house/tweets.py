"""The real conversations beside the project, replayed on the town square: who wrote what, and which threads they are."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

SERVICE = "wattkabel_hilft"
_UNSEEN = 900_000_000
"What is added to the number of a tweet that is not in the file, to make an id no status has."


@dataclass(frozen=True)
class Tweet:
    """One line of the file. ``parent``: the number of the tweet it answers, in the file or not."""

    number: int
    author: str
    at: datetime
    text: str
    parent: int | None
    inbound: bool


def read_tweets(data: Path) -> list[Tweet]:
    """Read the file in its own order, which is often the answer before the question."""
    with (data / "twcs-telco" / "twcs_telco.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Tweet(
            int(row["tweet_id"]),
            row["author_id"],
            datetime.strptime(row["created_at"], "%a %b %d %H:%M:%S %z %Y"),
            row["text"],
            int(float(row["in_response_to_tweet_id"])) if row["in_response_to_tweet_id"] else None,
            row["inbound"] == "True",
        )
        for row in rows
    ]


def in_time_order(tweets: list[Tweet]) -> list[Tweet]:
    """Sort by time; an answer of the same second comes after what it answers."""
    by_number = {tweet.number: tweet for tweet in tweets}

    def depth(tweet: Tweet) -> int:
        parent = by_number.get(tweet.parent or 0)
        return 0 if parent is None else depth(parent) + 1

    return sorted(tweets, key=lambda tweet: (tweet.at, depth(tweet), tweet.number))


def threads(tweets: list[Tweet]) -> list[frozenset[int]]:
    """Give the threads as sets of tweets that hang together, also by answering the same unseen tweet."""
    group: dict[int, int] = {}

    def root(number: int) -> int:
        while group.setdefault(number, number) != number:
            number = group[number]
        return number

    for tweet in tweets:
        if tweet.parent is not None:
            group[root(tweet.number)] = root(tweet.parent)
    together = defaultdict(set)
    for tweet in tweets:
        together[root(tweet.number)].add(tweet.number)
    return [frozenset(each) for each in together.values()]


def words(tweet: Tweet, brands: frozenset[str]) -> str:
    """Write a tweet for the town: the brands are the service account, customers name it, numbers get a letter."""
    text = tweet.text
    for name in sorted(brands, key=len, reverse=True):
        text = text.replace(f"@{name}", f"@{SERVICE}")
    if tweet.inbound and f"@{SERVICE}" not in text:
        text = f"@{SERVICE} {text}"
    return text


async def replay(tweets: list[Tweet], operator: httpx.AsyncClient) -> dict[str, Tweet]:
    """Post everything in time order by the operator's door; gives the tweets by the uri of their status."""
    brands = frozenset(tweet.author for tweet in tweets if not tweet.inbound)
    ids: dict[int, str] = {}
    posted: dict[str, Tweet] = {}
    for tweet in in_time_order(tweets):
        form = {
            "account": f"k{tweet.author}" if tweet.inbound else SERVICE,
            "text": words(tweet, brands),
            "created_at": tweet.at.isoformat(),
            "visibility": "public",
        }
        if tweet.parent is not None:
            form["in_reply_to_id"] = ids.get(tweet.parent, str(_UNSEEN + tweet.parent))
        answer = await operator.post("/api/v1/town/import_status", json=form)
        assert answer.status_code == httpx.codes.OK, answer.text
        status: dict[str, Any] = answer.json()
        ids[tweet.number] = status["id"]
        posted[status["uri"]] = tweet
    return posted
