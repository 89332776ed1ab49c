"""The example of a proxy: its log keeps no key, and the site learns who came and by which number."""

import re

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
