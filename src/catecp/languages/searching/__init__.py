"""Full-text search in thirteen languages, the same on SQLite and PostgreSQL, without a system library. See docs/decisions/0014.

`normalising` one spelling for what reads the same · `segmenting` words inside unspaced sentences · `stemming` inflected forms ·
`guessing` the language of a text · `tokens` all of a document's tokens · `asking` a query as a boolean expression · `store` what the
database keeps · `index` putting in and taking out · `query` finding · `glossary` words of a query in other languages.
"""
