"""Small functions, small files: a file that wants to grow wants a new room."""

import statistics

from tests.support.house import ROOT, code_lines, functions, name, python_files


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if function.end_lineno and function.end_lineno - function.lineno + 1 > 50
    ]
    assert long == []


def test_the_median_function_has_at_most_ten_lines() -> None:
    lengths = [
        (function.end_lineno or function.lineno) - function.lineno + 1
        for path in python_files()
        for function in functions(path)
    ]
    assert statistics.median(lengths) <= 10


def test_no_python_file_has_more_than_300_lines_of_code() -> None:
    big = {name(path): code_lines(path.read_text(encoding="utf-8")) for path in python_files(with_tests=True)}
    assert {path: lines for path, lines in big.items() if lines > 300} == {}


def test_no_template_has_more_than_120_lines_and_no_style_sheet_more_than_150() -> None:
    limits = {"templates": (".html", 120), "static": (".css", 150)}
    big = [
        f"{name(path)} {len(path.read_text(encoding='utf-8').splitlines())}"
        for folder, (suffix, limit) in limits.items()
        for path in (ROOT / folder).rglob(f"*{suffix}")
        if len(path.read_text(encoding="utf-8").splitlines()) > limit
    ]
    assert big == []
