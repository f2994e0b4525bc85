// Runs before the page is drawn, so that nobody sees it first in the other theme.
"use strict";
try {
  const kept = localStorage.getItem("theme");
  if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
} catch {
  // A browser that keeps nothing follows its own setting.
}
