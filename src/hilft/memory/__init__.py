"""What is known: facts with their source, so that nobody explains a problem twice."""

from hilft.memory.asking import Asked, Question, asked_again, questions
from hilft.memory.model import Found, Key, Known

__all__ = ["Asked", "Found", "Key", "Known", "Question", "asked_again", "questions"]
