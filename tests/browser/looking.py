"""How a page is looked at: what it loaded, what it says without a word, where the keyboard goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

MOST_BYTES = 300_000
QUIET_MS = 250

# Notes every word that a script asks for and that this page does not have: `say` then shows the
# name of the word, which nobody should ever read. Codes of problems may have no sentence of ours.
NOTES_MISSING_WORDS = """() => {
  const parse = JSON.parse;
  window.missingWords = new Set();
  JSON.parse = (text, ...more) => {
    const read = parse(text, ...more);
    if (text !== document.querySelector('meta[name="words"]')?.content) return read;
    return new Proxy(read, {
      get(words, name) {
        const isWord = typeof name === "string" && !name.startsWith("problem.");
        if (isWord && !(name in words)) window.missingWords.add(name);
        return words[name];
      },
    });
  };
}"""

# The page has nothing more to draw for a while.
SETTLES = """(quiet) => new Promise((done) => {
  let timer;
  const again = () => { clearTimeout(timer); timer = setTimeout(done, quiet); };
  const all = { subtree: true, childList: true, attributes: true };
  new MutationObserver(again).observe(document, all);
  again();
})"""

# What the keyboard should come to, and what it comes to, each with whether that can be seen.
FOCUSABLE = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const isThere = (one) => !one.disabled && one.tabIndex >= 0 &&
    one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  window.reached = new Set();
  window.unseen = [];
  document.addEventListener("focusin", ({ target }) => {
    window.reached.add(target);
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(target);
    const isLined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    const isSeen = isLined || boxShadow !== "none" || isMarked(target);
    if (!isSeen) window.unseen.push(target.outerHTML.slice(0, 150));
  });
  // Of a drawing the focus may be seen at a part of it.
  const isThick = (part) => parseFloat(getComputedStyle(part).strokeWidth) >= 2;
  const isMarked = (one) =>
    one instanceof SVGElement && [...one.querySelectorAll("*")].some(isThick);
  window.wanted = all.filter(isThere);
  document.activeElement?.blur();
  return window.wanted.length;
}"""
REACHED = """() => ({
  never: window.wanted.filter((one) => one.isConnected && !window.reached.has(one))
    .filter((one) => one.type !== "radio").map((one) => one.outerHTML.slice(0, 150)),
  unseen: window.unseen,
})"""


@dataclass  # no slots: Playwright notes on the object itself that it listens
class Look:
    """One visit to one page, and everything that is wrong with it."""

    page: Page
    name: str
    wrong: list[str] = field(default_factory=list)
    _bytes: list[float] = field(default_factory=list)

    def visit(self, address: str) -> Response:
        """Open it in an empty cache, and wait until it is drawn."""
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._loaded)
        self.page.add_init_script(f"({NOTES_MISSING_WORDS})()")
        answer = self.page.goto(address)
        assert answer is not None
        self.page.evaluate(SETTLES, QUIET_MS)
        return answer

    def _loaded(self, told: Mapping[str, Any]) -> None:
        self._bytes.append(told["encodedDataLength"])

    def expects(self, is_right: object, words: str) -> None:
        """Note it, if something is not as it should be."""
        if not is_right:
            self.wrong.append(f"{self.name}: {words}")

    def is_light(self) -> None:
        """Everything that the first visit loaded."""
        total = sum(self._bytes)
        self.expects(0 < total < MOST_BYTES, f"{total:.0f} bytes were loaded")

    def lacks_no_word(self) -> None:
        """No script has shown the name of a word instead of the word."""
        missing = self.page.evaluate("[...(window.missingWords ?? [])]")
        self.expects(not missing, f"words that are missing: {missing}")

    def fits(self) -> None:
        """Nothing pushes the page sideways."""
        wide, window = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        self.expects(wide <= window, f"{wide} px wide in a window of {window} px")

    def is_accessible(self, *rules: str) -> None:
        """Axe finds nothing; with `rules`, by these alone."""
        options: Mapping[str, Any] = {"runOnly": {"type": "rule", "values": [*rules]}}
        found = Axe().run(self.page, options=dict(options) if rules else None)
        for one in found.response["violations"]:
            self.expects(False, f"{one['id']}: {one['nodes'][0]['html'][:200]}")

    def is_used_by_keyboard(self) -> None:
        """Whatever can be used is come to with the Tab key, and its focus is seen."""
        count = self.page.evaluate(FOCUSABLE)
        for _ in range(count + 3):
            self.page.keyboard.press("Tab")
        told = self.page.evaluate(REACHED)
        self.expects(not told["never"], f"Tab does not come to {told['never'][:3]}")
        self.expects(not told["unseen"], f"focus is not seen on {told['unseen'][:3]}")
