"""Read a report by anybody and say what in it does not add up.

`reading` turns a file into a Document, `rules` look at it one kind of mistake at a time, `engine.check_document` runs them all,
`cli` prints the outcome. Nothing here knows Django, a database or any particular report.
"""
