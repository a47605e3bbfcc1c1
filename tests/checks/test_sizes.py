"""Files stay small: over 500 lines a module, over 60 a function fails (the first marks only warn)."""

from tools.sizes import FUNCTION_FAILS, MODULE_FAILS, measure, measure_all


def test_no_module_and_no_function_is_too_long() -> None:
    too_long = [f"{size.place}: {size.lines} lines" for size in measure_all() if size.lines > size.fails]
    assert not too_long, "\n".join(too_long)


def test_a_long_module_and_a_long_function_are_seen() -> None:
    body = "    pass\n" * FUNCTION_FAILS
    source = f"def long() -> None:\n{body}" + "\n" * MODULE_FAILS
    assert [size.place for size in measure(source, "x.py") if size.lines > size.fails] == [
        "x.py",
        "x.py:1 long()",
    ]
