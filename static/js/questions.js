// Questions that hang on the answers to others appear and vanish as one answers; a long list of
// districts is split by province. Without this script everything is shown, with words that say
// who should answer what.

askIn(document);

// Also for a form that a script has just put on the page; what is prepared already stays as it is.
export function askIn(root) {
  const hanging = [...root.querySelectorAll("[data-shown-if]:not([data-asked])")];
  for (const form of new Set(hanging.map((element) => element.closest("form")))) {
    followConditions(form);
  }
  for (const select of root.querySelectorAll("select[data-districts]:not([data-asked])")) {
    select.dataset.asked = "";
    splitByProvince(select);
  }
}

function followConditions(form) {
  const elements = [...form.querySelectorAll("[data-shown-if]")];
  for (const element of elements) element.dataset.asked = "";
  const questions = elements.map((element) => ({
    element,
    on: element.dataset.shownIf,
    values: element.dataset.shownIfAny.split(" "),
    // A full choice stays disabled, whatever is shown.
    controls: [...element.querySelectorAll("input, select, textarea")].filter((c) => !c.disabled),
  }));
  const status = form.querySelector("[data-questions-status]");
  for (const hint of form.querySelectorAll("[data-condition]")) hint.hidden = true;

  const update = () => {
    // A question may hang on one that stands after it: as often as something still changes.
    let appeared = 0;
    for (let round = 0; round <= questions.length; round += 1) {
      let changed = false;
      for (const question of questions) {
        const hide = !chosen(form, question.on).some((value) => question.values.includes(value));
        if (hide === question.element.hidden && question.settled) continue;
        question.settled = changed = true;
        question.element.hidden = hide;
        for (const control of question.controls) control.disabled = hide;
        if (!hide) appeared += 1;
      }
      if (!changed) break;
    }
    return appeared;
  };

  update();
  form.addEventListener("change", () => {
    const appeared = update();
    if (status) status.textContent = appeared ? status.dataset.questionsStatus : "";
  });
  window.addEventListener("pageshow", update);
}

// Only what would be sent counts: the answer to a hidden question does not.
function chosen(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function splitByProvince(select) {
  const groups = [...select.querySelectorAll("optgroup")];
  const chosenGroup = select.selectedOptions[0]?.closest("optgroup");
  const province = document.createElement("select");
  province.id = `${select.id}-province`;
  province.append(new Option(select.options[0].text, ""));
  for (const group of groups) province.append(new Option(group.label, group.label));
  province.value = chosenGroup?.label ?? "";

  const narrow = () => {
    const kept = select.value;
    const shown = groups.find((group) => group.label === province.value);
    for (const group of groups) group.remove();
    if (shown) select.append(shown);
    select.value = kept;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  };
  province.addEventListener("change", (event) => {
    narrow();
    event.stopPropagation();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });

  select.before(labelled(select.dataset.province, province.id), province);
  select.before(labelled(select.dataset.district, select.id));
  narrow();
}

function labelled(words, id) {
  const label = document.createElement("label");
  label.className = "hint";
  label.htmlFor = id;
  label.textContent = words;
  return label;
}
