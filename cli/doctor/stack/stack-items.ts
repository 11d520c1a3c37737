import type { InstalledParts } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { SweepState } from '../../../shared/ports/sweep-log.ts';
import type { Read } from '../../../shared/ports/read.ts';
import type { ModeSwitch } from '../../../shared/response/settings.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { ofKnown, ok, unread } from './item-of.ts';
import { neededFunctions } from './needed-functions.ts';
import { queueItems } from './queue-items.ts';
import { releaseItems } from './release-items.ts';
import { ruleItems } from './rule-items.ts';
import { trailItems } from './trail-items.ts';

/** What was read of a deployed installation. */
export type StackFacts = {
  stack: string;
  /** ISO 8601. */
  now: string;
  accountId: string;
  /** Watched. */
  regions: readonly string[];
  /** Whether the stack that acts is deployed. */
  containment: boolean;
  parts: InstalledParts;
  mode: Read<ModeSwitch>;
  sweep: Read<SweepState>;
};

/** Another function starts them, so that they have no queue. */
const called = new Set(['ringfence-contain-inline', 'ringfence-contain-keys']);
/** A heartbeat is worked on every hour; its log tells of it up to an hour late. */
const longestSilence = 4 * 3_600_000;
/** How old a sweep may be: the configuration allows a day between two. */
const longestSweep = 2 * 24 * 3_600_000;

/** One item a fact, in the order in which to mend: what stops everything first. What could not be read is named, never taken for fine. */
export const stackItems = (facts: StackFacts): readonly DoctorItem[] => [
  ...trailItems(facts.parts.trails, [...new Set(['us-east-1', ...facts.regions])]),
  ...ofKnown('rules', facts.parts.rules, (rules) => ruleItems(facts.accountId, rules)),
  ...ofKnown('functions', facts.parts.functions, (functions) => functionItems(facts, functions)),
  ...ofKnown('release', facts.parts.deployment, (deployment) => releaseItems(facts.stack, deployment)),
  ...ofKnown('queues', facts.parts.queues, (queues) => queueItems(facts.containment, queues)),
  ...modeItems(facts),
  ...sweepItems(facts),
];

const functionItems = (
  { now, stack, containment }: StackFacts,
  functions: Extract<InstalledParts['functions'], { state: 'known' }>['value'],
): readonly DoctorItem[] => {
  const faults = functions.flatMap(({ name, reservedConcurrency, queueStarts, runtime }): DoctorItem[] => [
    ...(reservedConcurrency === 0
      ? [
          {
            about: 'functions',
            level: 'error' as const,
            code: 'function-stopped',
            at: name,
            what: 'its concurrency is 0: it never runs',
            fix: `aws lambda delete-function-concurrency --function-name ${name}`,
          },
        ]
      : []),
    ...(queueStarts === false
      ? [
          {
            about: 'functions',
            level: 'error' as const,
            code: 'queue-not-heard',
            at: name,
            what: 'its queue does not start it',
            fix: `aws lambda list-event-source-mappings --function-name ${name}, then update-event-source-mapping --enabled`,
          },
        ]
      : []),
    ...(queueStarts !== undefined || called.has(name)
      ? []
      : [
          {
            about: 'functions',
            level: 'error' as const,
            code: 'queue-not-heard',
            at: name,
            what: 'no queue starts it: it never runs',
            fix: deployAgain,
          },
        ]),
    ...(runtime === 'nodejs24.x'
      ? []
      : [
          {
            about: 'functions',
            level: 'error' as const,
            code: 'function-drift',
            at: name,
            what: `it runs on ${runtime}, and was released for nodejs24.x`,
            fix: `${deployAgain}, and find out who changed it: ringfence history list --stack ${stack}`,
          },
        ]),
  ]);
  const names = new Set(functions.map(({ name }) => name));
  const missing = neededFunctions(containment).filter((name) => !names.has(`ringfence-${name}`));
  const gone = missing.map(
    (name): DoctorItem => ({
      about: 'functions',
      level: 'error',
      code: 'function-missing',
      at: `ringfence-${name}`,
      what: 'it is not there',
      fix: deployAgain,
    }),
  );
  const listener = functions.find(({ name }) => name === 'ringfence-evaluate-access-change');
  return [
    ...gone,
    ...faults,
    ...(gone.length + faults.length === 0 ? [ok('functions', `${functions.length} functions run`)] : []),
    lastEvent(now, listener?.lastRunAt),
  ];
};

