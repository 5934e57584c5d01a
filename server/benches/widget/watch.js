// Stands first in the head of every measured page. It opens the survey, sees when it can be answered, and remembers what
// was measured in `measured`, a promise.
//
// `trigger` opens the survey; it is missing where the page does so by itself. `control` finds a control of the first
// question; it is missing where there is no survey. `wait` is how many milliseconds an idle page waits before the trigger.
// `busy` measures the longest task too, which costs time itself.
const watch = ({ trigger, control, wait, busy }) => {
  const after = ms => new Promise(done => setTimeout(done, ms));
  // A message that a frame sends itself arrives when it has been drawn, with all that was put into it.
  const drawn = new MessageChannel();
  const frame = () =>
    new Promise(done => {
      drawn.port1.onmessage = done;
      requestAnimationFrame(() => drawn.port2.postMessage(0));
    });
  const idle = () => new Promise(requestIdleCallback);
  const loaded = new Promise(done => addEventListener('load', done));
  // When the product's script has done what it does with every page.
  let readyAt = 0;
  const ready = new Promise(done => {
    watch.ready = () => done((readyAt ||= performance.now()));
  });

  // A control can be used when it has a box, a click in its middle reaches it, it is enabled, and what it stands in can be
  // seen. Its own opacity does not count: an input that cannot be seen may lie over the drawing that can.
  const answerable = () => {
    const roots = [...(document.body?.children ?? [])].map(({ shadowRoot }) => shadowRoot);
    const found = roots.map(root => root?.querySelector(control)).find(Boolean);
    if (!found || found.matches(':disabled')) return false;
    const { x, y, width, height } = found.getBoundingClientRect();
    const seen = { opacityProperty: true, visibilityProperty: true };
    return (
      width * height > 0 &&
      found.contains(found.getRootNode().elementFromPoint(x + width / 2, y + height / 2)) &&
      found.parentElement.checkVisibility(seen)
    );
  };

  // The longest time for which a message to itself could not reach the page, in milliseconds: its longest task, or two
  // that followed each other closely. The browser's own observer of long tasks says nothing of those below 50 ms.
  let last = performance.now();
  let longest = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(0);
  };
  if (busy) port2.postMessage(0);

  // When the WebAssembly module was asked for with all that it needs at hand, and when it could run.
  const engine = {};
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    engine.asked = performance.now();
    const instance = await instantiateStreaming(...given);
    engine.runs = performance.now();
    return instance;
  };

  const measure = async () => {
    let start = 0;
    if (trigger || !control) {
      await Promise.all([loaded, ready]);
      // A page that is kept busy is never idle.
      if (!busy) await idle();
      await after(500 + wait);
      start = performance.now();
    }
    const loading = longest;
    if (trigger) {
      longest = 0;
      trigger();
    }
    while (control && !answerable()) await frame();
    const end = performance.now();
    // What follows the first drawing belongs to the opening.
    if (busy) await after(300);
    const begun = Math.max(start, readyAt);
    const { asked, runs } = engine;
    const steps = runs && { page: begun - start, fetch: asked - begun, engine: runs - asked, draw: end - runs };
    return { ms: end - start, steps, tasks: { load: loading, open: longest } };
  };
  window.measured = measure();
};
