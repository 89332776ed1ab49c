"""Pages that tests open in one running browser know nothing of each other."""

STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("apart");
  opening.onsuccess = () => {
    resolve([document.cookie, localStorage.length, opening.result.version]);
  };
})"""
STORE = """async () => {
  document.cookie = "mine=1";
  localStorage.setItem("mine", "1");
  await new Promise((resolve) => { indexedDB.open("apart", 7).onsuccess = resolve; });
}"""


def test_a_second_page_has_nothing_of_the_first(live_server, open_browser):
    first, second = open_browser(), open_browser()
    first.goto(f"{live_server}/problems")
    first.evaluate(STORE)
    assert first.evaluate(STORED) == ["mine=1", 1, 7]
    first.context.set_offline(True)
    second.goto(f"{live_server}/problems")
    assert second.evaluate(STORED) == ["", 0, 1]
    assert first.context.browser is second.context.browser


def test_a_browser_that_ended_is_replaced(usual_browser, open_browser):
    usual_browser().close()
    assert open_browser().evaluate("1 + 1") == 2
