// Comfort only: every page of the console works without this file.

// A form, or one of its buttons, may ask before it is sent.
document.addEventListener("submit", (event) => {
  const asks = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asks && !window.confirm(asks)) event.preventDefault();
});

// A filter sends its form as soon as it is changed.
document.addEventListener("change", (event) => {
  if (event.target.dataset.autoSubmit !== undefined) event.target.form?.requestSubmit();
});

// data-copy="id" copies that element's text and says so for a moment in the word of data-copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const source = button && document.getElementById(button.dataset.copy);
  if (!source) return;
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const label = button.textContent;
  button.textContent = button.dataset.copied ?? label;
  setTimeout(() => (button.textContent = label), 2000);
});

// A new site's days most likely start where its admin is.
const zones = document.querySelector("select[data-time-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if ([...(zones?.options ?? [])].some((option) => option.value === here)) zones.value = here;

// Buttons that only do something with this script are hidden until it runs.
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;

// A long form asks before it is left with something typed that was not sent.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let typed = form.dataset.guard === "changed";
  form.addEventListener("input", () => (typed = true));
  document.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) typed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}

// A menu closes when one goes elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus();
  if (open?.contains(document.activeElement)) open.querySelector("summary").focus();
});
