"""The one way a file is turned away."""


class Unreadable(Exception):
    """The file cannot be read as a report; the message says why and what to do, in words for people."""
