"""Satisfaction: after a case was solved its customer is asked once whether that was good; one click, and a word if they like.

On the status page, and where an account is set so by a private message. Never in public, never to a machine.
"""

from hilft.ratings.actions.asking import find_question
from hilft.ratings.actions.reading import counts, question_of, ratings, settings, unseen
from hilft.ratings.actions.writing import rate, save_settings, say_why, see
from hilft.ratings.jobs import Questions
from hilft.ratings.model import By, Settings, Verdict, Via, Way, shares
from hilft.ratings.problems import BadDays, BadPeriod, BadWait, NoSuchRating, NotToRate, QuestionGone
from hilft.ratings.store import Count, Question, RatingRow

__all__ = [
    "BadDays",
    "BadPeriod",
    "BadWait",
    "By",
    "Count",
    "NoSuchRating",
    "NotToRate",
    "Question",
    "QuestionGone",
    "Questions",
    "RatingRow",
    "Settings",
    "Verdict",
    "Via",
    "Way",
    "counts",
    "find_question",
    "question_of",
    "rate",
    "ratings",
    "save_settings",
    "say_why",
    "see",
    "settings",
    "shares",
    "unseen",
]
