// The survey editor's comfort: a preview that follows what is typed. The editor works without this file.

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
