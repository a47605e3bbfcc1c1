"""Two small linear models: what a draft asks for, and what a customer tells, in whatever words.

The rules of ``asking`` and ``reading`` know wordings; these models have seen some thousand labelled texts of many
hands and weigh words, pairs of words and parts of words against each other. Pure, German and English at once, no
library. They are trained by ``tools/learning`` from the texts that lie there; ``docs/already-asked.md`` tells how
well they do on texts neither they nor the rules had seen.
"""

from hilft.memory.learned.features import parts_of, shapes_of, words_of
from hilft.memory.learned.model import Model, asked, told

__all__ = ["Model", "asked", "parts_of", "shapes_of", "told", "words_of"]
