"""The design tokens (light) for everything that is printed: PDF, Word, charts.

The same values stand in `web/static/css/tokens.css`; a test compares the two.
"""

PALETTE: dict[str, str] = {
    "ink": "#14242c",
    "ink-2": "#55646c",
    "ink-3": "#7d8990",
    "paper": "#faf9f5",
    "surface": "#ffffff",
    "sunken": "#f1efe8",
    "line": "#e2ded3",
    "line-2": "#cbc6b8",
    "accent": "#0b5d5b",
    "accent-2": "#0f7a76",
    "accent-soft": "#e1efed",
    "on-accent": "#ffffff",
    "warm": "#b8481a",
    "warm-soft": "#fbeae1",
    "gold": "#8a6508",
    "gold-soft": "#f8efd6",
    "good": "#2b6f47",
    "bad": "#a6261d",
}

# Parts of a whole, in order; "unclassified" is never one of these, it is hatched.
PARTS: tuple[str, ...] = ("#0b5d5b", "#2d8a83", "#7a9a2f", "#c98a1c", "#8a5a83", "#4c6a92", "#b8481a", "#9aa3a7")
