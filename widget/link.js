// The module of a link page, and of the frame that stands in for a survey where a site's policy forbids WebAssembly. It
// replaces the form that the server drew by the survey itself, where WebAssembly runs and nobody has begun to fill the
// form in; otherwise the form stays, and works without this. The page holds, JSON where it says so:
//
//   <main id="opina"
//     data-base="https://opina.example"   where Opina is, without a slash at the end
//     data-site="KEY"  data-widget="VERSION"   as in the loader's configuration
//     data-survey="12"  data-version="3"  data-chance="0.25"  data-language="es"
//     data-fields='{"plan":"pro"}'        JSON: declared fields from the address; may be absent
//     data-given='[["score","9"]]'        JSON: names and values of controls from the address; may be absent
//     data-shadow="open"                  lets tests look inside; usually absent
//     data-framed                         there where it is shown in a frame on a site
//     data-completed>                     there where the form was sent and this page says thank you; needs none of the above
//
// After the first page there is `data-framed` or nothing: what was sent is not taken over.
//
// In a frame it tells the page around it by postMessage `{opina: 'height', height}`, `{opina: 'touched'}`,
// `{opina: 'completed'}` and `{opina: 'close'}`. None of it is secret.
import host, { notebook } from './host.js';

const attempt = task => {
  try {
    return task();
  } catch {}
};

attempt(() => {
  const main = document.getElementById('opina');
  const { base, site, widget, survey: id, version, chance, language, shadow, framed, completed } = main.dataset;
  const json = text => attempt(() => JSON.parse(text));

  const say = (opina, more) => framed != null && parent != window && parent.postMessage({ opina, ...more }, '*');
  const measure = () => say('height', { height: Math.ceil(main.getBoundingClientRect().bottom + scrollY) });
  if (framed != null) {
    attempt(() => new ResizeObserver(measure).observe(main));
    addEventListener('keydown', ({ key }) => key == 'Escape' && say('close'));
    addEventListener('pointerdown', () => say('touched'), { once: true });
    document.addEventListener('opina:completed', () => say('completed'));
    measure();
  }
  if (completed != null) return say('completed');
  // On later pages of the form there is nothing to take over.
  if (!id) return;

  const survey = { id: +id, version: +version, chance: +chance, display: 'inline' };
  const me = {
    base,
    site,
    widget,
    surveys: [survey],
    data: { shadow },
    framed: framed != null,
    fields: json(main.dataset.fields) ?? {},
    // Nothing is written before the visitor acts.
    ...notebook(false),
    gate: () => undefined,
    visit: () => ({ language, device: innerWidth > 1024 ? 'desktop' : innerWidth > 480 ? 'tablet' : 'phone' })
  };
  // What somebody has begun to fill in is not taken away.
  let begun;
  addEventListener('input', () => (begun = true), { once: true });
  // Throws where WebAssembly does not run: the form stays.
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const form = [...main.childNodes];
  host(me);
  me.open(survey, {
    answers: json(main.dataset.given) ?? [],
    focus: false,
    into(element) {
      if (begun) throw 0;
      main.replaceChildren(element);
    },
    // Closed with the keyboard, for example. What was said stays to be read; what was not answered can still be.
    leaves({ finished, root }) {
      if (framed != null) return say('close');
      if (!finished) return main.replaceChildren(...form);
      const said = root.firstElementChild.cloneNode(true);
      setTimeout(() => root.prepend(said));
    }
  });
});
