"""A program in which every line can be chosen, and says what it is for.

Mouse, finger and arrow keys choose; the words come along with the lines, so nobody waits for the
server.  All of it is put into the page as text, never as HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from ui.session import Key, component, widget
from ui.text import _

_HTML = """
<div class="room"><div class="explained">
  <div class="program">
    <button type="button" class="copy"></button>
    <div class="lines" role="listbox"></div>
  </div>
  <section class="answers" aria-live="polite"></section>
</div></div>
"""

_CSS = """
.room { container-type: inline-size; width: 100%; }
.explained { display: grid; gap: 0.75rem; color: var(--st-text-color); }
.program {
  min-width: 0;
  padding-top: 0.5rem;
  border-radius: var(--st-base-radius);
  background: var(--st-code-background-color);
}
.lines {
  max-height: min(60vh, 34rem);
  padding: 0.3rem 0 0.6rem;
  overflow-y: auto;
  counter-reset: line;
  color: var(--st-code-text-color);
  font-family: var(--st-code-font);
  font-size: 0.875rem;
  line-height: 1.55;
}
.line {
  position: relative;
  min-height: 1.55em;
  border-left: 3px solid transparent;
  /* a line that is too long goes on below, two characters further in */
  padding: 0 0.75rem 0 calc(3.6em + (var(--indent) + 2) * 1ch);
  text-indent: -2ch;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  counter-increment: line;
}
.line::before {
  content: counter(line) / "";
  position: absolute;
  left: 0;
  width: 2.4em;
  text-indent: 0;
  text-align: right;
  color: var(--lab-code-comment);
  user-select: none;
}
[role="option"] { cursor: pointer; -webkit-tap-highlight-color: transparent; }
[role="option"]:hover { background: color-mix(in srgb, var(--st-text-color) 6%, transparent); }
[role="option"][aria-selected="true"] {
  border-left-color: var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 14%, transparent);
}
[role="option"]:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
/* one that does not fit behind its code goes below it as a whole */
.comment { display: inline-block; color: var(--lab-code-comment); text-indent: 0; }
.string { color: var(--lab-code-string); }
.number { color: var(--lab-code-number); }
.keyword { color: var(--lab-code-keyword); }
button {
  padding: 0.25rem 0.7rem;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
  background: var(--st-background-color);
  color: var(--st-text-color);
  font: inherit;
  font-size: 0.875rem;
  cursor: pointer;
}
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
.copy { display: block; margin: 0 0.6rem 0 auto; }
.answers {
  box-sizing: border-box;
  min-width: 0;
  min-height: 8.5rem;
  padding: 0.7rem 0.9rem;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
  font-family: var(--st-font);
  line-height: 1.5;
}
.which { margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.row { display: grid; gap: 0.4rem 1.5rem; grid-template-columns: 100%; }
.row p { margin: 0 0 0.4rem; }
.row code, .which code {
  padding: 0.1em 0.3em;
  border-radius: 0.25em;
  background: var(--st-code-background-color);
  color: var(--st-code-text-color);
  font-family: var(--st-code-font);
  font-size: 0.875em;
  overflow-wrap: anywhere;
}
.title { font-weight: 600; }
.hint { opacity: 0.8; }
@container (max-width: 30rem) {
  .lines { max-height: 45vh; }  /* so that the answers are seen below it */
}
@container (min-width: 46rem) {
  .row { grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); }
}
@container (min-width: 72rem) {
  .explained { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; }
  .row { grid-template-columns: 100%; }
}
"""

# Rows are kept from one drawing to the next, so nothing blinks and the focus stays where it is.
_JS = r"""
const TOKEN = new RegExp([
  "(?<comment>#.*)",
  "(?<string>f?\"[^\"]*\"|f?'[^']*')",
  "\\b(?<number>\\d[\\d_.]*(?:e-?\\d+)?)\\b",
  "\\b(?<keyword>and|as|class|def|else|except|False|for|from|if|import|in|lambda|None|not|or|"
    + "return|True|try|with)\\b",
].join("|"), "g");

function span(kind, words, name = "span") {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = words;
  return made;
}

function coloured(code) {
  const parts = [];
  let end = 0;
  for (const found of code.matchAll(TOKEN)) {
    parts.push(code.slice(end, found.index));
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    parts.push(span(kind, found[0]));
    end = found.index + found[0].length;
  }
  return [...parts, code.slice(end)];
}

// `code` and **bold** words; everything else is what it is.
function paragraphs(words) {
  return words.split("\n\n").map((paragraph) => {
    const made = document.createElement("p");
    made.append(...paragraph.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
      if (part.startsWith("`")) return span("", part.slice(1, -1), "code");
      return part.startsWith("**") ? span("", part.slice(2, -2), "strong") : part;
    }));
    return made;
  });
}

