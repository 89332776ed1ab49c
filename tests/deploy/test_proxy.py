"""The example of a proxy: its log keeps no key, and the site learns who came and by which number."""

import re
import ssl

from tests.conftest import make_app
from tests.house.source import ROOT

CONFIGURATION = (ROOT / "deploy/nginx.conf").read_text("utf-8")


def shown(path):
    """What nginx would log."""
    [(pattern, text)] = re.findall(r"^ +~(\S+) +(\S+);$", CONFIGURATION, re.MULTILINE)
    found = re.search(pattern, path)
    return text.replace("$1", found[1]) if found else path


def test_no_address_that_is_a_key_stands_in_the_log(tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'none.sqlite'}")
    keyed = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len(keyed) > 20
    assert [rule for rule in keyed if "token" in shown(rule)] == []
    assert shown("/events/bulusma") == "/events/bulusma"
    assert "$request_uri $status" not in CONFIGURATION


def test_what_a_client_says_of_itself_is_overwritten():
    passed_on = dict(re.findall(r"proxy_set_header (\S+) +(\S+);", CONFIGURATION))
    assert passed_on == {
        "Connection": '""',
        "Host": "$host",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Proto": "$scheme",
        "X-Request-Id": "$request_id",
    }


def test_pages_are_led_to_https_and_programs_are_not():
    """A program that is led on would send its token in the open each time, and nobody would see."""
    in_the_open, by_https = re.split(r"^server \{", CONFIGURATION, flags=re.MULTILINE)[1:]
    answers = dict(re.findall(r"location (\S+) \{\s+return (\d+)", in_the_open))
    assert answers == {"/": "301", "/api/": "404"}
    assert "listen 80" in in_the_open and "listen 80" not in by_https


def test_connections_are_encrypted_by_strong_ciphers_alone():
    [protocols] = re.findall("ssl_protocols (.+);", CONFIGURATION)
    [ciphers] = re.findall("ssl_ciphers (.+);", CONFIGURATION)
    assert protocols.split() == ["TLSv1.2", "TLSv1.3"]
    context = ssl.create_default_context()
    context.set_ciphers(ciphers)
    kept = [cipher for cipher in context.get_ciphers() if cipher["protocol"] == "TLSv1.2"]
    assert [cipher["name"] for cipher in kept] == ciphers.split(":")
    assert all(cipher["aead"] and cipher["kea"] == "kx-ecdhe" for cipher in kept)
    assert kept[0]["strength_bits"] == 256
