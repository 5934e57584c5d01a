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

// data-print prints the page, as the browser's own menu does.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});

// Buttons that only do something with this script are hidden until it runs.
for (const button of document.querySelectorAll(":is([data-copy], [data-print])[hidden]")) button.hidden = false;

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

// Keys of the comments inbox. They can be turned off: who speaks to a browser may press some without meaning to.
const keys = document.getElementById("keys");
if (keys) {
  const KEPT = "opina-keys";
  const used = keys.querySelector("input");
  const rows = [...document.querySelectorAll(".inbox > li")];
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const box = () => rows[here()]?.querySelector("input[type=checkbox]");
  const move = (by) => rows[Math.min(Math.max(here() + by, 0), rows.length - 1)].querySelector(".body a").focus();
  const arrow = (by) => here() >= 0 && (move(by), true);
  const act = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => arrow(1),
    ArrowUp: () => arrow(-1),
    x: () => box()?.click(),
    "?": () => ((keys.open = true), keys.querySelector("summary").focus()),
  };
  const controls = Object.fromEntries([...document.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
  keys.hidden = false;
  used.checked = localStorage.getItem(KEPT) !== "off";
  used.addEventListener("change", () => localStorage.setItem(KEPT, used.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !used.checked) return;
    if (target.closest?.("input:not([type=checkbox]), select, textarea")) return;
    const control = controls[key];
    if (control?.form?.id === "bulk") {
      // What is to be changed is the comment one is at, unless others are selected.
      const one = box();
      if (one && !rows.some((row) => row.querySelector(":checked"))) one.checked = true;
    }
    if (control ? (control.focus(), true) : Object.hasOwn(act, key) && act[key]() !== false) event.preventDefault();
  });
}

// A page of results keeps up with what is stored: it fetches itself again and changes only what differs, so that focus,
// open parts and the place one reads at stay. While nobody looks, it listens to nothing.
const main = document.querySelector("main[data-live]");

const isOwn = (name, element) =>
  (name === "open" && element.matches("details, dialog")) || (name === "value" && element.matches("input"));

const isAlike = (one, other) => one.nodeName === other.nodeName && one.id === other.id;

// Makes `old` like `fresh`. What is in both stays the same element.
const adopt = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) return (old.nodeValue = fresh.nodeValue);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOwn(name, old)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isOwn(name, old)) old.setAttribute(name, value);
  }
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    let found = next;
    while (found && !isAlike(found, child)) found = found.nextSibling;
    if (!found) {
      old.insertBefore(document.importNode(child, true), next);
      continue;
    }
    while (next !== found) [next] = [next.nextSibling, next.remove()];
    next = found.nextSibling;
    adopt(found, child);
  }
  while (next) [next] = [next.nextSibling, next.remove()];
};

if (main && "EventSource" in window) {
  let stream, fetching, again;
  const refresh = async () => {
    if (fetching) return (again = true);
    fetching = true;
    try {
      const reply = await fetch(location.href, { cache: "no-store" });
      // Whoever is not signed in any more is led elsewhere; what they see stays until they ask for more.
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.querySelector("main[data-live]");
      if (fresh) adopt(main, document.adoptNode(fresh));
    } catch {
      // The next beat tries again.
    } finally {
      fetching = false;
      if (again) (again = false), refresh();
    }
  };
  // The sheet draws a dot beside the heading while the page keeps up.
  const say = (live) => document.body.toggleAttribute("data-live", live);
  const listen = () => {
    stream?.close();
    say(false);
    if (document.hidden) return;
    stream = new EventSource(main.dataset.live);
    stream.onopen = () => say(true);
    stream.onerror = () => say(false);
    stream.onmessage = refresh;
  };
  document.addEventListener("visibilitychange", () => {
    listen();
    if (!document.hidden) refresh();
  });
  // A page that leaves keeps no stream, also where the browser keeps the page.
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (event) => event.persisted && (listen(), refresh()));
  listen();
}

