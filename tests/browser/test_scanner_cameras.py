"""The light of a phone's camera, and which of its cameras: Chromium's pretended one has neither."""

import pytest
from playwright.sync_api import expect

from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser.camera import film
from tests.browser.scanner import staffed, visit

_TWO_CAMERAS = """
  window.asked = [];
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wanted) => {
    asked.push(wanted.video.deviceId?.exact ?? wanted.video.facingMode.ideal);
    return open({ video: true });
  };
  devices.enumerateDevices = async () => ["back", "front"].map((name) => (
    { kind: "videoinput", deviceId: name, label: `Camera at the ${name}` }));
  const track = MediaStreamTrack.prototype;
  track.getCapabilities = () => ({ torch: true });
  track.getSettings = () => ({ deviceId: asked.at(-1) === "front" ? "front" : "back" });
  track.applyConstraints = async ({ advanced: [{ torch }] }) => {
    if (window.isHot) throw new DOMException("", "OperationError");
    asked.push(`light ${torch}`);
  };
"""


@pytest.fixture
def page(app, live_server, open_browser, tmp_path):
    event = factories.event()
    door = f"{live_server}/check-in/{checkpoints_of(event)[0].id}"
    page = open_browser(film(tmp_path / "empty.mjpeg", [(None, 1)]), phone=True, locale="en-GB")
    page.add_init_script(f"if (navigator.mediaDevices) {{ {_TWO_CAMERAS} }}")
    staffed(app, event, page, door)
    visit(page, door)
    return page


def test_light_is_switched_and_goes_out_with_its_camera(page):
    light = page.get_by_role("button", name="Light")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    page.get_by_role("combobox", name="Camera").select_option("Camera at the front")
    expect(light).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("asked") == ["environment", "light true", "front"]


def test_light_that_the_phone_refuses_is_not_said_to_be_on(page):
    page.evaluate("window.isHot = true")
    light = page.get_by_role("button", name="Light")
    light.click()
    page.wait_for_timeout(200)
    expect(light).to_have_attribute("aria-pressed", "false")


def test_camera_that_was_chosen_is_the_one_after_a_reload(page):
    page.get_by_role("combobox", name="Camera").select_option("Camera at the front")
    expect(page.get_by_role("combobox", name="Camera")).to_have_value("front")
    page.reload()
    expect(page.get_by_role("combobox", name="Camera")).to_have_value("front")
    assert page.evaluate("asked") == ["front"]
