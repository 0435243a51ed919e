from tests.access import Access
from tests.learning import access_practice

ROWS = [
    Access("learning:sync", {"*": 403}, method="post"),
    *access_practice.ROWS,
]
