"""The design tokens (light) for everything that is printed: PDF, Word, charts.

The same values stand in `web/static/css/tokens.css`; a test compares the two.
"""

PALETTE: dict[str, str] = {
    "ink": "#14242c",
    "ink-2": "#4d5c64",
    "ink-3": "#66727a",
    "paper": "#faf9f5",
    "surface": "#ffffff",
    "sunken": "#f1efe8",
    "line": "#e2ded3",
    "line-2": "#c6c1b3",
    "accent": "#0b5d5b",
    "accent-2": "#0f7a76",
    "accent-soft": "#e1efed",
    "on-accent": "#ffffff",
    "warm": "#a83f13",
    "warm-soft": "#fbeae1",
    "gold": "#785704",
    "gold-soft": "#f8efd6",
    "good": "#256540",
    "bad": "#a6261d",
}

# Parts of a whole, in order; "unclassified" is never one of these, it is hatched.
PARTS: tuple[str, ...] = ("#0b5d5b", "#2c7d77", "#5c7419", "#96600a", "#75508c", "#2f6296", "#a83f13", "#566068")
