"""Mail addresses: one spelling each."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from masthead.circulation.errors import BadAddress

LONGEST = 254
"""RFC 5321 section 4.5.3.1.3, less the angle brackets."""


def normalised(typed: str) -> str:
    """The one spelling we keep: ASCII, lower case, the domain in its encoded form.

    ``BadAddress`` where it is no address, or one that plain SMTP cannot carry: letters beyond ASCII before
    the @. Nothing is asked of the network. The part before the @ is lowered too: RFC 5321 lets a host tell
    ``Ann@`` from ``ann@``, and none that takes the public's mail does.
    """
    typed = typed.strip()
    if not typed:
        raise BadAddress("There is no address. Enter one.", "error_required")
    if len(typed) > LONGEST:
        raise BadAddress(f"An address has {LONGEST} characters at most.", "error_too_long")
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddress(str(error), "error_email") from error
    assert found.ascii_email
    return found.ascii_email.lower()


def readable(address: str) -> str:
    """An address that we keep, with its domain as people write it."""
    return validate_email(address, check_deliverability=False).normalized
