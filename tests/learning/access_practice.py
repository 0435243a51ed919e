from tests.access import Access

ROWS = [
    Access("practice:practice", {"*": 200}),
    Access("practice:card", {"visitor": 302, "*": 200}),
    Access("practice:grade", {"visitor": 302, "*": 404}, method="post", data={"term": "no-such-term", "grade": "3"}),
]
