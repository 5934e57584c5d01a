// What a page needs once a survey may show: the place it stands in, the way of its answers to the server, and the events
// by which the site hears of it. The loader fetches this when a survey passes its gates; the survey itself is fetched by
// this when it shows. Whatever goes wrong in it, the page must not notice.
//
// `me` is what the loader or the link page hands over: `base`, `site`, `widget`, `surveys`, `data` (of the script tag),
// `fields`, `person`, `read`, `note`, `gate`, `visit`, `told`, `framed`. Called back are the functions that are added to it at the end.

// Names this build's WebAssembly module; xtask writes it. The browser refuses any other.
const integrity = __INTEGRITY__;

const attempt = task => {
  try {
    return task();
  } catch {}
};
// What fails, fails where nobody hears of it.
const quietly = task => async (...given) => {
  try {
    return await task(...given);
  } catch {}
};
// Not the page's, if it has put something in place of it.
const Promise = (async () => {})().constructor;
// What is there is written as it is, whatever a page has taught all lists and objects to say of themselves instead.
const json = value =>
  JSON.stringify(value, function (name) {
    return this[name];
  });
const after = milliseconds => new Promise(go => setTimeout(go, milliseconds));
const acted = true;
const day = 864e5;

// What is kept on the device, and in memory where the device may not or does not take it.
export const notebook = allowed => {
  const memory = {};
  const read = key => ({
    __proto__: null,
    ...attempt(() => JSON.parse(localStorage['opina:' + key] ?? 0)),
    ...memory[key]
  });
  const note = (key, change, may = allowed) => {
    const value = { ...read(key), ...change };
    memory[key] = attempt(() => may && (localStorage['opina:' + key] = json(value))) ? 0 : value;
  };
  return { read, note };
};

const begun = id => parseInt(id.replace('-', ''), 16);

// The controls of a form that say an answer, as `shared::entry` names them. An answer is as it travels, or simply a text
// or number, or a list of such.
const controls = (name, answer) => {
  if (answer == null) return [];
  if (typeof answer != 'object') return [[name, `${answer}`]];
  if (Array.isArray(answer)) return answer.flatMap(one => controls(name, one));
  const { score, text, yes, chosen, gap, points } = answer;
  if (chosen)
    return [
      ...controls(name, chosen.options),
      ...(chosen.other == null
        ? []
        : [
            [name, '+other'],
            [name + '.+other', `${chosen.other}`]
          ])
    ];
  if (gap) return [...controls(name + '.expectation', gap[0]), ...controls(name + '.perception', gap[1])];
  if (points) return Object.keys(points).map(item => [`${name}.${item}`, `${points[item]}`]);
  return controls(name, score ?? text ?? (yes ? 'yes' : null));
};
const given = answers => Object.keys(answers ?? {}).flatMap(name => controls(name, answers[name]));

// The page's styles end at the shadow root; what is inherited is taken back here.
const fixed =
  ':host{all:initial!important;position:fixed!important;z-index:2147483647!important}' +
  '@media print{:host{display:none!important}}';
