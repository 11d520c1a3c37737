import type { InstalledQueue } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { ok } from './item-of.ts';
import { neededFunctions, ordered } from './needed-functions.ts';

/** There, with somewhere to put what cannot be worked on, and empty. */
export const queueItems = (acts: boolean, queues: readonly InstalledQueue[]): readonly DoctorItem[] => {
  const needed = neededQueues(acts);
  const there = new Set(queues.map(({ name }) => name));
  const missing = needed
    .filter((name) => !there.has(name))
    .map((name) => fault('queue-missing', name, 'it is not there: what is meant for it is lost', deployAgain));
  const open = queues
    .filter(({ name, deadLetters }) => !deadLetters && !isLast(name))
    .map(({ name }) =>
      fault('queue-without-dead-letters', name, 'what cannot be worked on is lost after four days', deployAgain),
    );
  const items = [...missing, ...open, ...queues.filter(({ waiting }) => waiting > 0).map(waits)];
  return items.length > 0 ? items : [ok('queues', `${queues.length} queues are empty, the dead letters too`)];
};

const neededQueues = (acts: boolean): readonly string[] => [
  ...neededFunctions(acts).flatMap((name) => {
    const suffix = ordered.includes(name) ? '.fifo' : '';
    return [`${name}${suffix}`, `${name}-dead${suffix}`];
  }),
  'ringfence-undelivered',
  ...(acts ? ['ringfence-undelivered-containment'] : []),
];

/** Where messages end that nobody could work on, or deliver. */
const isLast = (name: string): boolean =>
  /-dead(?:\.fifo)?$/u.test(name) || /^ringfence-undelivered(?:-containment)?$/u.test(name);

const waits = ({ name, waiting }: InstalledQueue): DoctorItem =>
  isLast(name)
    ? fault(
        'dead-letters',
        name,
        `${waiting} messages that nobody could work on`,
        'read docs/operate.md, "Dead letters": mend the cause, then redrive',
      )
    : {
        about: 'queues',
        level: 'warning',
        code: 'waiting',
        at: name,
        what: `${waiting} messages wait`,
        fix: 'look again in five minutes; if they stay, docs/operate.md, "Events wait"',
      };

const fault = (code: string, at: string, what: string, fix: string): DoctorItem => ({
  about: 'queues',
  level: 'error',
  code,
  at,
  what,
  fix,
});
