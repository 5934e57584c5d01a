// Which rule holds a survey back from a page view: the name of the first, nothing where it only waits for its trigger.
//
// `Targeting::gate` says the same in Rust, and `shared/cases/targeting.json` is tested against both. One expression, which
// xtask puts into loader.js in place of `__GATES__`. It asks the browser for nothing: `visit` holds all there is to know.
(survey, visit, budget) => {
  const { again, display, days, visits } = survey;
  const { fields, language, now, referrer, since } = visit;
  const day = 864e5;

  // Each piece between two `*` is looked for once, so no pattern is slow. The spaces hold the ends; neither pattern nor
  // address has others.
  const on = ([host, path]) => pattern => {
    const address = ` ${pattern[0] == '/' ? '' : host}${path} `;
    let at = 0;
    return ` ${pattern} `
      .split('*')
      .every(piece => (at = address.indexOf(piece, at) + piece.length) >= piece.length);
  };
  const here = on([visit.host, visit.path]);

  // Letters of ASCII alone are alike in upper and lower case, as in Rust.
  const plain = text => `${text}`.replace(/[A-Z]/g, letter => letter.toLowerCase());
  const holds = ({ field, is, not }) => {
    const value = fields[field];
    const text = plain(value).trim();
    return (
      (value != null &&
        (is == 'given'
          ? text > ''
          : is.between
            ? /^[+-]?\d+$/.test(text) && +text >= is.between[0] && +text <= is.between[1]
            : is.contains == null ? text == plain(is.equals) : text.includes(plain(is.contains)))) != !!not
    );
  };

  const rests = act => {
    const at = display != 'tab' && visit[act];
    return at && (again[act] == null || now - at < again[act] * day);
  };
  const gates = {
    page: survey.include?.some(here) != false && !survey.exclude?.some(here),
    referrer: !survey.referrer || (referrer && survey.referrer.some(on(referrer))),
    device: survey.devices?.includes(visit.device) != false,
    language: survey.languages?.some(one => one == language || one == language.split('-')[0]) != false,
    schedule: !(now < survey.from || now >= survey.until),
    attributes: survey.who?.every(holds) != false,
    visits: !visits || visit.visits >= visits,
    days: !days || (since && now - since >= days * day),
    sample: visit.draw < survey.chance,
    // A tab is there always, however often it was used.
    answered: !rests('answered'),
    dismissed: !rests('dismissed'),
    budget:
      !budget ||
      /tab|inline/.test(display) ||
      visit.asked.filter(at => now - at < budget.days * day).length < budget.surveys
  };
  return Object.keys(gates).find(name => !gates[name]);
}
