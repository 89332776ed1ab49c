"""E-mail addresses in the one form in which they are kept and compared."""

from hashlib import sha256
from urllib.parse import quote

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
"""In characters (RFC 5321)."""

_MEANT = {
    "gmail.com": "gmial.com gmai.com gmal.com gamil.com gnail.com gmil.com gmaill.com gmail.co"
    " gmail.cm gmail.con gmail.om gmail.comm gmailcom gmail.com.tr ggmail.com",
    "hotmail.com": "hotmial.com hotmai.com hotmal.com hotmil.com htmail.com hotmaill.com hotmail.co"
    " hotmail.cm hotmail.con hotmail.comm hormail.com homail.com",
    "outlook.com": "outlok.com outllook.com outloook.com otlook.com outlook.co outlook.con",
    "yahoo.com": "yaho.com yahooo.com yhaoo.com yahoo.co yahoo.con",
    "yandex.com": "yandx.com yandeks.com yandex.co yandex.con",
    "icloud.com": "iclod.com icloud.co icloud.con",
}
"""Domains that people mean, and those that they type: nobody's, or a trap of somebody else."""
_MEANT_BY = {typed: domain for domain, many in _MEANT.items() for typed in many.split()}


def likely_meant(address: str) -> str | None:
    """The address that was meant, if its domain is often mistyped in this way; None otherwise."""
    mailbox, _at, domain = address.rpartition("@")
    meant = _MEANT_BY.get(domain)
    return f"{mailbox}@{meant}" if mailbox and meant else None


def mailto(address: str) -> str:
    """The address as a link. A mailbox may hold ? and &, which would add headers of their own."""
    return f"mailto:{quote(address, safe='@+')}"


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


def mailbox_of(address: str) -> str:
    """The mailbox in which letters to this address arrive: «ayse+is@example.org» →
    `ayse@example.org`."""
    name, _at, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{domain}"


def number_of_mailbox(mailbox: str) -> int:
    """A number that stands for the mailbox in signed links."""
    return int.from_bytes(sha256(mailbox.encode()).digest()[:6])
