import { aRole } from '../../test/builders/a-principal.ts';
import { known, unknown } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Read } from '../ports/read.ts';
import { manualClock } from '../adapters/local/local-clock.ts';
import { agreeingReads, agreeingReadsWithin, type ReadPorts } from './agreeing-reads.ts';

const role = aRole({ allows: 'bedrock:InvokeModel' });
const ref = { kind: 'role', name: role.name } as const;
const yes = (value: PrincipalFacts): Read<PrincipalFacts> => ({ found: 'yes', value });
const changed = aRole({ allows: 'bedrock:*' });
const policy = 'arn:aws:iam::111122223333:policy/p';
const attached = (text: string) => aRole({ attached: [{ name: policy, arn: policy, text }] });

/** IAM gives these answers one after another; the last one again and again. */
const ports = (...answers: readonly Read<PrincipalFacts>[]): ReadPorts & { times: string[] } => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const times: string[] = [];
  const readPrincipal = (): Promise<Read<PrincipalFacts>> => {
    times.push(clock.now());
    return Promise.resolve(answers[Math.min(times.length, answers.length) - 1] ?? { found: 'no' });
  };
  return { clock, times, principals: { readPrincipal } as never };
};

describe('two reads that agree', () => {
  it('are apart by the time that was asked for', async () => {
    const given = ports(yes(role));
    expect(await agreeingReads(given, ref, 10_000)).toMatchObject({ read: 'agreed', facts: role, at: given.times[1] });
    expect(given.times).toEqual(['2026-11-21T21:00:00.000Z', '2026-11-21T21:00:10.000Z']);
  });

  it.each<[string, readonly Read<PrincipalFacts>[], string]>([
    ['disagree on a policy', [yes(role), yes(changed)], 'disagreed'],
    ['disagree on the text of an attached policy', [yes(attached('{}')), yes(attached('{ }'))], 'disagreed'],
    ['disagree on who it is', [yes(role), yes({ ...role, uniqueId: 'AROAOTHER' })], 'disagreed'],
    ['see it once', [yes(role), { found: 'no' }], 'disagreed'],
    ['see it only later', [{ found: 'no' }, yes(role)], 'disagreed'],
    ['do not see it', [{ found: 'no' }], 'gone'],
    ['were refused', [yes(role), { found: 'unreadable', why: 'AccessDenied' }], 'unreadable'],
    ['lack a part', [yes({ ...role, inlinePolicies: unknown('AccessDenied') })], 'unreadable'],
    [
      'differ in the last use only',
      [yes(role), yes({ ...role, lastUsedAt: known('2026-11-21T21:00:00.000Z') })],
      'agreed',
    ],
  ])('%s: %s', async (...[, answers, read]) => {
    expect(await agreeingReads(ports(...answers), ref, 1_000)).toMatchObject({ read });
  });

  it('are tried again while they disagree, and no longer', async () => {
    const settling = ports(yes(role), yes(changed), yes(changed));
    expect(await agreeingReadsWithin(settling, ref, 1_000, 3)).toMatchObject({ read: 'agreed', facts: changed });
    const restless = ports(...Array.from({ length: 20 }, (_, n) => yes(n % 2 === 0 ? role : changed)));
    expect(await agreeingReadsWithin(restless, ref, 1_000, 3)).toEqual({ read: 'disagreed' });
    expect(restless.times).toHaveLength(6);
  });
});
