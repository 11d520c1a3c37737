import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { absent, known } from '../shared/facts/known.ts';
import { canEver } from '../shared/reasoning/can-ever.ts';
import { aiServices } from '../shared/reasoning/catalogue/ai-services.ts';
import { catalogueActions } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal } from '../shared/reasoning/compile-principal.ts';
import { fastVerdict } from '../shared/reasoning/fast/fast-access.ts';
import type { Answer } from '../shared/reasoning/types.ts';
import { rolesOf } from './decide-requests.ts';
import { cpuMilliseconds, percentile } from './measure.ts';
import { table } from './table.ts';

const corpus = path.join(import.meta.dirname, '../../shared/corpus/policies');
const mostPairs = 20_000;

/** Over policies that others wrote: what words alone do not settle, and what the search makes of it. */
export const benchUnknown = (): void => {
  console.log('\nAI actions under policies that others wrote (a policy and an action are a pair); every fact known');
  if (!existsSync(corpus)) {
    console.log(`Not run: there is no ${corpus}.`);
    return;
  }
  const services: ReadonlySet<string> = new Set(aiServices);
  const actions = catalogueActions().filter(({ service }) => services.has(service));
  const counts = { denied: 0, allowed: 0, conditional: 0 };
  const open: (() => Answer)[] = [];
  const unreadable: string[] = [];
  const options = { model: 'realistic', now: '2026-11-21T21:00:00.000Z' } as const;
  for (const file of readdirSync(corpus).filter((name) => name.endsWith('.json'))) {
    const principal = principalWith(readFileSync(path.join(corpus, file), 'utf8'));
    if (principal.identity.holes.length > 0) {
      unreadable.push(file);
      continue;
    }
    for (const { name } of actions) {
      const verdict = fastVerdict(principal, name) ?? 'conditional';
      counts[verdict] += 1;
      if (verdict !== 'conditional') continue;
      open.push(() => canEver(principal, { actions: [name], resources: ['*'] }, options));
    }
  }
  const step = Math.max(1, Math.ceil(open.length / mostPairs));
  const asked = open.filter((_, at) => at % step === 0);
  const answers = { yes: 0, no: 0, unknown: 0 };
  const reasons = new Map<string, number>();
  const times = asked.map((ask) =>
    cpuMilliseconds(() => {
      const answer = ask();
      answers[answer.answer] += 1;
      if (answer.answer === 'unknown') reasons.set(answer.why.code, (reasons.get(answer.why.code) ?? 0) + 1);
    }),
  );
  const pairs = counts.denied + counts.allowed + counts.conditional;
  const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
  table(
    ['', 'pairs', 'share'],
    [
      ['by words: denied', String(counts.denied), share(counts.denied, pairs)],
      ['by words: allowed', String(counts.allowed), share(counts.allowed, pairs)],
      ['by words: takes a search', String(counts.conditional), share(counts.conditional, pairs)],
      ['searched: yes', String(answers.yes), share(answers.yes, asked.length)],
      ['searched: no', String(answers.no), share(answers.no, asked.length)],
      ['searched: unknown', String(answers.unknown), share(answers.unknown, asked.length)],
    ],
  );
  for (const [code, times] of reasons) console.log(`unknown for ${code}: ${times}`);
  console.log(`left out, as they are no live policies or hold a fault: ${unreadable.length}`);
  if (times.length > 0) {
    const [half, most] = [percentile(times, 0.5), percentile(times, 0.99)].map((ms) => ms.toFixed(2));
    console.log(
      `one search: median ${half} ms, 99th percentile ${most} ms of CPU (${asked.length} of ${open.length} asked)`,
    );
  }
};

const principalWith = (text: string) => {
  const [facts] = rolesOf(1);
  if (facts === undefined) throw new RangeError('an account without roles');
  return compilePrincipal(
    {
      ...facts,
      inlinePolicies: known([{ name: 'inline:corpus', text }]),
      attachedPolicies: known([]),
      permissionsBoundary: absent,
      serviceControlPolicies: absent,
      resourceControlPolicies: absent,
      resourcePolicies: absent,
      inManagementAccount: known(false),
      organisation: absent,
    },
    { sessionPolicy: absent },
  );
};
