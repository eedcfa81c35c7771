"""A mail server to send to, and what tests say of mails and tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django_tasks_db.models import DBTaskResult

from masthead.article.models import Article

Publish = Callable[..., Article]


def waiting_tasks() -> Any:
    """The room's tasks that no worker has done yet."""
    return DBTaskResult.objects.filter(task_path__startswith="masthead.circulation.", status="READY")


@dataclass
class Post:
    """A mail server that keeps what it takes. ``answers`` says otherwise, by address, at RCPT or after DATA."""

    taken: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    at_address: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    hang_up_after: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return answers

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.at_address:
            return self.at_address[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        [to] = envelope.rcpt_tos
        if self.at_data.get(to) == "break":
            server.transport.abort()
            return "250 nobody hears this"
        if to in self.at_data:
            return self.at_data[to]
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.taken.append(parsed)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        if self.hang_up_after and len(self.taken) % self.hang_up_after == 0:
            server.loop.call_later(0.02, server.transport.close)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.taken if mail["To"] == address]


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())
