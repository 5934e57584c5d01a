// The script a site embeds. It decides whether a survey is due and fetches the survey only then. Every visitor of every
// page pays for this file, so it holds nothing else; and whatever goes wrong in it, the page must not notice.
//
//   <script async src="https://opina.example/w/KEY.js"></script>
//   data-consent       the visitor agreed to storage: the draw whether they are asked is made once, not per page load
//   data-lang="es"     the language to ask in; else the page's, else the browser's
//   data-shadow="open" lets tests look inside
//
//   opina('show', 12)       opens a survey now, or without a number the first one
//   opina('close')          closes it
//   opina('consent', true)  as data-consent; false takes it back
//
// Calls made before it is loaded wait in `opina.q`, a list of argument lists.
(({ base, site, widget, integrity, surveys }) => {
  const home = `${base}/w/${site}/`;
  const data = { ...document.currentScript?.dataset };
  const before = window.opina;
  const language = data.lang || document.documentElement.lang || navigator.language;
  let consent = (data.consent ?? 'false') != 'false' || undefined;
  let root, tab, timer, page, engine, tell, asked;

  // A second script tag is one too many.
  if (before?.on) return;

  // What fails, fails where nobody hears of it.
  const attempt = task => {
    try {
      return task();
    } catch {}
  };
  const quietly = task => async (...given) => {
    try {
      return await task(...given);
    } catch {}
  };

  // Storage may be forbidden, full, or spoilt by others. Nothing is written before the visitor acts or consents.
  const read = key => attempt(() => JSON.parse(localStorage['opina:' + key])) ?? {};
  const write = (key, value) => attempt(() => (localStorage['opina:' + key] = JSON.stringify(value)));
  const note = ({ id }, what, value = Date.now()) => write(id, { ...read(id), [what]: value });

  // A string travels as text/plain, which needs no preflight. What is too long for a closing page goes the ordinary way.
  const post = quietly((path, body) =>
    fetch(home + path, {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: body.length < 16e3,
      // Where the browser knows it, a server that never replies counts as none.
      signal: AbortSignal.timeout?.(2e4)
    })
  );

  // Remembers what the server does not have yet, the newest of each response: 5 of them, 48 kB, 7 days by the time in
  // their ids. Says whether the device took it.
  const keep = (id, body) => {
    const kept = Object.entries({ ...read('q'), [id]: body }).filter(
      ([id, body]) => body && parseInt(id.replace('-', ''), 16) > Date.now() - 6048e5
    );
    while (kept[5] || JSON.stringify(kept)[48e3]) kept.shift();
    return write('q', Object.fromEntries(kept));
  };

  // Sends a response once. Resolves to the server's last word, or to 2 if the device keeps it for later, or to 3.
  const send = async (id, body) => {
    const kept = keep(id, body);
    const { status } = (await post('responses', body)) ?? {};
    if (!/^(20[01]|4(?!08|29))/.test(status)) return kept ? 2 : 3;
    if (read('q')[id] == body) keep(id);
    return status;
  };

  // The rule of PagePattern::matches: each piece between two `*` is looked for once, so no pattern is slow. The spaces
  // hold the ends; neither pattern nor address has others.
  const matches = pattern => {
    const address = ` ${pattern[0] == '/' ? '' : location.host}${location.pathname} `;
    let at = 0;
    return ` ${pattern} `
      .split('*')
      .every(piece => (at = address.indexOf(piece, at) + piece.length) >= piece.length);
  };

  // Whether a survey may show on this page to this visitor. A tab is there always, however often it was used.
  const due = survey => {
    const { include, exclude, again } = survey;
    const seen = read(survey.id);
    survey.draw ??= seen.draw ?? Math.random();
    if (consent == (seen.draw == null)) note(survey, 'draw', consent ? survey.draw : null);
    return (
      include?.some(matches) != false &&
      !exclude?.some(matches) &&
      survey.draw < survey.chance &&
      (survey.display == 'tab' || !Object.keys(again).some(act => Date.now() < seen[act] + (again[act] ?? 1e9) * 864e5))
    );
  };

  // Adopts a sheet in place of the one that has this position. Policies that forbid styles do not mind.
  const style = (position, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets[position] = sheet;
  };

  // One element at the end of the body; everything else is in its shadow, out of the page's reach.
  const stage = () => {
    if (!root) {
      // Throws where the page's policy forbids WebAssembly: better nothing than a tab that opens nothing.
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
      root = document.createElement('opina-widget').attachShadow({ mode: data.shadow ?? 'closed' });
      style(
        0,
        ':host{all:initial!important;position:fixed!important;z-index:2147483647!important}' +
          // The tab: no colour of its own, because the site's is not known here.
          ':host>button{position:fixed;top:40%;right:0;writing-mode:vertical-rl;padding:16px 12px;' +
          'border:1px solid gray;border-right:0;border-radius:9px 0 0 9px;font:15px system-ui;cursor:pointer;' +
          'color-scheme:light dark;background:Canvas;color:CanvasText}'
      );
    }
    // Some pages put a new body in place of the old one.
    if (!root.host.isConnected) document.body.append(root.host);
  };

  // Fetched once. The browser refuses the module if it is not the one that was published with this file.
  const files = `${base}/w/${widget}/widget.`;
  const fetched = () =>
    (engine ??= Promise.all([import(files + 'js'), fetch(files + 'wasm', { integrity })]));

  // Opens a survey. The focus moves into it only where the visitor opened it, and returns where it was.
  const show = quietly(async (survey, focus) => {
    if (tell) return;
    tell = asked = true;
    const mount = document.createElement('div');
    const leave = () => {
      mount.remove();
      tell = null;
    };
    const happened = event => post('events', JSON.stringify({ survey: survey.id, event }));
    try {
      stage();
      const form = fetch(`${home}forms/${survey.id}/${survey.version}/${language}`);
      const [reply, [glue, module_or_path]] = await Promise.all([form, fetched()]);
      await glue.default({ module_or_path });
      const left = root.activeElement ?? document.activeElement;
      root.prepend(mount);
      // What the survey is told, by number: 0 hidden, 1 close; else what became of a sending, see `send`.
      const told = (tell = glue.start(mount, await reply.json(), survey, focus, {
        style,
        send(sequence, id, body) {
          note(survey, 'answered');
          send(id, body).then(outcome => told(outcome, sequence));
        },
        close(finished) {
          if (!finished) {
            happened('dismissed');
            note(survey, 'dismissed');
          }
          const inside = root.activeElement;
          leave();
          if (inside) left.focus();
        }
      }));
      tell(0);
      happened('shown');
    } catch {
      leave();
      engine = null;
    }
  });

  // Looks what is due on this page: the first tab, and the first survey that opens by itself, one per page load.
  const look = quietly(() => {
    if (!document.body || page == (page = location.pathname)) return;
    clearTimeout(timer);
    tab?.remove();
    timer = tab = null;
    for (const survey of surveys.filter(due)) {
      if (survey.display != 'tab') {
        // Frames are drawn only where someone can see them.
        timer ??= setTimeout(() => requestAnimationFrame(() => asked || show(survey)), survey.delay * 1e3);
      } else if (!tab) {
        stage();
        tab = document.createElement('button');
        tab.textContent = /^es/.test(language) ? 'Opinión' : 'Feedback';
        tab.onclick = () => show(survey, true);
        tab.onfocus = tab.onpointerenter = quietly(fetched);
        root.append(tab);
      }
    }
  });

  const commands = {
    show(id) {
      const survey = surveys.find(survey => !id || survey.id == id);
      show({ ...survey, chance: 1 }, navigator.userActivation?.isActive);
    },
    close() {
      tell(1);
    },
    consent(given) {
      consent = given;
      surveys.map(due);
    }
  };
  window.opina = quietly((command, value) => commands[command](value));
  opina.on = true;
  before?.q?.map(given => opina(...given));

  addEventListener('visibilitychange', quietly(() => tell(0)));
  // Notices pages that change without loading, and waits for the body.
  setInterval(look, 500);
  look();
  Object.entries(read('q')).map(kept => send(...kept));
})(__CONFIG__);
