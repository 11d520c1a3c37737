/**
 * One account file in a process of its own, so that its peak memory is its own. Prints one line of JSON. `hold`: parses and
 * holds it; `evaluate`: and every action for every principal; `time`: that, in turns with `JSON.parse`.
 */
import { readFileSync } from 'node:fs';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import { accountAccess, type AccountAccess } from '../shared/reasoning/fast/account-access.ts';
import { heldHeap, inTurns } from './measure.ts';

const [mode = '', file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const megabyte = 1024 * 1024;

/** Everything after `JSON.parse`: the facts, each policy parsed and compiled, layers united and cut. */
const evaluate = (account: unknown): AccountAccess => accountAccess(readAuthorizationDetails(account).principals);

const peak = (): number => process.resourceUsage().maxRSS / 1024;

const time = (): object => {
  const account: unknown = JSON.parse(text);
  const { principals } = readAuthorizationDetails(account);
  const before = heldHeap();
  const access = accountAccess(principals);
  const held = (heldHeap() - before) / megabyte;
  const times = inTurns(9, {
    parse: (): unknown => JSON.parse(text),
    facts: () => readAuthorizationDetails(account),
    words: () => accountAccess(principals),
    both: () => evaluate(account),
    whole: () => evaluate(JSON.parse(text)),
  });
  return { megabytes: Buffer.byteLength(text) / megabyte, principals: access.count, held, ...times };
};

const work: Readonly<Record<string, () => object>> = {
  hold: () => {
    const account: unknown = JSON.parse(text);
    return { account };
  },
  evaluate: () => {
    const account: unknown = JSON.parse(text);
    return { account, access: evaluate(account) };
  },
  time,
};
const done = work[mode]?.();
if (done === undefined) throw new RangeError(`there is no mode ${mode}`);
console.log(JSON.stringify({ ...(mode === 'time' ? done : { kept: Object.keys(done).length }), peak: peak() }));
