from tests.access import Access

ROWS = [
    Access("courses:catalogue", {"*": 200}),
    Access("courses:catalogue", {"*": 200}, data={"search": "welding", "format": "csv"}),
]
