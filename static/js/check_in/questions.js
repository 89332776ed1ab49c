// What is asked at the door, after somebody was let in: a few fields, answered or passed over.

import { looksLikeToken, unbent } from "./tickets.js";
import { labelled, words } from "./words.js";

// What is written in one line, and how a phone is to take it.
const LINES = {
  short_text: {}, long_text: {}, institution: {}, number: { inputMode: "numeric" },
  date: { type: "date" }, email: { type: "email" }, phone: { type: "tel" },
};
const RATINGS = [1, 2, 3, 4, 5];
// Other kinds (a file, a province, a district) are asked of who registers at the desk alone.
const ASKED = new Set([...Object.keys(LINES), "yes_no", "single_choice", "multiple_choice", "rating", "consent", "heading"]);
const LINE = "input:not([type=radio], [type=checkbox])";

export class DoorQuestions {
  #form = document.querySelector("#door-questions");
  #fields = this.#form.querySelector("#door-fields");
  #answer = null;

  // `check` is called with the code of the next person, where a scanner typed it into an answer.
  constructor(check) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = Array.from(this.#fields.querySelectorAll(LINE), ({ value }) => unbent(value));
      const code = typed.find(looksLikeToken);
      if (code) return check(code);
      this.#answer?.(this.#answers());
    });
    this.#form.addEventListener("change", () => this.#follow());
  }

  // Shows them; `onAnswer` is given what was answered, by the questions' keys. Whether any is asked.
  ask(questions, onAnswer) {
    const asked = questions.filter(({ kind }) => ASKED.has(kind));
    this.#form.hidden = asked.length === 0;
    this.#answer = onAnswer;
    this.#fields.replaceChildren(...asked.map((question) => hung(fieldOf(question), question)));
    this.#follow();
    return asked.length > 0;
  }

  get areAsked() {
    return !this.#form.hidden;
  }

  // What hangs on the answer to an earlier question is asked where that was asked and answered so.
  #follow() {
    for (const field of this.#fields.querySelectorAll("[data-on]")) {
      const on = `[data-key="${CSS.escape(field.dataset.on)}"]:not([hidden]) input:checked`;
      const picked = Array.from(this.#fields.querySelectorAll(on), ({ value }) => value);
      field.hidden = !picked.some((value) => field.dataset.any.split(" ").includes(value));
    }
  }

  #answers() {
    const answers = {};
    for (const field of this.#fields.querySelectorAll("[data-key]:not([hidden])")) {
      const value = valueOf(field);
      if (value !== undefined) answers[field.dataset.key] = value;
    }
    return answers;
  }
}

function hung(field, { shown_if: condition }) {
  if (condition) Object.assign(field.dataset, { on: condition.key, any: condition.any.join(" ") });
  return field;
}

function fieldOf(question) {
  if (question.kind === "heading") return element("p", { textContent: labelled(question) });
  if (question.kind in LINES) return lineOf(question);
  const box = element("fieldset", {}, { key: question.key, kind: question.kind });
  box.append(element("legend", { textContent: labelled(question) }), ...optionsOf(question));
  return box;
}

function lineOf(question) {
  const line = element("label", {}, { key: question.key, kind: question.kind });
  line.append(labelled(question), element("input", { type: "text", autocomplete: "off", ...LINES[question.kind] }));
  return line;
}

function optionsOf({ key, kind, choices }) {
  const type = kind === "multiple_choice" || kind === "consent" ? "checkbox" : "radio";
  const options = { yes_no: [["yes", words.yes], ["no", words.no]], consent: [["yes", words.yes]], rating: RATINGS.map((mark) => [mark, mark]) }[kind] ?? choices.map((choice) => [choice.id, labelled(choice)]);
  return options.map(([value, text]) => {
    const label = element("label");
    label.append(element("input", { type, name: `door-${key}`, value }), ` ${text}`);
    return label;
  });
}

function valueOf(field) {
  const { kind } = field.dataset;
  const text = field.querySelector(LINE)?.value.trim();
  if (kind in LINES && kind !== "number") return text || undefined;
  if (kind === "number") return text ? (/^-?\d+$/.test(text) ? Number(text) : text) : undefined;
  const picked = Array.from(field.querySelectorAll("input:checked"), (input) => input.value);
  if (kind === "consent") return picked.length > 0;
  if (!picked.length) return undefined;
  if (kind === "yes_no") return picked[0] === "yes";
  return kind === "multiple_choice" ? picked.map(Number) : Number(picked[0]);
}

function element(tag, properties = {}, data = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  return made;
}
