"""E-mail addresses in the one form in which they are kept and compared."""

from email_validator import EmailNotValidError, validate_email


def normal_address(typed: str) -> str | None:
    """«Ayse@Example.ORG» becomes `ayse@example.org`; None where no letter could be sent.

    A Turkish keyboard writes «ALİ@GMAİL.COM» and «alı@…» for `ali@gmail.com`. Domains may have
    an ı of their own, mailboxes have none.
    """
    mailbox, at, domain = typed.strip().replace("İ", "i").rpartition("@")
    try:
        return validate_email(
            f"{mailbox.replace('ı', 'i')}{at}{domain}", check_deliverability=False
        ).normalized.lower()
    except EmailNotValidError:
        return None
