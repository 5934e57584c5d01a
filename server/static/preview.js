// The page in the survey editor's frame. The widget asks the draft here as it asks visitors, but what it would send goes
// nowhere, and once it is closed it opens again. Without WebAssembly the page stays as the server drew it.

const main = document.getElementById("opina");
const { widget, shown } = main.dataset;

// The focus stays where somebody types, unless they have come in here.
const { focus } = HTMLElement.prototype;
HTMLElement.prototype.focus = function (...how) {
  if (document.hasFocus()) focus.apply(this, how);
};
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};

const load = async () => {
  const glue = await import(`/w/${widget}/widget.js`);
  await glue.default({ module_or_path: fetch(`/w/${widget}/widget.wasm`) });
  return glue;
};
const glue = await load().catch(() => null);

// Light or dark as chosen, whatever the browser prefers.
const around = new CSSStyleSheet();
document.adoptedStyleSheets = [around];
const grounds = { light: "#eef1f4", dark: "#0e1319" };

let turn = 0;
const show = async (preview) => {
  const mine = ++turn;
  const { form, display, fields, given, pages, scheme } = preview;
  const root = document.createElement("opina-widget").attachShadow({ mode: "open" });
  const mount = document.createElement("div");
  const due = { id: 0, version: 1, chance: 1, focus: false, display, fields, person: null, private: true, response: null, given };
  const style = (position, css) => {
    const sheet = new CSSStyleSheet();
    const chosen = (query, one) => (!scheme ? query : one === scheme ? "all" : "not all");
    sheet.replaceSync(css.replaceAll(/\(prefers-color-scheme:\s*(\w+)\)/g, chosen));
    root.adoptedStyleSheets[position] = sheet;
  };
  style(0, "");
  if (scheme) around.replaceSync(`body{background:${grounds[scheme]};color-scheme:${scheme}}`);
  root.append(mount);
  main.replaceChildren(root.host);
  const tell = glue.start(mount, form, due, {
    style,
    send: (sequence) => setTimeout(() => tell(201, sequence)),
    close: () => setTimeout(() => mine === turn && show(preview), 500),
    wait() {},
    touched() {},
  });
  // On to the page that is being edited: what comes before it is answered already.
  for (let page = 0; page < pages && mine === turn; page += 1) {
    await new Promise((go) => setTimeout(go));
    root.querySelector("form")?.requestSubmit();
  }
};

addEventListener("message", ({ origin, source, data }) => {
  if (origin === location.origin && source === parent && data?.form) show(data);
});
if (glue) {
  await show(JSON.parse(shown));
  parent.postMessage("preview", location.origin);
}
