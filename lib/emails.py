"""E-mail addresses in the one form in which they are kept and compared."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
"""In characters (RFC 5321)."""


def normal_address(typed: str) -> str | None:
    """The address in lower case: «Ayse@Example.ORG» → `ayse@example.org`. None: no letter could be
    sent there.

    A Turkish keyboard writes «ALİ@GMAİL.COM» and «alı@…» for `ali@gmail.com`. A domain may have an
    ı of its own, a mailbox has none.
    """
    if len(typed) > LONGEST:  # the validator normalises, and would look at all of it
        return None
    mailbox, at, domain = typed.strip().replace("İ", "i").rpartition("@")
    try:
        return validate_email(
            f"{mailbox.replace('ı', 'i')}{at}{domain}", check_deliverability=False
        ).normalized.lower()
    except EmailNotValidError:
        return None
