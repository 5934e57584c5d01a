// The tab at the edge that opens a survey. Fetched only where a survey has one.

const words = {
  __proto__: null,
  ar: 'رأيك',
  ca: 'Opinió',
  de: 'Feedback',
  es: 'Opinión',
  fr: 'Votre avis',
  it: 'La tua opinione',
  ja: 'ご意見',
  pt: 'Opinião'
};

const sheet =
  // The tab: no colour of its own, because the site's is not known here.
  '.tab{position:fixed;top:40%;right:0;writing-mode:vertical-rl;padding:16px 12px;border:1px solid gray;border-right:0;' +
  'border-radius:9px 0 0 9px;font:15px system-ui;cursor:pointer;color-scheme:light dark;background:Canvas;color:CanvasText}' +
  '.tab[dir=rtl]{right:auto;left:0;border-right:1px solid gray;border-left:0;border-radius:0 9px 9px 0}' +
  '.tab[hidden]{display:none}';

// Gives the button its word in the visitor's language, and returns its sheet.
export default (button, language) => {
  button.className = 'tab';
  button.lang = language in words ? language : 'en';
  button.dir = language == 'ar' ? 'rtl' : 'ltr';
  button.textContent = words[language] ?? 'Feedback';
  return sheet;
};
