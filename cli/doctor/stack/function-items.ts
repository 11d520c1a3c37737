import type { EventSourceMapping, InstalledFunction } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { ok } from './item-of.ts';
import { neededFunctions } from './needed-functions.ts';
import { sinceText } from './since-text.ts';
import type { StackFacts } from './stack-facts.ts';

type About = Pick<StackFacts, 'now' | 'stack' | 'containment'>;

/** Another function starts them, so that they have no queue. */
const called = new Set(['ringfence-contain-inline', 'ringfence-contain-keys']);
const runtime = 'nodejs24.x';
/** A heartbeat is worked on every hour; its log tells of it up to an hour late. */
const longestSilence = 4 * 3_600_000;
/** States that a mapping is in while Lambda works on it (AWS Lambda API Reference, "EventSourceMappingConfiguration"). */
const inPassing = new Set(['Creating', 'Enabling', 'Updating']);
/** Lambda takes minutes. What is in passing for longer stays. */
const longestPassing = 15 * 60_000;

/** There, allowed to run, started by its queue, and heard from. */
export const functionItems = (about: About, functions: readonly InstalledFunction[]): readonly DoctorItem[] => {
  const names = new Set(functions.map(({ name }) => name));
  const gone = neededFunctions(about.containment)
    .filter((name) => !names.has(name))
    .map((name) => fault('function-missing', name, 'it is not there', deployAgain));
  const items = [...gone, ...functions.flatMap((each) => itemsOf(about, each))];
  const listener = functions.find(({ name }) => name === 'ringfence-evaluate-access-change');
  return [
    ...(items.length === 0 ? [ok('functions', `${functions.length} functions run`)] : items),
    lastEvent(about.now, listener?.lastRunAt),
  ];
};

const itemsOf = ({ now, stack }: About, made: InstalledFunction): readonly DoctorItem[] => {
  const { name, reservedConcurrency, mappings } = made;
  const isStopped = reservedConcurrency === 0;
  const isUnheard = mappings.length === 0 && !called.has(name);
  return [
    ...(isStopped
      ? [
          fault(
            'function-stopped',
            name,
            'its concurrency is 0: it never runs',
            `aws lambda delete-function-concurrency --function-name ${name}`,
          ),
        ]
      : []),
    ...mappings.flatMap((mapping) => mappingItems(now, name, mapping)),
    ...(isUnheard ? [fault('queue-not-heard', name, 'no queue starts it: it never runs', deployAgain)] : []),
    ...(made.runtime === runtime
      ? []
      : [
          fault(
            'function-drift',
            name,
            `it runs on ${made.runtime}, and was released for ${runtime}`,
            `${deployAgain}, and find out who changed it: ringfence history list --stack ${stack}`,
          ),
        ]),
  ];
};

/** Lambda changes a mapping in steps, after a deployment too: one in passing is no fault, one that stays so is. */
const mappingItems = (
  now: string,
  name: string,
  { id, state, changedAt }: EventSourceMapping,
): readonly DoctorItem[] => {
  if (state === 'Enabled') return [];
  if (!inPassing.has(state))
    return [
      fault(
        'queue-not-heard',
        name,
        `its queue does not start it: the mapping is ${state}`,
        `aws lambda update-event-source-mapping --uuid ${id} --enabled`,
      ),
    ];
  const look = `aws lambda get-event-source-mapping --uuid ${id}`;
  if (changedAt !== undefined && Date.parse(now) - Date.parse(changedAt) > longestPassing)
    return [
      fault(
        'queue-not-heard',
        name,
        `its queue does not start it: the mapping is ${state} since ${changedAt} (${sinceText(now, changedAt)}), and should take minutes`,
        `${look} says why; then: aws lambda update-event-source-mapping --uuid ${id} --enabled`,
      ),
    ];
  return [
    {
      about: 'functions',
      level: 'warning',
      code: 'queue-changes',
      at: name,
      what: `the mapping of its queue is ${state}, in passing: nothing is broken, and messages wait`,
      fix: `look again in five minutes: ${look}`,
    },
  ];
};

const lastEvent = (now: string, at: string | undefined): DoctorItem => {
  const name = 'ringfence-evaluate-access-change';
  if (at === undefined) {
    return {
      about: 'last event',
      level: 'warning',
      code: 'no-event-yet',
      at: name,
      what: 'no change of access has been heard yet',
      fix: 'make one and look again: aws iam create-role, or wait for the next',
    };
  }
  if (Date.parse(now) - Date.parse(at) > longestSilence)
    return {
      about: 'last event',
      level: 'error',
      code: 'silent',
      at: name,
      what: `nothing was heard since ${at} (${sinceText(now, at)}), and a heartbeat should be every hour`,
      fix: 'read docs/operate.md, "No heartbeat": the call, the trail, the way',
    };
  return ok('last event', `a change of access was last worked on at ${at} (${sinceText(now, at)})`);
};

const fault = (code: string, at: string, what: string, fix: string): DoctorItem => ({
  about: 'functions',
  level: 'error',
  code,
  at,
  what,
  fix,
});
