// The panel that says, for one page view, why each survey shows or not. Fetched where the address holds a token that the
// server gave to an admin; stores nothing. In place of `__TRACE__` the server writes `{"surveys": {"12": "After paying"}}`.
const { surveys: names } = __TRACE__;

const spanish = /^es/i.test(navigator.language);
const say = (english, inSpanish) => (spanish ? inSpanish : english);

const gates = {
  page: say('Page', 'Página'),
  referrer: say('Where the visitor comes from', 'De dónde viene'),
  device: say('Device', 'Dispositivo'),
  language: say('Language', 'Idioma'),
  schedule: say('Dates', 'Fechas'),
  attributes: say('Attributes', 'Atributos'),
  visits: say('Page views', 'Páginas vistas'),
  days: say('Days known', 'Días desde la primera visita'),
  sample: say('Share of visitors', 'Porcentaje de visitantes'),
  answered: say('Answered before', 'Respondida antes'),
  dismissed: say('Closed before', 'Cerrada antes'),
  budget: say('Asked by other surveys', 'Preguntas de otras encuestas')
};
const anything = say('any', 'cualquiera');
const unknown = say('unknown', 'se desconoce');
const never = say('never', 'nunca');

const list = (given, otherwise = anything) => (given?.length ? given.join(', ') : otherwise);
const time = at => (at ? new Date(+at).toLocaleString() : never);
const days = count => (count == null ? say('never again', 'nunca más') : say(`again after ${count} days`, `de nuevo a los ${count} días`));

const condition = ({ field, is, not }) => {
  const test =
    is == 'given'
      ? say('is given', 'está dado')
      : is.between
        ? say(`is ${is.between[0]} to ${is.between[1]}`, `está entre ${is.between[0]} y ${is.between[1]}`)
        : is.contains != null
          ? say(`contains “${is.contains}”`, `contiene «${is.contains}»`)
          : say(`is “${is.equals}”`, `es «${is.equals}»`);
  return `${not ? say('not: ', 'no: ') : ''}${field} ${test}`;
};

// For each gate, what is expected and what this page view has.
const facts = (survey, visit, seen, budget) => ({
  page: [
    list(survey.include) + (survey.exclude ? say(', but not ', ', pero no ') + list(survey.exclude) : ''),
    visit.host + visit.path
  ],
  referrer: [list(survey.referrer), visit.referrer?.join('') ?? unknown],
  device: [list(survey.devices), `${visit.device} (${innerWidth} px)`],
  language: [list(survey.languages), visit.language],
  schedule: [
    survey.from || survey.until ? `${survey.from ? time(survey.from) : '…'} – ${survey.until ? time(survey.until) : '…'}` : anything,
    time(visit.now)
  ],
  attributes: [
    list(survey.who?.map(condition)),
    list(
      [...new Set(survey.who?.map(({ field }) => field))].map(field => `${field} = ${visit.fields[field] ?? unknown}`),
      '–'
    )
  ],
  visits: [survey.visits ? `≥ ${survey.visits}` : anything, visit.visits ?? say('unknown without consent', 'se desconoce sin consentimiento')],
  days: [
    survey.days ? `≥ ${survey.days}` : anything,
    visit.since ? Math.floor((visit.now - visit.since) / 864e5) : say('unknown without consent', 'se desconoce sin consentimiento')
  ],
  sample: [`< ${survey.chance}`, survey.draw?.toFixed(4)],
  answered: [days(survey.again.answered), time(seen.answered)],
  dismissed: [days(survey.again.dismissed), time(seen.dismissed)],
  budget: [
    budget ? say(`at most ${budget.surveys} in ${budget.days} days`, `${budget.surveys} como mucho en ${budget.days} días`) : anything,
    say(`asked: ${list(visit.asked.map(time), never)}`, `preguntado: ${list(visit.asked.map(time), never)}`)
  ]
});

const trigger = one =>
  one == 'exit'
    ? say('the pointer leaves at the top', 'el puntero sale por arriba')
    : one.event != null
      ? say(`event “${one.event}”`, `evento «${one.event}»`)
      : one.click != null
        ? say(`click on ${one.click}`, `clic en ${one.click}`)
        : one.idle
          ? say(`${one.idle} s without doing anything`, `${one.idle} s sin hacer nada`)
          : say(`scrolled to ${one.scroll.percent} %`, `desplazado hasta el ${one.scroll.percent} %`) +
            (one.scroll.within ? ` (${one.scroll.within})` : '');