const lastEvent = (now: string, at: string | undefined): DoctorItem => {
  if (at === undefined) {
    return {
      about: 'last event',
      level: 'warning',
      code: 'no-event-yet',
      at: 'ringfence-evaluate-access-change',
      what: 'no change of access has been heard yet',
      fix: 'make one and look again: aws iam create-role, or wait for the next',
    };
  }
  if (Date.parse(now) - Date.parse(at) > longestSilence)
    return {
      about: 'last event',
      level: 'error',
      code: 'silent',
      at: 'ringfence-evaluate-access-change',
      what: `nothing was heard since ${at} (${sinceText(now, at)}), and a heartbeat should be every hour`,
      fix: 'read docs/operate.md, "No heartbeat": the call, the trail, the way',
    };
  return ok('last event', `a change of access was last worked on at ${at} (${sinceText(now, at)})`);
};

/** The command cannot: it reads what it changes. A stop holds, for it has a later version. */
const setModeAnew = `aws ssm put-parameter --name /ringfence/mode --overwrite --value '{"mode":"observe","resumed":1}'`;

const modeItems = ({ mode, containment, stack }: StackFacts): readonly DoctorItem[] => {
  if (mode.found !== 'yes') {
    const why = mode.found === 'no' ? 'the parameters are gone' : mode.why;
    return [
      {
        about: 'mode',
        level: 'warning',
        code: unread,
        at: '/ringfence/mode',
        what: `the mode cannot be read: ${why}`,
        fix: `allow ssm:GetParameter on /ringfence/*; where they are gone: ${deployAgain}; where the value is wrong: ${setModeAnew}`,
      },
    ];
  }
  const { value } = mode;
  if (value.killSwitch) {
    return [
      {
        about: 'mode',
        level: 'error',
        code: 'stopped',
        at: '/ringfence/kill-switch',
        what: `the kill switch is set: nothing is contained${value.freeze ? ', and undo is frozen' : ''}`,
        fix: `find out who stopped it and why (ringfence history list --stack ${stack}), then: ringfence mode observe --reason "..." --stack ${stack}`,
      },
    ];
  }
  const acts = containment ? '' : '; the stack that acts is not deployed, so nothing is contained in any mode';
  return [ok('mode', `mode ${value.mode}, kill switch not set${acts}`)];
};

const sweepItems = ({ sweep, now, accountId, stack }: StackFacts): readonly DoctorItem[] => {
  const about = 'last sweep';
  const ask = `aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/${accountId}/ringfence-sweep-account --message-body '{"accountId":"${accountId}","because":"doctor","eventId":"doctor-${now}"}'`;
  if (sweep.found === 'unreadable')
    return [
      {
        about,
        level: 'warning',
        code: unread,
        at: '',
        what: sweep.why,
        fix: 'allow dynamodb:GetItem on ringfence-state',
      },
    ];
  const at = sweep.found === 'yes' ? sweep.value.completedAt : undefined;
  if (at === undefined)
    return [
      { about, level: 'error', code: 'never-swept', at: '', what: 'no sweep of the account has ended yet', fix: ask },
    ];
  if (Date.parse(now) - Date.parse(at) > longestSweep)
    return [
      {
        about,
        level: 'error',
        code: 'sweep-late',
        at: '',
        what: `the last one ended at ${at} (${sinceText(now, at)})`,
        fix: ask,
      },
    ];
  const missing = sweep.found === 'yes' ? (sweep.value.run?.coverage ?? []) : [];
  return [
    ok(about, `ended at ${at} (${sinceText(now, at)})`),
    ...(missing.length === 0
      ? []
      : [
          {
            about,
            level: 'warning' as const,
            code: 'incomplete',
            at: '',
            what: `${missing.length} facts could not be read so far`,
            fix: `ringfence history list --kind evaluation --stack ${stack} names them`,
          },
        ]),
  ];
};

const sinceText = (now: string, at: string): string => {
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(at)) / 60_000));
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`;
};
