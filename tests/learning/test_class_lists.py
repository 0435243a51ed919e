import pytest

from catecp.learning.class_lists import MOST_NAMES, pasted_rows, read_list


def read(text):
    return [(row.number, row.name, row.original, row.problem) for row in read_list(pasted_rows(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sok Dara\nChan Bopha", [("", "Sok Dara", "", ""), ("", "Chan Bopha", "", "")]),
        ("S-01\tSok Dara\nS-02\tChan Bopha", [("S-01", "Sok Dara", "", ""), ("S-02", "Chan Bopha", "", "")]),
        ("S-01 Sok Dara\nChan Bopha 2026/7", [("S-01", "Sok Dara", "", ""), ("2026/7", "Chan Bopha", "", "")]),
        ("1. Sok Dara\n2) Chan Bopha", [("", "Sok Dara", "", ""), ("", "Chan Bopha", "", "")]),
        ("Sok Dara; 17", [("17", "Sok Dara", "", "")]),
        ("Name,Student number\nSok Dara,17", [("17", "Sok Dara", "", "")]),
        ("学号\t姓名\n2026001\t王小明", [("2026001", "王小明", "", "")]),
        ("សុខ ដារា\tSok Dara", [("", "Sok Dara", "សុខ ដារា", "")]),
        ("Sok Dara\n\nSok Dara", [("", "Sok Dara", "", ""), ("", "Sok Dara", "", "repeated")]),
        ("17\tSok Dara\n18\tSok Dara", [("17", "Sok Dara", "", ""), ("18", "Sok Dara", "", "")]),
        ("Name\tNumber\n\t17", [("17", "", "", "empty")]),
        ("=HYPERLINK(1)\u202e evil", [("", "=HYPERLINK(1) evil", "", "")]),
        ("", []),
    ],
)
def test_list_is_read(text, expected):
    assert read(text) == expected


def test_a_list_that_is_too_long_says_so_line_by_line():
    rows = read_list(pasted_rows("\n".join(f"Learner {chr(97 + n % 26)}{n}x" for n in range(MOST_NAMES + 2))))

    assert [row.problem for row in rows[-3:]] == ["", "too_many", "too_many"]
