import { displayText } from '../../change/display-text.ts';
import type { Said } from './field.ts';

/** A value as a sentence shows it. */
const valueText = (value: unknown): string => {
  if (value === undefined) return 'not said';
  if (typeof value === 'string') return displayText(value, 64);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number that cannot be read';
  return displayText(JSON.stringify(value), 64);
};

/** Both values; a text beside another kind of value says that it is one: `the text "0.8"`. */
const fromTo = ({ before, after }: Said): string => {
  const mixed = before !== undefined && after !== undefined && typeof before !== typeof after;
  const text = (value: unknown): string =>
    !mixed ? valueText(value) : typeof value === 'string' ? `the text "${valueText(value)}"` : kindText(value);
  return `from ${text(before)} to ${text(after)}`;
};
const kindText = (value: unknown): string =>
  typeof value === 'number' && Number.isFinite(value) ? `the number ${valueText(value)}` : valueText(value);

const moved = ({ verdict }: Said, words: { weaker: string; stronger: string }): string =>
  verdict === 'weaker' || verdict === 'stronger' ? words[verdict] : 'changed';

/** `the prompt attack filter on input fell from HIGH to NONE` */
export const fellOrRose = (said: Said): string =>
  `${said.name} ${moved(said, { weaker: 'fell', stronger: 'rose' })} ${fromTo(said)}`;

/** The same with the name of the measure: `the grounding check: the threshold fell from 0.8 to 0.5`. */
export const measure =
  (called: string) =>
  (said: Said): string =>
    `${said.name}: the ${called} ${moved(said, { weaker: 'fell', stronger: 'rose' })} ${fromTo(said)}`;

const done = new Map([
  ['BLOCK', 'blocked'],
  ['ANONYMIZE', 'masked'],
  ['NONE', 'only reported'],
]);
const doneText = (action: unknown): string =>
  (typeof action === 'string' ? done.get(action) : undefined) ??
  (action === undefined ? 'handled in a way that is not said' : `handled as ${valueText(action)}`);

export const actionTaken = ({ name, before, after }: Said): string =>
  `what ${name} finds is now ${doneText(after)}, before ${doneText(before)}`;

const onOff = (value: unknown): string =>
  value === true
    ? 'switched on'
    : value === false
      ? 'switched off'
      : value === undefined
        ? 'not said'
        : valueText(value);

export const switchedOnOrOff = ({ name, before, after }: Said): string =>
  `${name} is now ${onOff(after)}, before ${onOff(before)}`;

const kinds = (value: unknown): string =>
  Array.isArray(value) && value.length > 0
    ? value.map((kind) => displayText(String(kind), 32).toLowerCase()).join(' and ')
    : 'kinds of content that are not said';

export const looksAt = ({ name, before, after }: Said): string =>
  `${name} now looks at ${kinds(after)}, before at ${kinds(before)}`;

/** For what nobody can rank and no sentence may quote. */
export const rewritten =
  (what: string) =>
  ({ name }: Said): string =>
    `the ${what} of ${name} changed, and whether it catches less cannot be ranked`;

export const namesChange =
  (what: string) =>
  ({ before, after }: Said): string =>
    before === undefined ? `${what} was set` : after === undefined ? `${what} was taken away` : `${what} changed`;

const spelled = new Map([
  ['EMAIL', 'e-mail address'],
  ['PHONE', 'phone number'],
  ['NAME', 'name'],
  ['PIN', 'PIN'],
  ['URL', 'URL'],
  ['US_SOCIAL_SECURITY_NUMBER', 'US social security number'],
]);

/** `US_PASSPORT_NUMBER` as `US passport number`. */
export const readable = (type: string): string =>
  spelled.get(type) ??
  displayText(type, 64)
    .split('_')
    .map((word) => (/^(?:AWS|UK|US|CA|IP|MAC|CVV|URL|ID|PIN)$/u.test(word) ? word : word.toLowerCase()))
    .join(' ');
