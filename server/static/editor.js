// The survey editor's comfort: a preview that follows what is typed, and questions that are moved by dragging. The editor
// works without this file.

const survey = document.getElementById("survey");
const preview = document.getElementById("preview");
const frame = preview.querySelector("iframe");
const language = document.getElementById("preview-language");

// ------------------------------------------------------------------------------------------- what the preview looks at

// The part of the survey that an element of the form belongs to, as the preview's address names it.
const placeOf = (element) => {
  const card = element?.closest(".question");
  if (card) return `question.${card.querySelector("[name=question]").value}`;
  const rule = element?.closest("#endings > .rule");
  if (rule) return `ending.${[...document.querySelectorAll("#endings > .rule")].indexOf(rule)}`;
  return element?.closest("#thanks") ? "thanks" : undefined;
};

let place = placeOf(document.activeElement) ?? placeOf(document.querySelector(":target")) ?? "";
let [follows, timer, asking] = [false];

// Sends the form to be looked at, never to be saved.
const follow = async () => {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(survey));
  body.set(":place", place);
  body.set(":language", language.value);
  try {
    const address = new URL(frame.getAttribute("src"), location.href);
    const reply = await fetch(address, { method: "POST", body, signal: asking.signal });
    document.getElementById("preview-waits").hidden = reply.status !== 422;
    const scheme = document.getElementById("preview-dark").checked ? "dark" : "light";
    if (reply.ok) frame.contentWindow.postMessage({ ...(await reply.json()), scheme }, location.origin);
  } catch {
    // A newer one is on its way, or the server is not there; what is shown stays.
  }
};
const soon = () => {
  clearTimeout(timer);
  if (follows) timer = setTimeout(follow, 300);
};

// The frame says when it can follow; where it cannot, it shows what was saved.
addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || source !== frame.contentWindow || data !== "preview") return;
  // Who may only look types nothing.
  if (!frame.dataset.follows) return;
  document.getElementById("preview-says").textContent = frame.dataset.follows;
  language.form.querySelector("button").hidden = true;
  follows = true;
  follow();
});
for (const event of ["input", "change"]) survey.addEventListener(event, soon);
survey.addEventListener("focusin", ({ target }) => {
  const [before, spoken] = [place, language.value];
  place = placeOf(target) ?? place;
  if ([...language.options].some((option) => option.value === target.lang)) language.value = target.lang;
  if (follows && (place !== before || language.value !== spoken)) follow();
});
language.addEventListener("change", () => (follows ? follow() : language.form.requestSubmit()));

// How it is looked at stays so while the browser's tab is open.
for (const look of preview.querySelectorAll("[type=radio]")) {
  if (sessionStorage.getItem(`preview:${look.name}`) === look.id) look.checked = true;
  look.addEventListener("change", () => {
    sessionStorage.setItem(`preview:${look.name}`, look.id);
    if (follows) follow();
  });
}

// ------------------------------------------------------------------------------------------------- moved by dragging

const items = () => [...document.querySelectorAll(".outline li:has(> a[href^='#q-'])")];

// Puts the questions in the order of the outline and has them drawn anew, so that numbers and ways are right again.
const arrange = (moved) => {
  const card = (item) => document.getElementById(item.querySelector("a").hash.slice(1));
  for (const item of items()) document.getElementById("add").before(card(item));
  const button = Object.assign(document.createElement("button"), { name: "do", hidden: true });
  button.value = `arrange:${card(moved).querySelector("[name=question]").value}`;
  survey.append(button);
  survey.requestSubmit(button);
};

for (const item of document.querySelector("#survey > fieldset[disabled]") ? [] : items()) {
  const grip = Object.assign(document.createElement("span"), { className: "grip", textContent: "⠿", ariaHidden: "true" });
  item.append(grip);
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const before = items().indexOf(item);
    const move = ({ clientY }) => {
      const others = items().filter((other) => other !== item);
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      const next = others.find((other) => clientY < middle(other));
      if (next) next.before(item);
      else others.at(-1)?.after(item);
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      for (const over of ["pointerup", "pointercancel"]) document.removeEventListener(over, end);
      item.classList.remove("dragged");
      if (items().indexOf(item) !== before) arrange(item);
    };
    item.classList.add("dragged");
    document.addEventListener("pointermove", move);
    for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, end);
  });
}
