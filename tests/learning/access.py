from tests.access import Access

ROWS = [
    Access("learning:sync", {"*": 403}, method="post"),
]
