import urllib.request

import pytest
from lxml import etree

from harness.lab.web_application import WebApplication


@pytest.fixture
def web(lab):
    application = WebApplication(address="127.0.0.1", loop=lab.loop, wire=lab.wire)
    yield application
    application.close()
    application.close()


def test_a_menu_is_served_to_any_client(web):
    url = web.serve_menu("Timetable", "<Weather>")
    request = urllib.request.Request(url, headers={"x-CiscoIPPhoneModelName": "CP-7960G"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        page = etree.fromstring(answer.read())
    assert [each.text for each in page.iterfind("MenuItem/Name")] == ["Timetable", "<Weather>"]
    assert web.asked_by == ("CP-7960G",)