// Where it is once it has passed its gates.
const stage = ({ held, shown, due, triggers, delay, display, within }) => {
  if (shown) return say('Shown on this page view', 'Se ha mostrado en esta página');
  if (held == 'cancelled') return say('Called off by an event of the site', 'Anulada por un evento del sitio');
  if (held) return say(`Held back: ${gates[held]}`, `Retenida: ${gates[held]}`);
  if (!due) return say('Waits for: ', 'Espera: ') + list(triggers?.map(trigger), '…');
  const rest = Math.ceil((due - Date.now()) / 1e3);
  if (rest > 0) return say(`Shows in ${rest} of ${delay} s`, `Se muestra en ${rest} de ${delay} s`);
  if (display == 'inline') return say(`Waits for its place: ${within}`, `Espera su sitio: ${within}`);
  return say('Waits for another survey to be closed', 'Espera a que se cierre otra encuesta');
};

const sheet =
  ':host{all:initial!important;position:fixed!important;z-index:2147483646!important;inset:auto auto 12px 12px!important}' +
  '*{box-sizing:border-box}' +
  'section{width:380px;max-width:calc(100vw - 24px);max-height:calc(100vh - 24px);overflow:auto;padding:12px 14px;' +
  'border-radius:10px;font:13px/1.45 system-ui,sans-serif;color:#e8edf2;background:#17202a;box-shadow:0 8px 32px #0006}' +
  'header{display:flex;align-items:center;justify-content:space-between;gap:8px;font-weight:600}' +
  'button{min-width:32px;min-height:32px;border:0;border-radius:6px;font:18px system-ui;color:inherit;background:none;cursor:pointer}' +
  ':focus-visible{outline:2px solid #4cc2b8}' +
  'details{border-top:1px solid #3a4756;padding:8px 0}summary{cursor:pointer}summary span{display:block;color:#9fb0c0}' +
  'ol{margin:8px 0 0;padding:0;list-style:none}li{padding:2px 0 2px 20px;text-indent:-20px;overflow-wrap:anywhere}' +
  'li::before{display:inline-block;width:20px;text-indent:0;content:"·"}' +
  '[data-is=passed]::before{content:"✓";color:#4cc2b8}[data-is=held]::before{content:"✕";color:#ff8f87}' +
  '[data-is=held]{font-weight:600}[data-is=later]{color:#7f8fa0}';

const element = (name, text, ...children) => {
  const made = document.createElement(name);
  if (text != null) made.textContent = text;
  made.append(...children);
  return made;
};

export default me => {
  const root = document.createElement('opina-trace').attachShadow({ mode: me.data.shadow == 'open' ? 'open' : 'closed' });
  const css = new CSSStyleSheet();
  css.replaceSync(sheet);
  root.adoptedStyleSheets[0] = css;

  const close = element('button', '×');
  close.ariaLabel = say('Close', 'Cerrar');
  const box = element('section', null, element('header', say('Why is it shown, or not?', '¿Por qué se muestra o no?'), close));
  box.ariaLabel = 'Opina';
  box.lang = say('en', 'es');
  if (!me.surveys.length) box.append(element('p', say('This site has no published survey.', 'Este sitio no tiene encuestas publicadas.')));

  const rows = me.surveys.map(survey => {
    const state = element('span');
    const gateList = element('ol');
    const name = names?.[survey.id] ?? `#${survey.id}`;
    const details = element('details', null, element('summary', name, state), gateList);
    box.append(details);
    return { survey, state, gateList };
  });

  // Only what has changed is written, so that what is being read stays in place.
  const write = (node, text) => node.textContent == text || (node.textContent = text);
  const draw = () => {
    const visit = me.visit();
    for (const { survey, state, gateList } of rows) {
      const all = facts(survey, visit, me.read(survey.id), me.budget);
      const names = Object.keys(gates);
      // What holds a survey back later than its gates has passed them all.
      const at = names.indexOf(survey.held);
      names.forEach((gate, position) => {
        const row = gateList.children[position] ?? gateList.appendChild(element('li'));
        const is = at < 0 || position < at ? 'passed' : position == at ? 'held' : 'later';
        const [expected, found] = all[gate];
        row.dataset.is = is;
        write(row, `${gates[gate]}: ${expected}` + (is == 'later' ? '' : say(` – here ${found}`, ` – aquí ${found}`)));
      });
      write(state, stage(survey));
    }
  };
  const quietly = () => {
    try {
      if (!root.host.isConnected) document.querySelector('body').append(root.host);
      draw();
    } catch {}
  };
  const timer = setInterval(quietly, 250);
  close.onclick = () => {
    clearInterval(timer);
    root.host.remove();
  };
  root.append(box);
  quietly();
};
