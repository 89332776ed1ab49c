"""E-mail addresses in the one form in which they are kept and compared."""

from email_validator import EmailNotValidError, validate_email


def normal_address(typed: str) -> str | None:
    """«Ayse@Example.ORG» becomes `ayse@example.org`; None where no letter could be sent."""
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None