const flowing = ':host{all:initial!important;display:block!important}';
export default me => {
  // The loader and a link page may both be there.
  if (me.due) return;
  const { base, site, widget, surveys, data, read, note } = me;
  const home = `${base}/w/${site}/`;
  const files = `${base}/w/${widget}/widget.`;
  const opted = navigator.globalPrivacyControl === true || navigator.doNotTrack == '1';
  const shown = new Set();
  const waiting = [];
  let open, root, tab, engine, reported;

  // ---------------------------------------------------------------------------------------------------- to the server

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
  // In a frame it is the page around it that counts.
  const count = (survey, event) => me.framed || post('events', json([{ survey: survey.id, event }]));

  // Remembers what the server does not have yet, the newest of each response: 5 of them, 48 kB, 7 days by the time in
  // their ids. Says whether the device took it.
  const keep = (id, body) => {
    const kept = Object.entries({ ...read('q'), [id]: body }).filter(
      ([id, body]) => body && begun(id) > Date.now() - 7 * day
    );
    while (kept[5] || json(kept)[48e3]) kept.shift();
    return attempt(() => {
      if (kept[0]) localStorage['opina:q'] = json(Object.fromEntries(kept));
      else delete localStorage['opina:q'];
      return true;
    });
  };

  // Sends a response once. Resolves to the server's last word, or to 2 if the device keeps it for later, or to 3.
  const send = async (id, body) => {
    const kept = keep(id, body);
    const { status } = (await post('responses', body)) ?? {};
    if (!/^(20[01]|4(?!08|29))/.test(status)) return kept ? 2 : 3;
    if (read('q')[id] == body) keep(id);
    return status;
  };
  // The same up to three times, with longer and longer pauses that are not the same for all visitors.
  const deliver = quietly(async (id, body) => {
    for (let pause = 2e3; ; pause *= 4) {
      const outcome = await send(id, body);
      if (outcome > 3 || pause > 9e3) return outcome;
      await after(pause * (0.5 + Math.random()));
    }
  });

  // -------------------------------------------------------------------------------------------------------- to the site

  const headless = () => (data.headless ?? false) !== false && data.headless != 'false';
  const tell = (event, survey, more) =>
    attempt(() => document.dispatchEvent(new CustomEvent('opina:' + event, { detail: { survey: survey.id, ...more } })));

  // Whatever is remembered of a showing, is so for good once the visitor acts, and before that with consent only.
  const came = (survey, byItself) => {
    count(survey, 'shown');
    tell('shown', survey);
    if (byItself && me.budget) {
      const old = Object.keys(read('a')).filter(at => Date.now() - at > me.budget.days * day);
      note('a', { ...Object.fromEntries(old.map(at => [at])), [Date.now()]: survey.id });
    }
  };
  const touched = showing => {
    clearTimeout(showing.closing);
    showing.acted = acted;
    if (Object.keys(read('a'))[0]) note('a', {}, acted);
  };
  const answered = (showing, { id, sequence, answers, complete, version }) => {
    const { survey } = showing;
    touched(showing);
    note(
      survey.id,
      { answered: Date.now(), resume: complete ? undefined : { id, sequence, answers, version } },
      acted
    );
    if (sequence <= (showing.sequence ?? 0)) return;
    showing.sequence = sequence;
    tell(complete ? 'completed' : 'answered', survey, { response: id, answers });
  };
  const dismissed = showing => {
    count(showing.survey, 'closed');
    note(showing.survey.id, { dismissed: Date.now() }, showing.acted || undefined);
    tell('dismissed', showing.survey, { response: showing.response });
  };

  const begunBefore = ({ id, version }) => {
    const { resume } = read(id);
    if (!resume) return;
    if (resume.version == version && begun(resume.id) > Date.now() - 7 * day) return resume;
    note(id, { resume: undefined }, acted);
  };

  // What the survey is told of this showing.
  const known = (survey, { focus, display = survey.display, fields, answers, chance = survey.chance }) => {
    const texts = { __proto__: null };
    for (const [name, value] of Object.entries({ ...me.fields, ...fields }))
      if (!opted && value != null) texts[name] = [...`${value}`].slice(0, 200).join('');
    const person = `${me.person ?? ''}`;
    const response = begunBefore(survey);
    const before = response?.answers ?? {};
    const prefilled = Array.isArray(answers) ? answers : given(answers);
    return {
      id: survey.id,
      version: survey.version,
      chance,
      focus: !!focus,
      display,
      fields: texts,
      person: !opted && person && !person[100] ? person : null,
      private: opted,
      response: response ? { id: response.id, sequence: response.sequence } : null,
      given: [...prefilled.filter(([name]) => !(name.split('.')[0] in before)), ...given(before)]
    };
  };

  // ------------------------------------------------------------------------------------------------------- on the page

  // One element, at the end of the body or inside an element of the page; everything else is in its shadow, out of the
  // page's reach.
  const stage = inline => {
    const root = document.createElement('opina-widget').attachShadow({ mode: data.shadow == 'open' ? 'open' : 'closed' });
    style(root, 0, inline ? flowing : fixed);
    return root;
  };
  // Adopts a sheet in place of the one that has this position. Policies that forbid styles do not mind.
  const style = (root, position, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets[position] = sheet;
  };
  const corner = () => {
    root ??= stage();
    attach();
    return root;
  };
  // Some pages put a new body in place of the old one, or draw the element anew that holds a survey.
  const attach = () => {
    if (root && (open || tab) && !root.host.isConnected) {
      document.querySelector('body').append(root.host);
      revive(root);
    }
    for (const { survey, root, inline } of shown)
      if (inline && !root.host.isConnected) attempt(() => document.querySelector(survey.within).append(root.host));
  };
  // A dialog that was taken off the page is no longer on top of it.
  const revive = root => {
    const dialog = root.querySelector('dialog');
    if (dialog) {
      dialog.removeAttribute('open');
      dialog.showModal();
    }
  };

  // Fetched once it is needed. The browser refuses a module that is not the one that was published with this file.
  const fetched = () =>
    (engine ??= quietly(async () => {
      const module_or_path = fetch(files + 'wasm', { integrity, signal: AbortSignal.timeout?.(6e4) });
      attempt(() => module_or_path.catch(() => {}));
      const glue = await import(files + 'js');
      await glue.default({ module_or_path });
      return glue;
    })());
  // Throws where the page's policy forbids WebAssembly.
  const able = () => attempt(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));

  const fetchForm = quietly(async ({ id, version }) => {
    const address = `${home}forms/${id}/${version}/${encodeURIComponent(me.visit().language)}`;
    const reply = await fetch(address, { signal: AbortSignal.timeout?.(2e4) });
    return reply.ok ? await reply.json() : undefined;
  });

  // Shows a survey. `how` may say: `focus`, where the visitor opened it; `fields` and `answers` for this showing alone;
  // `byItself`; `display`; and for the link page `into` and `leaves`, called with what comes and before it goes.
  const show = quietly(async (survey, how) => {
    how = { __proto__: null, ...how };
    const inline = (how.display ?? survey.display) == 'inline';
    if (!inline && open) return;
    const showing = { __proto__: null, survey, inline };
    if (!inline) open = showing;
    const bySite = headless();
    const capable = able();
    try {
      const form = fetchForm(survey);
      const way = bySite ? await import('./headless.js') : capable ? await fetched() : await import('./frame.js');
      showing.form = await form;
      // Frames are drawn only where someone can see them.
      if (!how.into) await new Promise(requestAnimationFrame);
      // It may have been closed while it was on its way.
      if (showing.over || !showing.form || !way) throw 0;
      if (!bySite) {
        showing.root = inline ? stage(inline) : corner();
        if (inline && !how.into) document.querySelector(survey.within).append(showing.root.host);
        shown.add(showing);
      }
      if (!bySite && capable) drawn(showing, how, way);
      else await way.default(showing, how, hands);
      came(survey, how.byItself);
      const seconds = showing.form.appearance.closes_after;
      // By itself it goes while nobody touched it: that is no act of the visitor's.
      if (seconds && !inline && showing.root && !showing.acted)
        showing.closing = setTimeout(() => showing.close(), seconds * 1e3);
      if (tab) tab.hidden = open == showing && !!showing.root;
    } catch {
      showing.leave?.();
      shown.delete(showing);
      if (open == showing) open = null;
      engine = null;
    }
  });

  // Takes what was shown off the page, and gives the focus back where it was.
  const stand = (showing, element, how) => {
    const { root } = showing;
    const left = root.activeElement ?? document.activeElement;
    root.prepend(element);
    how.into?.(root.host);
    showing.leave = () => {
      // Where the page had to wait, nobody has moved the focus there meanwhile.
      const inside = root.querySelector('dialog') || element.contains(root.activeElement);
      how.leaves?.(showing);
      element.remove();
      if (showing.inline && !how.into) root.host.remove();
      shown.delete(showing);
      clearTimeout(showing.closing);
      if (open == showing) open = null;
      if (tab) tab.hidden = !!open;
      if (inside) attempt(() => left.focus());
    };
  };

  // The survey in WebAssembly.
  const drawn = (showing, how, glue) => {
    const { survey, root, form } = showing;
    const mount = document.createElement('div');
    const due = known(survey, how);
    let alarm;
    showing.response = due.response?.id;
    showing.sequence = due.response?.sequence;
    stand(showing, mount, how);
    // What the survey is told, by number: 0 hidden, 1 close, 4 time for another try; else what became of a sending, see
    // `send`.
    showing.tell = glue.start(mount, form, due, {
      style: (position, css) => style(root, position, css),
      send(sequence, id, body) {
        const { answers, complete } = JSON.parse(body);
        showing.response = id;
        answered(showing, { id, sequence, answers, complete, version: survey.version });
        send(id, body).then(outcome => {
          // What the server refuses cannot be gone on with.
          if (outcome >= 400) note(survey.id, { resume: undefined }, acted);
          showing.tell(outcome, sequence);
        });
      },
      close(finished) {
        // Called while the page closes it, it is no act of the visitor's.
        if (!showing.byPage) touched(showing);
        showing.finished = finished;
        if (!finished) dismissed(showing);
        showing.leave();
      },
      wait(milliseconds) {
        clearTimeout(alarm);
        alarm = setTimeout(() => attempt(() => showing.tell(4, 0)), milliseconds);
      },
      touched: () => touched(showing)
    });
    if (!showing.tell) throw 0;
    showing.close = visitor => {
      if (visitor) touched(showing);
      showing.byPage = !visitor;
      attempt(() => showing.tell(1, 0));
    };
  };

  // What the other two ways of showing a survey need, see headless.js and frame.js.
  const hands = {
    me,
    home,
    known,
    touched,
    answered,
    dismissed,
    deliver,
    tell,
    stand,
    style,
    release: showing => {
      if (open == showing) open = null;
    }
  };

  // ------------------------------------------------------------------------------------------------------ at the edge

  const place = quietly(async survey => {
    const button = (tab = document.createElement('button'));
    tab.survey = survey;
    tab.onclick = () => show(survey, { focus: true });
    if (able()) tab.onfocus = tab.onpointerenter = fetched;
    const { default: dress } = await import('./tab.js');
    // The page may have turned meanwhile.
    if (tab != button) return;
    style(corner(), 0, fixed + dress(tab, me.visit().language.split('-')[0]));
    tab.hidden = !!open;
    root.append(tab);
    attach();
  });

  // ----------------------------------------------------------------------------------------- what the loader calls

  let stale = [];

  // A page view is over: counted, and what stood on the page stays only if it is due on the next one too.
  me.turn = () => {
    gather();
    reported = false;
    stale = [tab, ...[...shown].filter(({ survey }) => survey.display == 'inline')].filter(Boolean);
    setTimeout(() =>
      attempt(() => {
        for (const one of stale)
          if (one == tab) {
            tab.remove();
            tab = null;
          } else one.leave?.();
        stale = [];
      })
    );
  };

  // A survey is due. It is asked again as long as it does not show.
  me.due = survey => {
    const { id, display, within } = survey;
    const stays = stale.find(one => one.survey.id == id);
    if (stays) {
      stale = stale.filter(one => one != stays);
      survey.shown = 1;
      return;
    }
    const inline = display == 'inline';
    if (display == 'tab' && !headless() ? tab : !inline && open) return;
    if (inline && !headless() && !attempt(() => document.querySelector(within))) return;
    // It may have waited for long, or the survey before it may have been enough.
    // So may what was begun too long ago to be gone on with.
    begunBefore(survey);
    if ((survey.held = me.gate(survey))) return;
    survey.shown = 1;
    if (display == 'tab' && !headless()) return place(survey);
    show(survey, { byItself: /popover|modal|page/.test(display) });
  };

  me.show = (id, how) => {
    if (typeof id == 'object') [id, how] = [null, id];
    const survey = surveys.find(survey => id == null || survey.id == id);
    if (!survey) return;
    const display = survey.display == 'inline' ? 'popover' : survey.display;
    show(survey, { ...how, display, chance: 1, focus: navigator.userActivation?.isActive });
  };
  me.close = () => {
    if (!open) return;
    open.over = true;
    open.close?.();
  };
  // For the link page.
  me.open = show;

  // Consent was taken back: what was written because of it goes.
  me.forget = () =>
    attempt(() => {
      delete localStorage['opina:v'];
      delete localStorage['opina:a'];
      for (const { id } of surveys) {
        if (!(('opina:' + id) in localStorage)) continue;
        note(id, { draw: undefined }, acted);
        if (localStorage['opina:' + id] == '{}') delete localStorage['opina:' + id];
      }
    });

  // ------------------------------------------------------------------------------------------ why it was not shown

  // Which gate, or what it waited for, kept a survey from showing that is meant for this page.
  const gather = () => {
    // The loader has drawn already where it wanted to know.
    me.told ??= Math.random() < 0.1;
    if (reported || !me.told) return;
    reported = true;
    for (const { id, display, held, due, shown } of surveys)
      if (!shown && !/^(page|referrer|device|language|schedule)$/.test(held)) {
        const waits = due && Date.now() >= due ? (display == 'inline' ? null : 'queue') : 'trigger';
        const event = held ?? waits;
        if (event) waiting.push({ survey: id, event, n: 10 });
      }
  };
  const hidden = quietly(() => {
    for (const { tell } of shown) attempt(() => tell(0, 0));
    gather();
    if (waiting[0]) post('events', json(waiting.splice(0, 200)));
  });
  addEventListener('visibilitychange', () => document.hidden && hidden());
  addEventListener('pagehide', hidden);

  // A click beside a survey closes it, where it is meant to.
  addEventListener(
    'click',
    event =>
      attempt(() => {
        if (!open?.root || !event.isTrusted || !open.form.appearance.outside_closes) return;
        if (!event.composedPath().includes(open.root.host)) open.close(acted);
      }),
    true
  );
  setInterval(() => attempt(attach), 500);

  Object.entries(read('q')).map(kept => deliver(...kept));

  // The panel that says why a survey shows or not.
  const token = new URLSearchParams(location.search).get('opina_trace');
  if (token) quietly(async () => (await import(`${home}trace/${encodeURIComponent(token)}.js`)).default(me))();
};
