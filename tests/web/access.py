from tests.access import Access

ROWS = [
    Access("web:home", {"*": 200}),
    Access("web:desk", {"visitor": 302, "*": 200}),
    Access("web:choose_language", {"*": 302}, method="post", data={"language": "km", "next": "/"}),
    Access("web:components", {"visitor": 302, "coordinator": 200, "*": 403}),
    Access("web:offline", {"*": 200}),
    Access("web:healthz", {"*": 200}),
    Access("web:readyz", {"*": 200}),
]
