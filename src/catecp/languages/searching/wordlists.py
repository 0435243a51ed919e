"""Word lists for scripts without spaces, read once when first needed. `data/README.md` says where they come from. Pure."""

import lzma
from functools import cache
from importlib import resources

FREQUENT_COST = 40
FREQUENT_CHARACTER = 55  # what 用 and 的 cost at most
MEAN_COST = 100  # the cost of a word in lists that know no frequency; Chinese words cost 20 (frequent) to 255 (rare)

# What makes a noun of a verb: before it in Thai, Lao and Khmer, behind it in Burmese. A query finds the verb as well.
NOUN_MAKERS = {
    "Thai": {"การ", "ความ"},
    "Laoo": {"ການ", "ຄວາມ"},
    "Khmr": {"ការ", "ភាព", "សេចក្តី"},
    "Mymr": {"ခြင်း", "မှု", "ရေး", "သည်"},
}
# Small words that a longer query may leave out.
SMALL_PIECES = {
    "Thai": {"ของ", "และ", "ใน", "ที่", "ให้", "แบบ", "ด้วย"},
    "Laoo": {"ຂອງ", "ແລະ", "ໃນ", "ທີ່", "ດ້ວຍ"},
    "Khmr": {"នៃ", "និង", "ក្នុង", "ដែល", "នូវ", "ដោយ"},
    "Mymr": {"များ", "ကို", "၏", "နှင့်", "တွင်", "မှ", "သော", "၌"},
    "Hans": {"的", "和", "与", "在", "了", "怎么", "如何", "什么"},
}


@cache
def words_of(script: str) -> dict[str, int]:
    """Word → cost, in normalised spelling; `script` is an ISO 15924 code. Empty for a script without a list."""
    path = resources.files(__package__).joinpath(f"data/{script}.xz")
    if not path.is_file():
        return {}
    lines = lzma.decompress(path.read_bytes()).decode().split("\n")
    if "\t" not in lines[0]:
        frequent = NOUN_MAKERS.get(script, set()) | SMALL_PIECES.get(script, set())
        return dict.fromkeys(lines, MEAN_COST) | dict.fromkeys(frequent, FREQUENT_COST)
    return {word: int(cost) for word, cost in (line.split("\t") for line in lines)}