// On the map's editor, phases, channels and touchpoints can be dragged: where one is dropped, its form is sent. A phase or
// channel comes before the one of its kind it is dropped on; a touchpoint into a cell, or before another one.
for (const map of document.querySelectorAll("table[data-map]")) {
  const place = document.getElementById("place");
  let dragged;
  const thingOf = (node) => node.closest?.("[data-thing]");
  const kindOf = (thing) => thing.dataset.thing.split("-")[0];
  const idOf = (thing) => thing.dataset.thing.split("-")[1];
  const targetOf = (event) => {
    if (!dragged) return null;
    const thing = thingOf(event.target);
    if (kindOf(dragged) === "touchpoints") {
      return thing && kindOf(thing) === "touchpoints" ? thing : event.target.closest?.("[data-channel]");
    }
    return thing && kindOf(thing) === kindOf(dragged) ? thing : null;
  };
  const mark = (target) => {
    for (const one of map.querySelectorAll(".over")) one.classList.remove("over");
    if (target && target !== dragged) target.classList.add("over");
  };
  for (const thing of map.querySelectorAll("[data-thing]")) {
    thing.draggable = true;
    // The link inside would be dragged as an address.
    thing.querySelector("a").draggable = false;
  }
  map.addEventListener("dragstart", (event) => {
    dragged = thingOf(event.target);
    dragged?.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged?.textContent.trim() ?? "");
  });
  map.addEventListener("dragover", (event) => {
    const target = targetOf(event);
    mark(target);
    if (target) event.preventDefault();
  });
  map.addEventListener("dragend", () => {
    mark();
    dragged?.classList.remove("dragged");
    dragged = null;
  });
  map.addEventListener("drop", (event) => {
    const target = targetOf(event);
    if (!target || target === dragged) return;
    event.preventDefault();
    const fields = {};
    if (target.dataset.thing) fields.before = idOf(target);
    if (kindOf(dragged) === "touchpoints") {
      const [to, from] = [target, dragged].map((one) => one.closest("[data-channel]").dataset);
      Object.assign(fields, { phase: to.phase, channel: to.channel, from_phase: from.phase, from_channel: from.channel });
    } else if (dragged.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING) {
      // Dragged onwards, it takes the place of the one it is dropped on, which moves up.
      const all = [...map.querySelectorAll(`[data-thing^="${kindOf(target)}-"]`)];
      const behind = all[all.indexOf(target) + 1];
      if (behind) fields.before = idOf(behind);
      else delete fields.before;
    }
    for (const input of place.querySelectorAll("[disabled]")) {
      input.disabled = !(input.name in fields);
      input.value = fields[input.name] ?? "";
    }
    place.action = `${map.dataset.map}/${kindOf(dragged)}/${idOf(dragged)}`;
    place.requestSubmit();
  });
}

// The page of the look says at once how well the colours that are being typed can be told apart. Saving checks it again.
for (const scheme of document.querySelectorAll("fieldset[data-scheme]")) {
  const [accent, background, text] = ["accent", "background", "text"].map((name) =>
    scheme.querySelector(`input[name^="${name}"]`),
  );
  const colourOf = (input) => {
    const colour = (input.value.trim() || input.placeholder).replace(/^#?/, "#");
    return /^#[0-9a-f]{6}$/i.test(colour) && colour;
  };
  // WCAG 2.2: relative luminance, and the contrast of two colours.
  const luminance = (colour) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
      const part = parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const say = (remark, ratio) => {
    const shown = (Math.floor(ratio * 10) / 10).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1 });
    remark.textContent = remark.textContent.replace(/[\d.,]+(?=\u00a0:)/, shown);
    remark.classList.toggle("error", ratio < remark.dataset.needed);
  };
  const [ground, button] = scheme.querySelectorAll(".sample rect");
  const [title, label] = scheme.querySelectorAll(".sample text");
  const show = () => {
    const colours = { accent: colourOf(accent), background: colourOf(background), text: colourOf(text) };
    // What is no colour yet is being typed.
    if (!Object.values(colours).every(Boolean)) return;
    for (const remark of scheme.querySelectorAll("[data-contrast]")) {
      say(remark, contrast(colours[remark.dataset.contrast], colours.background));
    }
    ground.setAttribute("fill", colours.background);
    button.setAttribute("fill", colours.accent);
    title.setAttribute("color", colours.text);
    const white = contrast(colours.accent, "#ffffff");
    label.setAttribute("color", white >= 4.5 || white >= contrast(colours.accent, "#000000") ? "#ffffff" : "#000000");
  };
  scheme.addEventListener("input", show);
}

// The page of an export says how far the file is. The browser downloads it by itself, so it is never held here.
const exporting = document.getElementById("export-progress");
if (exporting) {
  const [bar, running, ended] = exporting.children;
  const say = ({ done, total, state }) => {
    const shown = (n) => n.toLocaleString(document.documentElement.lang);
    return exporting.dataset[state].replace("{done}", shown(done)).replace("{total}", shown(total));
  };
  let turn = 0;
  const follow = async (address) => {
    const mine = ++turn;
    exporting.hidden = false;
    bar.removeAttribute("value");
    running.textContent = ended.textContent = "";
    // One that never begins here was refused, or is written by another process.
    for (let silent = 0; silent < 60; ) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const reply = await fetch(address, { cache: "no-store" }).catch(() => null);
      if (mine !== turn) return;
      if (reply?.status !== 200) {
        silent += 1;
        continue;
      }
      const progress = await reply.json();
      [bar.max, bar.value] = [progress.total, progress.done];
      const goesOn = progress.state === "running";
      running.textContent = goesOn ? say(progress) : "";
      if (!goesOn) return (ended.textContent = say(progress));
    }
    ended.textContent = exporting.dataset.silent;
    bar.value = 0;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-progress]");
    if (link) follow(link.dataset.progress);
  });
}