function copy(words) {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  const box = document.body.appendChild(document.createElement("textarea"));  // without https
  box.value = words;
  box.select();
  document.execCommand("copy");
  box.remove();
  return Promise.resolve();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector(".lines");
  const answers = parentElement.querySelector(".answers");
  const button = parentElement.querySelector(".copy");
  list.setAttribute("aria-label", data.label);
  answers.setAttribute("aria-label", data.hint);

  button.textContent = data.copy;
  button.onclick = async () => {
    await copy(data.lines.map((line) => line.code + "\n").join(""));
    button.textContent = data.copied;
    setTimeout(() => { button.textContent = data.copy; }, 2000);
  };

  while (list.children.length > data.lines.length) list.lastChild.remove();
  data.lines.forEach((line, index) => {
    const row = list.children[index] ?? list.appendChild(document.createElement("div"));
    if (row.source !== line.code) {
      row.source = line.code;
      row.className = "line";
      row.style.setProperty("--indent", line.code.search(/\S|$/));
      row.replaceChildren(...coloured(line.code.trim()));
    }
    row.setAttribute("role", line.answers.length ? "option" : "presentation");
    row.onfocus = () => choose(index);
    row.onclick = () => {
      if (!line.answers.length) return;
      row.focus();
      answers.scrollIntoView({ block: "nearest" });  // below a small screen's edge, perhaps
    };
  });

  const options = [...list.children].filter((_row, index) => data.lines[index].answers.length);

  function answer({ title, words, button: asked }) {
    const made = document.createElement("div");
    if (title) made.append(span("title", title, "p"));
    made.append(...paragraphs(words));
    if (asked) {
      const button = span("", asked.label, "button");
      button.type = "button";
      button.onclick = () => setTriggerValue("asked", asked.name);
      made.append(button);
    }
    return made;
  }

  function show() {
    const line = data.lines[list.chosen];
    const said = JSON.stringify(line ?? data.hint);
    if (answers.said === said) return;
    answers.said = said;
    if (!line) {
      answers.replaceChildren(span("hint", data.hint, "p"));
      return;
    }
    const which = span("which", `${list.chosen + 1}: `, "p");
    which.append(span("", line.code.trim(), "code"));
    const row = span("row", "");
    row.append(...line.answers.map(answer));
    answers.replaceChildren(which, row);
  }

  function choose(index) {
    list.chosen = index;
    const chosen = list.children[index];
    options.forEach((row) => {
      row.setAttribute("aria-selected", row === chosen);
      row.tabIndex = row === (options.includes(chosen) ? chosen : options[0]) ? 0 : -1;
    });
    show();
  }
  choose(data.lines[list.chosen]?.answers.length ? list.chosen : undefined);

  list.onkeydown = (event) => {
    const here = options.indexOf(event.target);
    const there = {
      ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + 10, PageUp: here - 10,
      Home: 0, End: options.length - 1,
    }[event.key];
    if (here < 0 || there === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    options[Math.min(Math.max(there, 0), options.length - 1)].focus();
  };
}
"""

_component = component("digit_lab_explained_code", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class AnswerButton:
    """What can be asked for below an answer: `name` is what comes back."""

    label: str
    name: str


@dataclass(frozen=True)
class Answer:
    """What is said of a line: `code` and **bold** words are set as such; blank lines divide."""

    words: str
    title: str = ""
    button: AnswerButton | None = None


@dataclass(frozen=True)
class ExplainedLine:
    """A line of code as it is shown, and what is said of it; a blank line has nothing."""

    code: str
    answers: tuple[Answer, ...] = ()


def explained_code(
    lines: Sequence[ExplainedLine],
    key: Key[dict[str, object]],
    *,
    on_ask: Callable[[str], None] | None = None,
) -> None:
    """Show a program whose lines can be chosen, and copied as a whole.

    Args:
        key: names the program; two on one page need two.
        on_ask: called with the name of an answer's button that was clicked.
    """

    def take() -> None:
        asked = (widget(key) or {}).get("asked")
        names = {each.button.name for line in lines for each in line.answers if each.button}
        if on_ask is not None and isinstance(asked, str) and asked in names:
            on_ask(asked)

    _component(
        key=key,
        data={
            "lines": [asdict(line) for line in lines],
            "label": _("The program, line by line"),
            "hint": _("Choose a line, by mouse or arrow keys: it says here what it does."),
            "copy": _("Copy"),
            "copied": _("Copied"),
        },
        on_asked_change=take,
    )
