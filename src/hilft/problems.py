"""What a person is told when something cannot be done: the docstring of the class is the sentence."""

import inspect
from typing import ClassVar, TypeAlias

Detail: TypeAlias = str | int | list[dict[str, str | int]]
"What a problem tells beside its sentence; lists are for programs."


class Problem(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 400
    "The HTTP status with which every door answers (RFC 9110)."

    def __init__(self, **details: Detail) -> None:
        self.details = details
        super().__init__(self.sentence())

    @classmethod
    def template(cls) -> str:
        """Give the untranslated sentence with its placeholders: the msgid of the catalogues."""
        return " ".join(inspect.cleandoc(cls.__doc__ or "").split())

    def sentence(self, template: str | None = None) -> str:
        """Fill the sentence; ``template`` is its translation, by default the English original."""
        return (template or self.template()).format(**self.details)


class NotFound(Problem):
    """This does not exist, or it is not yours to see."""

    status = 404


class Forbidden(Problem):
    """You may not do this."""

    status = 403


class Invalid(Problem):
    """{reason}"""  # noqa: D400 - the sentence is the caller's

    status = 422


class Conflict(Problem):
    """Somebody else was faster. Look again, then decide."""

    status = 409


class Unavailable(Problem):
    """The desk cannot store anything at the moment. Nothing is lost; try again in a few seconds."""

    status = 503
