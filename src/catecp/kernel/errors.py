"""Refusals: what a service answers when it will not do a thing."""


class Refused(Exception):
    """A service says no. The message is a translated sentence for the person, with what to do next."""
