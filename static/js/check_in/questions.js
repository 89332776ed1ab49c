// The questions at the door, after somebody was let in: a few fields, answered or skipped.

import { find, findAll } from "../parts.js";
import { looksLikeToken, unbent } from "./tickets.js";
import { labelled, words } from "./words.js";

/** @import { Answers, Question } from "./shapes.js" */

// Kinds answered in one line, and the keyboard and input type for each.
/** @type {Record<string, { inputMode?: string, type?: string }>} */
const LINES = {
  short_text: {}, long_text: {}, institution: {}, number: { inputMode: "numeric" },
  date: { type: "date" }, email: { type: "email" }, phone: { type: "tel" },
};
const RATINGS = [1, 2, 3, 4, 5];
// Other kinds (a file, a province, a district) are asked at the desk only.
const ASKED = new Set([...Object.keys(LINES), "yes_no", "single_choice", "multiple_choice", "rating", "consent", "heading"]);
const LINE = "input:not([type=radio], [type=checkbox])";

export class DoorQuestions {
  #form = find("#door-questions", HTMLFormElement);
  #fields = find("#door-fields", HTMLElement, this.#form);
  /** @type {(answers: Answers) => Promise<void>} */
  #answer = async () => {};

  // `check` is called with the next person's code, if a scanner typed it into an answer.
  /** @param {(code: string) => void} check */
  constructor(check) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = findAll(LINE, HTMLInputElement, this.#fields).map(({ value }) => unbent(value));
      const code = typed.find(looksLikeToken);
      if (code) check(code);
      else void this.#answer(this.#answers());
    });
    this.#form.addEventListener("change", () => this.#follow());
  }

  // Shows them; `onAnswer` gets the answers, by the questions' keys. Gives whether any is asked.
  /** @param {Question[]} questions @param {(answers: Answers) => Promise<void>} onAnswer */
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

  // A question with a condition is asked if the earlier question was asked and answered so.
  #follow() {
    for (const field of findAll("[data-on]", HTMLElement, this.#fields)) {
      const { on = "", any = "" } = field.dataset;
      const picked = `[data-key="${CSS.escape(on)}"]:not([hidden]) input:checked`;
      const values = findAll(picked, HTMLInputElement, this.#fields).map(({ value }) => value);
      field.hidden = !values.some((value) => any.split(" ").includes(value));
    }
  }

  #answers() {
    /** @type {Answers} */
    const answers = {};
    for (const field of findAll("[data-key]:not([hidden])", HTMLElement, this.#fields)) {
      const value = valueOf(field);
      if (value !== undefined) answers[field.dataset.key ?? ""] = value;
    }
    return answers;
  }
}

/** @param {HTMLElement} field @param {Question} question */
function hung(field, { shown_if: condition }) {
  if (condition) Object.assign(field.dataset, { on: condition.key, any: condition.any.join(" ") });
  return field;
}

/** @param {Question} question @returns {HTMLElement} */
function fieldOf(question) {
  if (question.kind === "heading") return element("p", { textContent: labelled(question) });
  if (question.kind in LINES) return lineOf(question);
  const box = element("fieldset", {}, { key: question.key, kind: question.kind });
  box.append(element("legend", { textContent: labelled(question) }), ...optionsOf(question));
  return box;
}

/** @param {Question} question */
function lineOf(question) {
  const line = element("label", {}, { key: question.key, kind: question.kind });
  line.append(labelled(question), element("input", { type: "text", autocomplete: "off", ...LINES[question.kind] }));
  return line;
}

/** @param {Question} question */
function optionsOf({ key, kind, choices }) {
  const type = kind === "multiple_choice" || kind === "consent" ? "checkbox" : "radio";
  return choosable({ kind, choices }).map(([value, text]) => {
    const label = element("label");
    label.append(element("input", { type, name: `door-${key}`, value }), ` ${text}`);
    return label;
  });
}

// Each choice as it is sent, and as it is read.
/** @param {Pick<Question, "kind" | "choices">} question @returns {[value: string, text: string][]} */
function choosable({ kind, choices }) {
  if (kind === "yes_no") return [["yes", words.yes], ["no", words.no]];
  if (kind === "consent") return [["yes", words.yes]];
  if (kind === "rating") return RATINGS.map((mark) => [String(mark), String(mark)]);
  return choices.map((choice) => [String(choice.id), labelled(choice)]);
}

// The answer in the field; undefined if it is empty.
/** @param {HTMLElement} field @returns {Answers[string] | undefined} */
function valueOf(field) {
  const { kind = "" } = field.dataset;
  const text = findAll(LINE, HTMLInputElement, field)[0]?.value.trim();
  if (kind in LINES && kind !== "number") return text || undefined;
  if (kind === "number") return text && /^-?\d+$/.test(text) ? Number(text) : text || undefined;
  const picked = findAll("input:checked", HTMLInputElement, field).map(({ value }) => value);
  if (kind === "consent") return picked.length > 0;
  if (!picked.length) return undefined;
  if (kind === "yes_no") return picked[0] === "yes";
  return kind === "multiple_choice" ? picked.map(Number) : Number(picked[0]);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {object} [properties]
 * @param {Record<string, string>} [data]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, properties = {}, data = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  return made;
}
