"""The page's language as the browser has to know it.

Screen readers read by the language that a page says it has, and browsers offer to translate it:
Streamlit always says English (https://github.com/streamlit/streamlit/issues/15726).  A
translation by the browser breaks the page, because React no longer finds its own nodes, so the
page asks not to be translated; what Streamlit says itself is put into our words instead, in the
very same nodes.
"""

from __future__ import annotations

from ui.session import LANGUAGE_COOKIE, component, get_state
from ui.text import streamlit_words

TAGS = {"en": "en", "zh": "zh-CN"}  # as HTML has them
ONE_YEAR_SECONDS = 31_536_000

_SCRIPT = """
const root = document.documentElement;
root.translate = false;
root.classList.add("notranslate");
const meta = document.head.appendChild(document.createElement("meta"));
meta.name = "google";
meta.content = "notranslate";

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const said = new WeakMap();  // text node or element -> what stands there in English and in ours
let exact = new Map(), patterns = [];

function ours(english) {
  const words = english.trim();
  if (exact.has(words)) return english.replace(words, () => exact.get(words));
  for (const [pattern, names, wanted] of patterns) {
    const found = pattern.exec(words);
    const fill = (all, name, at) => all.replace(name, () => found[at + 1]);
    if (found) return names.reduce(fill, wanted);
  }
  return null;
}

function say(node, place, now, write) {
  if (!now || !/[A-Za-z]{2}/.test(now) && !said.has(node)) return;
  const known = said.get(node) ?? said.set(node, {}).get(node);
  const english = known[place]?.ours === now ? known[place].english : now;
  const wanted = ours(english) ?? english;
  known[place] = { english, ours: wanted };
  if (wanted !== now) write(wanted);
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (!node.parentElement?.closest("code, pre, style, script, svg")) {
      say(node, "text", node.data, (words) => { node.data = words; });
    }
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ATTRIBUTES) {
      say(node, name, node.getAttribute(name), (words) => node.setAttribute(name, words));
    }
    node.childNodes.forEach(translate);
  }
}

const literally = (part) => part.replace(/[.*+?^$()|[\\]\\\\]/g, "\\\\$&");

function learn(words) {
  exact = new Map(Object.entries(words).filter(([english]) => !english.includes("{")));
  patterns = Object.entries(words).filter(([english]) => english.includes("{"))
    .map(([english, wanted]) => {
      const names = english.match(/{\\w+}/g);
      const parts = english.split(/{\\w+}/).map(literally);
      return [new RegExp("^" + parts.join("(.+)") + "$"), names, wanted];
    });
}

new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(translate); else translate(target);
  }
}).observe(document.body, {
  subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES,
});

export default function ({ data }) {
  root.lang = data.tag;
  learn(data.words);
  translate(document.body);
  if (data.remember) {
    document.cookie = `${data.cookie}=${data.tag};path=/;max-age=${data.seconds};samesite=lax`;
  }
}
"""

_component = component("digit_lab_page_language", js=_SCRIPT)


def tell_the_browser() -> None:
    """Say the page's language, and keep it for the next visit if the learner has chosen it."""
    state = get_state()
    _component(
        key="page_language",
        data={
            "tag": TAGS[state.language],
            "words": streamlit_words(),
            "remember": state.language_chosen,
            "cookie": LANGUAGE_COOKIE,
            "seconds": ONE_YEAR_SECONDS,
        },
    )
