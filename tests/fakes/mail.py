"""A mail server that does as it is told."""

from django.core.mail.backends.base import BaseEmailBackend


class TellingBackend(BaseEmailBackend):
    """`answers` are taken one by one: an exception is raised, None lets the mail through. `opening` is raised when it connects."""

    answers: list = []
    opening: Exception | None = None
    arrived: list = []

    @classmethod
    def reset(cls) -> None:
        cls.answers, cls.opening, cls.arrived = [], None, []

    def open(self) -> bool:
        if self.opening:
            raise self.opening
        return True

    def send_messages(self, email_messages) -> int:
        for mail in email_messages:
            answer = self.answers.pop(0) if self.answers else None
            if answer is not None:
                raise answer
            self.arrived.append(mail)
        return len(email_messages)


class AwayBackend(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, email_messages) -> int:
        raise ConnectionRefusedError("connection refused")
