import { displayText } from '../change/display-text.ts';
import type { Subject } from '../checks/check.ts';
import type { Finding } from './finding.ts';
import { nameOf } from './name-of.ts';

/** What a change made possible and what was possible already, as verb phrases; worst first. */
export type DeltaInWords = {
  granted: readonly string[];
  widened: readonly string[];
  already: readonly string[];
  /** The state before is not known: nobody can say whether the change gave it. */
  notKnown: readonly string[];
  /** One or more sentences; empty where no change led to the findings. */
  text: string;
};

/** Phrases named in the text before it says how many more there are. */
const namedPhrases = 8;

export const deltaInWords = (
  subject: Subject,
  told: readonly Finding[],
  background: readonly Finding[],
): DeltaInWords => {
  const standing = background.filter(({ status }) => status !== 'suppressed' && status !== 'undetermined');
  const phrases = (novelty: Finding['novelty'], findings: readonly Finding[]) =>
    findings.filter((finding) => finding.novelty === novelty).flatMap((finding) => phraseOf(subject, finding));
  const granted = phrases('granted-by-this-change', told);
  const widened = phrases('widened-by-this-change', told);
  const notKnown = phrases('unknown', told);
  const already = [...phrases('already-there', told), ...standing.flatMap((finding) => phraseOf(subject, finding))];
  const fromChange = told.some(({ cause }) => cause !== undefined);
  return {
    granted,
    widened,
    already,
    notKnown,
    text: fromChange ? sentences(subject, { granted, widened, already, notKnown }) : '',
  };
};

const sentences = (subject: Subject, { granted, widened, already, notKnown }: Omit<DeltaInWords, 'text'>): string => {
  const who = nameOf(subject);
  return [
    granted.length > 0 ? `This change newly lets ${who} ${list(granted)}.` : '',
    widened.length > 0 ? `It widens how ${who} can ${list(widened)}.` : '',
    notKnown.length > 0 ? `Whether ${who} could ${list(notKnown)} before is not known.` : '',
    already.length > 0 ? `It already could ${list(already)}.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
};

const list = (phrases: readonly string[]): string => {
  const named = phrases.slice(0, namedPhrases);
  const more = phrases.length - named.length;
  const parts = more > 0 ? [...sayDoOnce(named), `${more} more`] : sayDoOnce(named);
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
};

/** `do a, do b` reads as `do a, b`. */
const sayDoOnce = (phrases: readonly string[]): readonly string[] =>
  phrases.map((phrase, index) => {
    const follows = index > 0 && (phrases[index - 1] ?? '').startsWith('do ');
    return follows && phrase.startsWith('do ') ? phrase.slice('do '.length) : phrase;
  });

/** `ml-app can do x` becomes `do x`. What was done to the subject, or how it is made, is no access that a change gives. */
const phraseOf = (subject: Subject, finding: Finding): readonly string[] => {
  const start = `${nameOf(subject)} can `;
  const sentence = displayText(finding.sentence, sentenceLimit);
  if (sentence.startsWith(start)) return [sentence.slice(start.length)];
  // Who can reach the subject is access too; said in its own words.
  return 'given' in finding.answer ? [`(${sentence})`] : [];
};

/** Room for an ARN in a sentence: ARNs are never shortened. */
const sentenceLimit = 4096;
