// The script a site embeds. It decides whether a survey is due and fetches all else only then. Every visitor of every
// page pays for this file, so it holds nothing else; and whatever goes wrong in it, the page must not notice.
//
//   <script async src="https://opina.example/w/KEY.js"></script>
//   data-consent       the visitor agreed to storage: the draw whether they are asked is made once, and visits are counted
//   data-lang="es"     the language to ask in; else the page's, else the browser's
//   data-headless      the site draws the forms itself
//   data-shadow="open" lets tests look inside
//
// What `opina(…)` does is told in opina.d.ts. Calls made before it is loaded wait in `opina.q`, a list of argument lists.
(config => {
  const attempt = task => {
    try {
      return task();
    } catch {}
  };

  attempt(() => {
    const before = window.opina;
    const data = { ...document.currentScript?.dataset };
    const fields = { __proto__: null };
    const memory = {};
    const happened = new Set();
    // What others added to the prototype of all objects is no rule of a survey.
    const surveys = config.surveys.map(survey => ({ __proto__: null, ...survey }));
    let consent = (data.consent ?? 'false') != 'false';
    let page, counted, active, engine, stale;

    // A second script tag is one too many. Forms of this name may have a field called so.
    if (before?.on == true) return;

    // Storage may be forbidden, full, or spoilt by others. What it does not take is known until the page goes, and
    // nothing is written before the visitor acts or consents.
    const read = key => ({
      __proto__: null,
      ...attempt(() => JSON.parse(localStorage['opina:' + key] ?? 0)),
      ...memory[key]
    });
    const note = (key, change, may = consent) => {
      const value = { ...read(key), ...change };
      memory[key] = attempt(() => may && (localStorage['opina:' + key] = JSON.stringify(value))) ? 0 : value;
    };

    // What holds a survey back from this page view.
    const rule = __GATES__;
    const visit = () => {
      const { host, pathname } = location;
      const language = data.lang || document.documentElement.lang || navigator.language;
      return {
        host,
        path: pathname,
        referrer: attempt(() => {
          const { host, pathname } = new URL(document.referrer);
          return [host, pathname];
        }),
        device: innerWidth > 1024 ? 'desktop' : innerWidth > 480 ? 'tablet' : 'phone',
        language: attempt(() => Intl.getCanonicalLocales(language)[0]) ?? language,
        fields,
        now: Date.now(),
        asked: Object.keys(read('a')),
        ...read('v')
      };
    };
    const gate = survey => {
      const seen = read(survey.id);
      const draw = (survey.draw ??= seen.draw ?? Math.random());
      if (consent && seen.draw == null) note(survey.id, { draw });
      // Who has begun is not asked again, but goes on.
      const begun = seen.resume && { draw: 0, answered: 0, asked: [] };
      return rule(survey, { __proto__: null, ...visit(), ...seen, draw, ...begun }, me.budget);
    };

    // Fetched once, as soon as a survey passes its gates. It adds to `me` what is called from then on.
    const me = { __proto__: null, ...config, surveys, data, fields, read, note, gate, visit };
    const load = () =>
      (engine ??= import(`${me.base}/w/${me.widget}/host.js`).then(host => host.default(me)).then(tick, tick));

    const fire = test => {
      for (const survey of surveys)
        survey.triggers?.map(trigger => attempt(() => test(trigger, survey)) && happened.add(trigger));
    };

    const tick = () =>
      attempt(() => {
        const now = Date.now();
        if (document.readyState == 'loading') return;
        const fresh = page != location.pathname;
        if (fresh) {
          me.turn?.();
          // What happened before the first look was said in the queue.
          if (page) happened.clear();
          page = location.pathname;
          active = now;
          stale = true;
        } else
          fire(({ scroll, idle }, { held, due }) => {
            if (held || due) return;
            if (idle) return now - active >= idle * 1e3;
            const seen = scroll.within ? document.querySelector(scroll.within) : document.scrollingElement;
            // Zoomed pages end a fraction of a pixel early.
            return seen.scrollTop + seen.clientHeight + 1 >= (seen.scrollHeight * scroll.percent) / 100;
          });
        if (consent && counted != page) {
          counted = page;
          const { visits = 0, since = now } = read('v');
          note('v', { visits: visits + 1, since });
        }
        for (const survey of surveys) {
          if (fresh) survey.due = survey.shown = 0;
          if (stale) {
            const held = (survey.held = gate(survey));
            // Of one page load in ten it is told which gate held back a survey that is meant for the page.
            if (!held || ((me.told ??= Math.random() < 0.1) && !/^(p|r|de|l|sc)/.test(held))) load();
          }
          if (happened.has(survey.cancel)) survey.held ??= 'cancelled';
          const { triggers, delay, held, shown } = survey;
          if (document.hidden) active = now;
          else if (!held && !shown && triggers?.some(one => happened.has(one) || happened.has(one.event)) != false)
            if (now >= (survey.due ||= now + delay * 1e3)) me.due?.(survey);
        }
        stale = false;
      });
    const soon = () => {
      stale = true;
      setTimeout(tick);
    };

    const commands = {
      show: (...given) => load().then(() => me.show?.(...given)),
      close: () => me.close(),
      track(name) {
        // It happens on the page as it is now, though it may not have been looked at yet.
        if (page) tick();
        happened.add(name + '');
        soon();
      },
      set(given) {
        Object.assign(fields, given);
        soon();
      },
      identify(person, given) {
        me.person = person;
        commands.set(given);
      },
      consent(given) {
        consent = given;
        if (!given && read('v').since) load().then(() => me.forget?.());
        soon();
      },
      headless(given) {
        data.headless = given;
      },
      on: (name, hear) => document.addEventListener('opina:' + name, ({ detail }) => hear(detail))
    };
    const opina = (window.opina = (command, ...given) => attempt(() => commands[command](...given)));
    opina.on = true;
    attempt(() => before.q.map(given => opina(...given)));

    const listen = (types, hear) => types.split(' ').map(type => addEventListener(type, hear, true));
    listen('pointermove pointerdown keydown scroll', () => (active = Date.now()));
    listen('pointerout', ({ pointerType, relatedTarget, clientY }) => {
      if (pointerType == 'mouse' && !relatedTarget && clientY < 9) commands.track('exit');
    });
    listen('click', event => {
      fire(({ click }) => event.composedPath().some(element => element.matches?.(click)));
      soon();
    });
    if (Object.keys(read('q'))[0] || /\bopina_trace=/.test(location.search)) load();
    // Notices pages that change without loading, and waits for the body.
    setInterval(tick, 250);
    soon();
  });
})(__CONFIG__);
