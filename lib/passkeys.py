"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer holds."""

import json
from dataclasses import dataclass

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}


class BadCredential(Exception):
    """What the browser sent is no answer to what it was asked, or not a true one."""


@dataclass(frozen=True)
class Site:
    """For whom a passkey is: it is good on this site alone."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


@dataclass(frozen=True)
class Signature:
    """An answer of which only the key's number and the challenge were read yet."""

    text: str
    credential_id: bytes
    challenge: bytes
    user_handle: bytes | None


def making_options(
    site: Site, *, user_handle: bytes, address: str, name: str, challenge: bytes, has: list[bytes]
) -> str:
    """What a browser is asked to make, as JSON: a key that names its owner by itself and makes sure
    of who uses it. `has`: the keys the user has already."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Meydan",
        user_id=user_handle,
        user_name=address,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key) for key in has],
    )
    return options_to_json(options)


def signing_options(site: Site, *, challenge: bytes) -> str:
    """What a browser is asked to sign, as JSON: with whatever key it has for this site."""
    return options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def challenge_of(text: str) -> bytes:
    """The challenge to which a new key says it answers. Raises BadCredential."""
    try:
        said = json.loads(text)["response"]["clientDataJSON"]
        return parse_client_data_json(base64url_to_bytes(said)).challenge
    except (WebAuthnException, ValueError, TypeError, LookupError, RecursionError) as error:
        raise BadCredential from error


def made_key(text: str, site: Site, *, challenge: bytes) -> NewKey:
    """The key that the browser made. Raises BadCredential."""
    try:
        made = webauthn.verify_registration_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        said = json.loads(text)["response"].get("transports")
    except Exception as error:  # the library's parsers raise what they meet
        raise BadCredential from error
    transports = [name for name in said if name in _TRANSPORTS] if isinstance(said, list) else []
    return NewKey(
        made.credential_id, made.credential_public_key, made.sign_count, sorted(set(transports))
    )


def signature(text: str) -> Signature:
    """What the browser signed with, and what. Raises BadCredential."""
    try:
        read = parse_authentication_credential_json(text)
        challenge = parse_client_data_json(read.response.client_data_json).challenge
    except Exception as error:
        raise BadCredential from error
    return Signature(text, read.raw_id, challenge, read.response.user_handle)


def counted(signed: Signature, site: Site, *, public_key: bytes) -> int:
    """The key's own count of how often it has signed. Raises BadCredential where the signature is
    not this key's, or nobody was made sure of. Whether the count may be is the caller's to say."""
    try:
        return webauthn.verify_authentication_response(
            credential=signed.text,
            expected_challenge=signed.challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # so that the library refuses no count
            require_user_verification=True,
        ).new_sign_count
    except Exception as error:
        raise BadCredential from error
