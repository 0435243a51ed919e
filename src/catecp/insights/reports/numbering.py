"""How a language numbers the parts of a report."""

from catecp.insights.reports.blocks import Block, Heading

_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_HAN = "零一二三四五六七八九十"


def heading_numbers(blocks: tuple[Block, ...], language: str) -> list[str]:
    """For each block the number before a heading ("2.1", "（一）", "២.១"), else an empty string; levels 1 and 2 count."""
    first = second = 0
    numbers = []
    for block in blocks:
        number = ""
        if isinstance(block, Heading) and block.numbered and block.level == 1:
            first, second = first + 1, 0
            number = _first_level(first, language)
        elif isinstance(block, Heading) and block.numbered and block.level == 2:
            second += 1
            number = _second_level(first, second, language)
        numbers.append(number)
    return numbers


def joined_heading(number: str, text: str) -> str:
    """'2.1 Visits', but '一、参访' without a space."""
    if not number:
        return text
    return f"{number}{text}" if number[-1] in "、）" else f"{number} {text}"


def _first_level(first: int, language: str) -> str:
    if language.startswith("zh"):
        return f"{han_number(first)}、"
    return _digits(f"{first}", language)


def _second_level(first: int, second: int, language: str) -> str:
    if language.startswith("zh"):
        return f"（{han_number(second)}）"
    return _digits(f"{first}.{second}" if first else f"{second}", language)


def _digits(number: str, language: str) -> str:
    return number.translate(_KHMER) if language.startswith("km") else number


def han_number(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones]
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
