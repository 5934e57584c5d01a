// The script a site embeds. It decides whether a survey is due and fetches the survey only then. Every visitor of every
// page pays for this file, so it holds nothing else; and whatever goes wrong in it, the page must not notice.
//
//   <script async src="https://opina.example/w/KEY.js"></script>
//   data-consent       the visitor agreed to storage: the draw whether to ask them sticks
//   data-lang="es"     the language to ask in; else the page's, else the browser's
//   data-shadow="open" lets tests look inside
//
//   opina('show', 12)        opens a survey now, or without a number the first one
//   opina('close')           closes it
//   opina('consent', true)   as data-consent
(() => {
  const config = __CONFIG__;
  const { surveys } = config;
  const data = document.currentScript?.dataset ?? {};
  const { q: queued, loaded } = window.opina ?? {};
  if (loaded) return;

  const home = `${config.base}/w/${config.site}/`;
  let consent = (data.consent ?? 'false') != 'false';
  let root, tab, timer, page, engine, tell, asked, opened;

  // Runs what may fail where nobody may hear of it.
  const quietly = task => async (...args) => {
    try {
      return await task(...args);
    } catch {}
  };

  // Storage may be forbidden, full, or spoilt by others. Nothing is written before the visitor acts or consents.
  const read = key => {
    try {
      return JSON.parse(localStorage['opina:' + key]) ?? {};
    } catch {
      return {};
    }
  };
  const write = (key, value) => {
    try {
      localStorage['opina:' + key] = JSON.stringify(value);
      return true;
    } catch {}
  };
  const note = (survey, what, value) => write(survey.id, { ...read(survey.id), [what]: value });

  // Fetch and beacons of other kinds need a preflight or cookies; see ARCHITECTURE.md. A body that the browser might
  // refuse to send from a closing page is sent the ordinary way.
  const post = (path, body) =>
    fetch(home + path, { method: 'POST', body, credentials: 'omit', keepalive: body.length < 16e3 });

  // Keeps what is not yet stored on the server, newest per response: at most 5 responses, 48 KiB, 7 days, by the time
  // in their ids. Returns whether the device took it.
  const keep = (id, body) => {
    const { [id]: _, ...rest } = read('q');
    const kept = Object.entries(body ? { ...rest, [id]: body } : rest).filter(
      ([id]) => parseInt(id.replace('-', ''), 16) > Date.now() - 6048e5
    );
    while (kept.length > 5 || JSON.stringify(kept).length > 49152) kept.shift();
    return write('q', Object.fromEntries(kept));
  };

  // Sends a response until it is stored (3) or refused (4), and says meanwhile whether it is kept (5) or not (6).
  const sending = {};
  const send = quietly(async (id, body, report) => {
    const turn = (sending[id] = {});
    const kept = keep(id, body);
    for (let wait = 1e3; wait < 1e5; wait *= 2) {
      const { status } = (await quietly(post)('responses', body)) ?? {};
      const stored = status == 200 || status == 201;
      // A newer sending holds all that this one does.
      if (sending[id] != turn) return;
      if (stored || (status >= 400 && status < 500 && status != 429 && status != 408)) {
        keep(id);
        return report?.(stored ? 3 : 4);
      }
      if (wait > 1e3) report?.(kept ? 5 : 6);
      await new Promise(done => setTimeout(done, wait * (0.5 + Math.random())));
    }
  });

  // The same rule as PagePattern::matches: each piece between two `*` is looked for once, so no pattern is slow.
  const matches = pattern => {
    const [first, ...pieces] = pattern.split('*');
    const last = pieces.pop();
    let rest = (pattern[0] == '/' ? '' : location.host) + location.pathname;
    if (!rest.startsWith(first)) return;
    rest = rest.slice(first.length);
    if (last == null) return !rest;
    return (
      pieces.every(piece => {
        const at = rest.indexOf(piece);
        rest = rest.slice(at + piece.length);
        return at >= 0;
      }) && rest.endsWith(last)
    );
  };

  // Whether a survey may show on this page to this visitor. The draw is made once per page load; with consent, once.
  const due = survey => {
    const { id, include, exclude, chance, again, display } = survey;
    const seen = read(id);
    survey.draw ??= seen.draw ?? Math.random();
    if (consent && seen.draw == null) note(survey, 'draw', survey.draw);
    return (
      (!include || include.some(matches)) &&
      !exclude?.some(matches) &&
      survey.draw < chance &&
      (display == 'tab' ||
        !Object.entries(again).some(
          ([act, days]) => seen[act] && (days == null || Date.now() < seen[act] + days * 864e5)
        ))
    );
  };

  const style = css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };

  // One element at the end of the body; everything else is in its shadow, out of the page's reach.
  const stage = () => {
    if (root) return;
    // Throws where the page's policy forbids WebAssembly, so that nothing shows that could not work.
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    const host = document.createElement('opina-widget');
    root = host.attachShadow({ mode: data.shadow == 'open' ? 'open' : 'closed' });
    style(
      ':host{all:initial!important;position:fixed!important;z-index:2147483647!important}' +
        ':host>button{position:fixed;inset-block-start:40%;inset-inline-end:0;writing-mode:vertical-rl;min-width:44px;' +
        'padding:16px 0;border:1px solid;border-inline-end:0;border-radius:9px 0 0 9px;font:15px system-ui;cursor:pointer;' +
        'color-scheme:light dark;background:Canvas;color:CanvasText}'
    );
    document.body.append(host);
  };

  const load = async () => {
    const files = `${config.base}/w/${config.widget}/widget.`;
    const [glue, module_or_path] = await Promise.all([
      import(files + 'js'),
      fetch(files + 'wasm', { integrity: config.integrity })
    ]);
    await glue.default({ module_or_path });
    return glue;
  };

  // Opens a survey. The visitor's focus moves into it only where the visitor opened it.
  const show = quietly(async (survey, focus, chance) => {
    if (asked) return;
    asked = survey;
    const mount = document.createElement('div');
    const leave = () => {
      mount.remove();
      asked = tell = null;
      if (tab) tab.hidden = false;
    };
    try {
      stage();
      const language = data.lang || document.documentElement.lang || navigator.language;
      const [form, glue] = await Promise.all([
        fetch(`${home}forms/${survey.id}/${survey.version}/${language}`).then(reply => reply.json()),
        (engine ??= load())
      ]);
      const before = root.activeElement ?? document.activeElement;
      const happened = event => quietly(post)('events', JSON.stringify({ survey: survey.id, event }));
      root.append(mount);
      const secret = navigator.globalPrivacyControl || navigator.doNotTrack == 1;
      const showing = {
        ...survey,
        chance: `${chance}`,
        path: secret ? null : location.pathname,
        width: innerWidth,
        focus
      };
      // The numbers that the survey is told: 0 hidden, 1 close, 2 gone, 3 to 6 as `send` reports them.
      const told = (tell = glue.start(mount, form, showing, {
        style,
        send(sequence, id, body) {
          note(survey, 'answered', Date.now());
          send(id, body, outcome => told(outcome, sequence));
        },
        close(finished) {
          if (!finished) {
            happened('dismissed');
            note(survey, 'dismissed', Date.now());
          }
          const inside = root.activeElement;
          leave();
          if (inside) before.focus();
          setTimeout(told, 0, 2);
        }
      }));
      if (tab) tab.hidden = true;
      tell(0);
      happened('shown');
    } catch {
      leave();
      engine = null;
    }
  });

  // Looks what is due on this page: the first survey that opens by itself, at most one per page load, and the first tab.
  const look = quietly(() => {
    if (page == location.pathname || !document.body) return;
    page = location.pathname;
    clearTimeout(timer);
    tab?.remove();
    tab = null;
    const found = surveys.filter(due);
    const popover = found.find(survey => survey.display != 'tab');
    const always = found.find(survey => survey.display == 'tab');
    if (popover && !opened) {
      timer = setTimeout(
        // Frames are drawn only where someone can see them.
        () => requestAnimationFrame(() => show(popover, false, popover.chance), (opened = true)),
        popover.delay * 1e3
      );
    }
    if (always) {
      stage();
      tab = document.createElement('button');
      tab.textContent = document.documentElement.lang.startsWith('es') ? 'Opinión' : 'Feedback';
      tab.onclick = () => show(always, true, always.chance);
      tab.onfocus = tab.onpointerenter = quietly(() => (engine ??= load()));
      tab.hidden = asked;
      root.append(tab);
    }
  });

  const commands = {
    show(id) {
      show(surveys.find(survey => !id || survey.id == id), !!navigator.userActivation?.isActive, 1);
    },
    close() {
      tell(1);
    },
    consent(given) {
      consent = given;
      for (const survey of surveys) {
        if (given || read(survey.id).draw) note(survey, 'draw', given ? survey.draw : undefined);
      }
    }
  };
  window.opina = quietly((command, value) => commands[command](value));
  opina.loaded = true;
  queued?.forEach(call => opina(...call));

  document.addEventListener('visibilitychange', quietly(() => tell(0)));
  // Pages that change without loading are noticed here; so is a body that was not there yet.
  look();
  setInterval(look, 500);
  for (const [id, body] of Object.entries(read('q'))) send(id, body);
})();
