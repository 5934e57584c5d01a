// Shows a survey where the page's policy or the browser has no WebAssembly: in a frame of Opina's own origin, which needs
// none of the page's leave but to be framed. Fetched in place of the survey itself.

const sheet =
  '.frame{position:fixed;box-sizing:border-box;width:400px;max-width:calc(100vw - 40px);padding:0;border:1px solid gray;' +
  'border-radius:14px;overflow:hidden;background:Canvas;color:CanvasText;box-shadow:0 16px 48px #0004;' +
  'color-scheme:light dark}' +
  '.frame[data-in=inline]{position:relative;width:auto;max-width:none;box-shadow:none}' +
  '.frame[data-in=page],[data-in=page] iframe{width:100%;max-width:none;height:100%;max-height:none;border:0;border-radius:0}' +
  '.frame::backdrop{background:#0000}.frame[data-over]::backdrop{background:#0006}' +
  '[data-place^=top]{top:20px}[data-place^=bottom]{bottom:20px}[data-place$=start]{inset-inline-start:20px}' +
  '[data-place$=end]{inset-inline-end:20px}[data-place^=middle]{top:50%;translate:0 -50%}' +
  '[data-place=top],[data-place=bottom]{left:50%;translate:-50%}' +
  '[data-place=center]{top:50%;left:50%;translate:-50% -50%}' +
  'iframe{display:block;width:100%;max-height:calc(100vh - 42px);border:0}' +
  '.frame button{position:absolute;top:18px;inset-inline-end:4px;width:44px;height:44px;border:0;background:none;' +
  'color:inherit;font:22px system-ui;cursor:pointer}' +
  '.frame[data-waits]{visibility:hidden}';

// Resolves when the frame has something to show, and fails where the page does not allow it either.
export default (showing, how, { me, home, known, touched, answered, dismissed, stand, style }) => {
  const { survey, root, form } = showing;
  const { display, chance, fields, given } = known(survey, how);
  const modal = display == 'modal' || display == 'page';
  const box = document.createElement(modal ? 'dialog' : 'div');
  const frame = document.createElement('iframe');
  const close = document.createElement('button');
  const query = new URLSearchParams({ chance });
  for (const name of form.survey.fields ?? []) if (name in fields) query.append(name, fields[name]);
  for (const [name, value] of given) query.append(name, value);
  style(root, 1, sheet);
  box.className = 'frame';
  box.dataset.waits = '';
  box.dataset.in = display;
  if (!modal && display != 'inline') box.dataset.place = form.appearance.place;
  if (form.appearance.overlay) box.dataset.over = '';
  box.dir = form.right_to_left ? 'rtl' : 'ltr';
  frame.title = form.words.feedback;
  frame.sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';
  frame.src = `${home}frame/${survey.id}/${encodeURIComponent(form.language)}?${query}`;
  close.ariaLabel = form.words.close;
  close.textContent = '×';
  box.append(frame);
  if (display != 'inline') box.append(close);
  stand(showing, box, how);
  return new Promise((ready, fail) => {
    const giveUp = setTimeout(fail, 1e4);
    const hear = ({ source, origin, data }) => {
      if (source != frame.contentWindow || origin != new URL(me.base).origin) return;
      const { opina, height } = data ?? {};
      if (opina && !showing.ready) {
        showing.ready = true;
        clearTimeout(giveUp);
        delete box.dataset.waits;
        if (modal) box.showModal();
        if (how.focus || modal) frame.focus();
        ready();
      }
      if (opina == 'height' && height > 0 && display != 'page') frame.height = Math.ceil(height);
      if (opina == 'touched') touched(showing);
      if (opina == 'completed') {
        showing.completed = true;
        answered(showing, { sequence: 1, complete: true });
      }
      if (opina == 'close') showing.close(true);
    };
    // The page's policy may refuse the frame; some browsers then say that it has loaded.
    const refused = ({ blockedURI, effectiveDirective }) =>
      effectiveDirective == 'frame-src' && frame.src.startsWith(blockedURI) && fail();
    const leave = showing.leave;
    addEventListener('message', hear);
    document.addEventListener('securitypolicyviolation', refused);
    frame.onload = () => setTimeout(() => showing.ready || fail(), 3e3);
    showing.leave = () => {
      removeEventListener('message', hear);
      document.removeEventListener('securitypolicyviolation', refused);
      leave();
    };
    showing.close = visitor => {
      if (visitor) touched(showing);
      if (!showing.completed) dismissed(showing);
      showing.leave();
      fail();
    };
    close.onclick = () => showing.close(true);
    box.oncancel = event => {
      event.preventDefault();
      showing.close(true);
    };
    box.onclick = event => event.target == box && form.appearance.outside_closes && showing.close(true);
    box.onkeydown = event => event.key == 'Escape' && !modal && display != 'inline' && showing.close(true);
  });
};
