import { displayText } from '../../change/display-text.ts';
import { nameOf } from '../name-of.ts';
import { becauseText } from './because-text.ts';
import { doneText, type Told } from './told.ts';

/** A custom notification of Amazon Q Developer in chat applications (AWS: "Custom notifications"). */
export type ChatNotification = {
  version: '1.0';
  source: 'custom';
  id: string;
  content: {
    textType: 'client-markdown';
    title: string;
    description: string;
    nextSteps: readonly string[];
    keywords: readonly string[];
  };
  metadata: {
    threadId: string;
    summary: string;
    eventType: string;
    relatedResources: readonly string[];
    enableCustomActions: true;
    additionalContext: Readonly<Record<string, string>>;
  };
};

// Field limits of the service are [unconfirmed]; these were taken to be safe.
const titleLimit = 250;
const descriptionLimit = 3000;

/** One thread a story: updates, containment and undo of the same finding land in it. */
export const chatNotification = (told: Told & { eventType: string }): ChatNotification => {
  const { story, mode, eventType } = told;
  const { lead, subject } = story;
  const severity = story.severity.toUpperCase();
  const cause = story.findings.find((finding) => finding.cause !== undefined)?.cause;
  const because = lead.because[0];
  const description = [
    story.delta.text === '' ? '' : bold('Now', escapeMarkdown(story.delta.text)),
    lead.reason === undefined ? '' : bold('Means', escapeMarkdown(lead.reason)),
    cause === undefined ? '' : bold('Who', escapeMarkdown(cause.actorArn ?? cause.actorType)),
    because === undefined ? '' : bold('Why', escapeMarkdown(becauseText(because))),
    story.includes.length < 2 ? '' : bold('Includes', story.includes.map(({ checkId }) => checkId).join(', ')),
    bold('Done', escapeMarkdown(doneText(told))),
  ].filter((line) => line !== '');
  return {
    version: '1.0',
    source: 'custom',
    id: lead.id,
    content: {
      textType: 'client-markdown',
      title: cut(`${emoji(story.severity)} ${severity}: ${escapeMarkdown(story.headline)}`, titleLimit),
      description: cut(description.join('\n'), descriptionLimit),
      nextSteps: [
        `Explain: \`ringfence explain ${lead.id}\``,
        ...(story.findings.some(({ containment }) => containment === 'deny')
          ? [`Contain: \`ringfence contain ${lead.id}\``]
          : []),
      ],
      keywords: [severity, subject.accountId],
    },
    metadata: {
      threadId: lead.id,
      summary: `${severity} ${escapeMarkdown(nameOf(subject))}`,
      eventType,
      relatedResources: [displayText(subject.arn, 2048)],
      enableCustomActions: true,
      additionalContext: {
        findingId: lead.id,
        severity,
        checkId: lead.checkId,
        checkName: lead.checkName,
        accountId: subject.accountId,
        mode,
      },
    },
  };
};

const bold = (word: string, text: string): string => `*${word}:* ${text}`;

const emoji = (severity: Told['story']['severity']): string => {
  switch (severity) {
    case 'critical':
    case 'high':
      return ':rotating_light:';
    case 'medium':
      return ':warning:';
    case 'low':
    case 'informational':
      return ':information_source:';
  }
};

/**
 * Names come from people who may be attackers: no markup of theirs is rendered and nobody is called by an `@` of theirs.
 * A zero-width space stands behind `@`: chat has no other way to quote it.
 */
export const escapeMarkdown = (text: string): string =>
  displayText(text, descriptionLimit)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\*_~`]/g, (mark) => `\\${mark}`)
    .replace(/@/g, '@\u200b');

/** Cuts between characters, and never leaves half of an escape or of an entity. */
const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
  return `${kept.replace(/&[a-z]{0,4}$|\\$/, '')}…`;
};
