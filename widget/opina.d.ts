// What Opina's script gives a site, for TypeScript and for editors. Reference it once:
//
//   /// <reference path="./opina.d.ts" />
//
// Calls may be made before the script is loaded, if this stands in front of it:
//
//   window.opina ??= Object.assign((...call) => opina.q.push(call), { q: [] });

/** One answer, as it travels. */
type OpinaAnswer =
  /** A point of a scale. */
  | { score: number }
  /** Options by their names, in the order of choosing, and the visitor's own words for what was not offered. */
  | { chosen: { options: string[]; other?: string | null } }
  /** Words, an e-mail address or a number as it was written. */
  | { text: string }
  /** Whether something was agreed to, or a link was followed. */
  | { yes: boolean }
  /** What was expected, and what was got. */
  | { gap: [number | null, number | null] }
  /** 100 points, spread over items by their names. */
  | { points: Record<string, number> };

/** Answers by the names of their questions. */
type OpinaAnswers = Record<string, OpinaAnswer>;

/** Attributes of the visitor, by name: 1 to 40 of `a-z 0-9 _ -`. Each is a text of up to 200 characters in the end; null
 * takes it back. */
type OpinaFields = Record<string, string | number | boolean | null | undefined>;

/** What may be said when a survey is opened. */
interface OpinaShowing {
  /** Fields for this showing alone, over those that were set. */
  fields?: OpinaFields;
  /** What is filled in already. A text or a number will do for a scale, an option or words; a list for several options. */
  answers?: Record<string, OpinaAnswer | string | number | Array<string | number>>;
}

/** Whom an event is about. */
interface OpinaDetail {
  /** The survey's number. */
  survey: number;
}

/** What was answered so far. */
interface OpinaAnswered extends OpinaDetail {
  /** The response's name, a UUID; not known where a frame shows the survey. */
  response?: string;
  /** Everything answered so far; not known where a frame shows the survey. */
  answers?: OpinaAnswers;
}

/** A survey was closed without reaching its end. */
interface OpinaDismissed extends OpinaDetail {
  /** The response's name, if something was answered before. */
  response?: string;
}

/** What became of answers that were handed over: the server has them; the device keeps them for the next page view; both
 * failed; the server will not take them, whatever is tried. */
type OpinaOutcome = 'sent' | 'kept' | 'lost' | 'refused';

/** A survey that is due, where the site draws the forms itself (`data-headless`). */
interface OpinaDue extends OpinaDetail {
  /** What is asked: the JSON of `/w/KEY/forms/SURVEY/VERSION/LANGUAGE`. */
  form: OpinaForm;
  /** What is filled in already: names and values of controls. */
  given: Array<[name: string, value: string]>;
  /** Takes all answers so far, as often as there are more; with `complete` they are the last. Sends them, tries again and
   * keeps them as Opina's own form does. */
  send(answers: OpinaAnswers, complete: boolean): Promise<OpinaOutcome>;
  /** The visitor closed it without reaching the end. */
  dismiss(): void;
}

/** A published survey in one language. */
interface OpinaForm {
  /** The language of the texts, such as `pt-BR`. */
  language: string;
  /** Whether it is written from right to left. */
  right_to_left: boolean;
  /** The questions, in order, and what is said at the end. */
  survey: {
    fields?: string[];
    questions: Array<{ id: string; title: string; required: boolean; kind: { type: string; [more: string]: unknown }; [more: string]: unknown }>;
    endings?: Array<{ text: string; [more: string]: unknown }>;
    thanks: string;
  };
  /** How it comes into view. */
  appearance: { display?: 'popover' | 'modal' | 'page' | 'tab' | 'inline'; place?: string; [more: string]: unknown };
  /** The site's colours and font. */
  theme: Record<string, unknown>;
  /** Opina's own words in this language. */
  words: Record<string, string | string[]>;
  [more: string]: unknown;
}

/** What happens, by name: the same as the events `opina:shown` and so on, which are dispatched on `document`. */
interface OpinaEvents {
  /** A survey came into view. */
  shown: OpinaDetail;
  /** Something was answered, not yet the last. */
  answered: OpinaAnswered;
  /** The last was answered. */
  completed: OpinaAnswered;
  /** It was closed without reaching its end. */
  dismissed: OpinaDismissed;
  /** One is due, where the site draws the forms itself. */
  due: OpinaDue;
}

interface Opina {
  /** Opens a survey, whatever its rules say; without a number the one that comes first. Nothing happens while another is
   * open. */
  (command: 'show', survey?: number | null, how?: OpinaShowing): void;
  (command: 'show', how: OpinaShowing): void;
  /** Closes the one that is open. */
  (command: 'close'): void;
  /** Says who the visitor is, in a name of the site's own of up to 100 characters, and what is known of them. Null forgets
   * it. Nothing of it is sent before the visitor answers, nor where they opted out by Global Privacy Control or Do Not
   * Track. */
  (command: 'identify', person: string | number | null, attributes?: OpinaFields): void;
  /** Something happened: surveys may wait for it, or not show after it. */
  (command: 'track', event: string): void;
  /** Says what is known of the visitor or of the page: rules, questions and results can go by it. */
  (command: 'set', fields: OpinaFields): void;
  /** Hears what happens. */
  <Name extends keyof OpinaEvents>(command: 'on', event: Name, hear: (detail: OpinaEvents[Name]) => void): void;
  /** Whether the visitor agreed to storage, as `data-consent`. With it the draw who is asked is made once, and page views
   * are counted; false removes both from the device. */
  (command: 'consent', given: boolean): void;
  /** Whether the site draws the forms itself, as `data-headless`. */
  (command: 'headless', drawn: boolean): void;
  /** Calls made before the script was loaded. */
  q?: unknown[][];
}

declare var opina: Opina;

interface Window {
  opina: Opina;
}

interface DocumentEventMap {
  'opina:shown': CustomEvent<OpinaEvents['shown']>;
  'opina:answered': CustomEvent<OpinaEvents['answered']>;
  'opina:completed': CustomEvent<OpinaEvents['completed']>;
  'opina:dismissed': CustomEvent<OpinaEvents['dismissed']>;
  'opina:due': CustomEvent<OpinaEvents['due']>;
}
