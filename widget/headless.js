// Hands a survey to a site that draws the forms itself, and takes the answers. Fetched in place of the survey itself.

// A UUIDv7: 48 bits of time, then randomness.
const identity = () => {
  const time = Date.now().toString(16).padStart(12, 0);
  const random = [...crypto.getRandomValues(new Uint8Array(10))].map(byte => byte.toString(16).padStart(2, 0)).join('');
  const variant = '89ab'[parseInt(random[4], 16) & 3];
  return [time.slice(0, 8), time.slice(8), 7 + random.slice(1, 4), variant + random.slice(5, 8), random.slice(8)].join('-');
};

export default (showing, how, { me, known, touched, answered, dismissed, deliver, tell, release }) => {
  const { survey, form } = showing;
  const due = known(survey, how);
  const start = Date.now();
  const id = due.response?.id ?? identity();
  const device = me.visit().device;
  const path = due.private ? null : location.pathname;
  let sequence = due.response?.sequence ?? 0;
  let last, over;
  const fields = { __proto__: null };
  for (const name of form.survey.fields ?? []) if (name in due.fields) fields[name] = due.fields[name];
  showing.leave = () => {
    over = true;
    release(showing);
  };
  showing.close = visitor => {
    if (visitor) touched(showing);
    dismissed(showing);
    showing.leave();
  };
  tell('due', survey, {
    form,
    given: due.given,
    async send(answers, complete) {
      const said = JSON.stringify([answers, !!complete]);
      if (said != last?.said) {
        sequence += 1;
        last = {
          said,
          body: JSON.stringify({
            id,
            survey: survey.id,
            version: survey.version,
            sequence,
            complete: !!complete,
            answers,
            fields,
            person: due.person,
            private: due.private,
            language: form.language,
            path,
            device,
            chance: due.chance,
            elapsed: Date.now() - start
          })
        };
      }
      showing.response = id;
      answered(showing, { id, sequence, answers, complete: !!complete, version: survey.version });
      if (complete) showing.leave();
      const outcome = await deliver(id, last.body);
      return outcome == 200 || outcome == 201 ? 'sent' : outcome == 2 ? 'kept' : outcome > 3 ? 'refused' : 'lost';
    },
    dismiss: () => over || showing.close(true)
  });
};
