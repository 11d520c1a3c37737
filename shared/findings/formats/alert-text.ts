import { displayText } from '../../change/display-text.ts';
import { severityRank } from '../../checks/severity.ts';
import type { Finding } from '../finding.ts';
import { nameOf } from '../name-of.ts';
import type { Included, Story } from '../story.ts';
import { becauseText } from './because-text.ts';
import { requestLines } from './request-text.ts';
import { doneText, type Told } from './told.ts';

export type AlertText = {
  /** At most 99 ASCII characters. */
  subject: string;
  /** Plain prose in the fixed order of sections; lines end in `\n`. */
  text: string;
  /** At most 140 characters. */
  sms: string;
};

/** Plain text for e-mail and SMS. Text from AWS has lost its control characters; policy text is named, never quoted. */
export const alertText = (told: Told): AlertText => {
  const { story, link, mode, versions } = told;
  const { lead } = story;
  const sections: readonly (readonly string[])[] = [
    [`${severityWord(story)}: ${line(story.headline)}.`, ...reasonLines(lead)],
    whoLines(story),
    story.delta.text === '' ? [] : ['Before and after', `  ${story.delta.text}`],
    whyLines(story),
    witnessLines(lead),
    story.includes.length < 2 && story.findings.length < 2
      ? []
      : ['What does not hold', ...story.includes.map(includedLine)],
    ['What Ringfence did', `  ${line(doneText(told))}`],
    ['What to do next', ...nextLines(story)],
    link === undefined ? [] : ['Links', `  ${line(link)}`],
    [
      `Mode ${line(mode)}. Ringfence ${versions.product}, action catalogue ${versions.catalogue}.`,
      `Finding ${lead.id}, version ${lead.version}. Subject ${line(story.subject.arn)}. Evaluated at ${lead.evaluatedAt}.`,
    ],
  ];
  return {
    subject: subjectLine(story),
    text: `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
    sms: shorten(`${severityWord(story)} ${line(story.headline)} (${story.subject.accountId})`, 140),
  };
};

const line = (text: string): string => displayText(text, 4096);

const severityWord = ({ severity }: Story): string => severity.toUpperCase();

const reasonLines = ({ reason }: Finding): readonly string[] => (reason === undefined ? [] : [line(reason)]);

const whoLines = ({ findings }: Story): readonly string[] => {
  const cause = findings.find((finding) => finding.cause !== undefined)?.cause;
  if (cause === undefined) return ['Who changed it', '  Not from one change: a sweep of the account found it.'];
  const from = cause.sourceAddress === undefined ? '' : ` from ${line(cause.sourceAddress)}`;
  return [
    'Who changed it',
    `  ${line(cause.actorArn ?? `an actor of type ${cause.actorType}`)}${from}`,
    `  ${line(cause.eventName)} (${line(cause.eventSource)}) at ${cause.at}, CloudTrail eventID ${line(cause.eventId)}`,
  ];
};

/** Statements named before the text says how many more there are. */
const namedStatements = 10;

const whyLines = ({ findings, lead }: Story): readonly string[] => {
  if (lead.answer.answer === 'unknown') return ['Why', `  ${line(lead.answer.why.detail)}`];
  const evidence = 'evidence' in lead.answer ? lead.answer.evidence : [];
  const facts = evidence.map(({ fact, value }) => `  ${line(fact)}: ${line(value)}`);
  const statements = [...new Set(findings.flatMap(({ because }) => because.map((each) => `  ${becauseText(each)}`)))];
  const more = statements.length - namedStatements;
  const lines = [...facts, ...statements.slice(0, namedStatements), ...(more > 0 ? [`  and ${more} more`] : [])];
  return lines.length === 0 ? [] : ['Why', ...lines];
};

const witnessLines = ({ answer, gained }: Finding): readonly string[] => {
  if (answer.answer !== 'yes' || !('witness' in answer)) return [];
  const { request } = gained ?? answer.witness;
  return ['A request that is allowed now', ...requestLines(request).map((each) => `  ${each}`)];
};

const includedLine = ({ checkId, title, severity, questions }: Included): string => {
  const named = questions.length === 1 ? '' : ` (${questions.length} questions)`;
  return `  ${checkId} ${severity.toUpperCase()} ${title}${named}`;
};

const nextLines = ({ lead, findings }: Story): readonly string[] => [
  ...(lead.fix === undefined ? [] : [`  ${line(lead.fix)}`]),
  `  ringfence explain ${lead.id}`,
  ...(findings.some(({ containment }) => containment === 'deny') ? [`  ringfence contain ${lead.id}`] : []),
  `  ringfence exempt ${lead.id} --owner WHO --reason WHY --ticket ID --expires 30d --approver ARN`,
];

const subjectLimit = 99;

/** `[Ringfence] HIGH DataScience can … (111122223333)`. The name is shortened in its middle, never the severity. */
const subjectLine = (story: Story): string => {
  const start = `[Ringfence] ${severityWord(story)} `;
  const end = ` (${story.subject.accountId})`;
  const room = subjectLimit - start.length - end.length;
  return ascii(`${start}${shortenName(line(story.headline), nameOf(story.subject), room)}${end}`).slice(
    0,
    subjectLimit,
  );
};

/** Takes what is too much from the middle of the name, as far as that goes, then from the end of the sentence. */
const shortenName = (sentence: string, name: string, room: number): string => {
  const excess = sentence.length - room;
  if (excess <= 0) return sentence;
  const keep = Math.max(shortestName, name.length - excess);
  const middle =
    keep >= name.length
      ? name
      : `${name.slice(0, Math.ceil((keep - 3) / 2))}...${name.slice(-Math.floor((keep - 3) / 2))}`;
  return shorten(
    sentence.replace(name, () => middle),
    room,
  );
};

const shortestName = 19;

const shorten = (text: string, room: number): string =>
  text.length <= room ? text : `${text.slice(0, Math.max(0, room - 3))}...`;

const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/gu, '?');

/** HIGH and CRITICAL go to the urgent topic. */
export const isUrgent = ({ severity }: Story): boolean => severityRank(severity) >= severityRank('high');
