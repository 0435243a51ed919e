"""The classroom bundle: a course with its player in one ZIP, for a class without a network."""
