"""Already asked? Finds in a draft what the customer told or did before; pure, German and English at once.

``folding`` makes a plain form of the draft, ``sentences`` cuts it, ``lexicon`` knows what can be asked for, ``acts`` tells
asking from thanking, offering and reading back, ``reading`` puts them together, ``matching`` compares with what is known.
"""

from hilft.memory.asking.matching import asked_again
from hilft.memory.asking.model import Asked, Kind, Question
from hilft.memory.asking.reading import questions

__all__ = ["Asked", "Kind", "Question", "asked_again", "questions"]
