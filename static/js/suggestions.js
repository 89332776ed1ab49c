// Names of institutions that others gave before, offered while one types. Any other name is as
// welcome: without this script one types it in full.

const PAUSE = 200;
const SHORTEST = 2;

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(input, list), PAUSE);
  });
}

async function suggest(input, list) {
  const typed = input.value.trim();
  if (typed.length < SHORTEST) return;
  try {
    const address = new URL(input.dataset.suggestions, location.href);
    address.searchParams.set("q", typed);
    const answer = await fetch(address);
    if (!answer.ok) return;
    const { names } = await answer.json();
    if (typed === input.value.trim()) list.replaceChildren(...names.map((name) => new Option(name, name)));
  } catch {
    // Without a network one types on.
  }
}
