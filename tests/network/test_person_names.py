import pytest

from catecp.network.person_names import NameLikeness, compare_names, name_key, without_title


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("LI Xiaoyan", "Xiaoyan LI", NameLikeness.SAME),
        ("LI Xiao Yan", "Xiaoyan LI", NameLikeness.SAME),
        ("LI, Xiao-yan", "li xiaoyan", NameLikeness.SAME),
        ("Dr. LI Xiaoyan", "LI Xiaoyan", NameLikeness.SAME),
        ("Trần Thị Hương", "TRAN Thi Huong", NameLikeness.SAME),
        ("João da Costa", "Joao da Costa", NameLikeness.SAME),
        ("ព្រុំ ដារ៉ា", "ព្រុំដារ៉ា", NameLikeness.SAME),
        ("李 晓燕", "李晓燕", NameLikeness.SAME),
        ("សុខ ដារ៉ា", "សុខ ដារា", NameLikeness.CLOSE),
        ("WEI Siyuan T.", "WEI Siyuan", NameLikeness.NAMESAKE),
        ("WEI Siyuan T.", "WEI Siyuan V.", NameLikeness.NAMESAKE),
        ("Nur Aisyah", "Nur Aisyah binti Hassan", NameLikeness.PART),
        ("LI Xiaoyen", "LI Xiaoyan", NameLikeness.CLOSE),
        ("李晓燕", "LI Xiaoyan", NameLikeness.OTHER_SCRIPT),
        ("LI Wei", "LI Wen", NameLikeness.DIFFERENT),
        ("张伟", "章伟", NameLikeness.DIFFERENT),
        ("", "", NameLikeness.DIFFERENT),
    ],
)
def test_compare_names_says_how_two_names_relate(left, right, expected):
    assert (compare_names(left, right), compare_names(right, left)) == (expected, expected)


@pytest.mark.parametrize(
    ("typed", "title", "name"),
    [
        ("H.E. Dr. Sok Dara", "H.E. Dr.", "Sok Dara"),
        ("李晓燕教授", "教授", "李晓燕"),
        ("LI Xiaoyan, PhD", "PhD", "LI Xiaoyan"),
        ("Eng Sophea", "", "Eng Sophea"),
        ("Dr.", "", "Dr."),
        ("นางสาวพิมพ์ใจ ทองดี", "นางสาว", "พิมพ์ใจ ทองดี"),
    ],
)
def test_without_title_parts_title_and_name(typed, title, name):
    split = without_title(typed)

    assert (split.title, split.name) == (title, name)


def test_name_key_is_equal_for_every_order_and_accent():
    assert len({name_key(name) for name in ("LI Xiaoyan", "xiaoyan, li", "Ms. Xiaoyan LÍ")}) == 1
