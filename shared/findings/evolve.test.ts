import fc from 'fast-check';
import { aCause, aFinding, aJudgement, aNo, anUnknown, aYes } from '../../test/builders/a-finding.ts';
import type { Judgement } from '../checks/judgement.ts';
import { evolve, retire, type EvolveInput } from './evolve.ts';
import type { Finding } from './finding.ts';

const now = '2026-11-22T00:00:00.000Z';
const later = '2026-11-23T00:00:00.000Z';
const step = (input: Partial<EvolveInput>) =>
  evolve({ previous: [], judgements: [], consulted: ['RF.SENSITIVE.10'], now, cause: aCause(), ...input });
/** What is stored after a step. */
const store = (previous: readonly Finding[], changed: readonly Finding[]): readonly Finding[] => {
  const byId = new Map(previous.map((finding) => [finding.id, finding]));
  for (const finding of changed) byId.set(finding.id, finding);
  return [...byId.values()];
};
const exemption = {
  id: 'x-1',
  uniqueId: 'AROADATASCIENCE',
  scope: 'SENSITIVE',
  from: '2026-11-01T00:00:00Z',
  expires: '2026-12-01T00:00:00Z',
};

describe('The life of a finding', () => {
  it('begins with a yes: version 1, new, told', () => {
    const { changed, tell, open } = step({ judgements: [aJudgement()] });
    expect(changed).toMatchObject([{ version: 1, status: 'new', firstSeen: now, evaluatedAt: now, cause: aCause() }]);
    expect(tell).toEqual(changed);
    expect(open).toEqual(changed);
  });

  it('does not begin with a no, with an unknown, or with ordinary use', () => {
    const judgements = [
      aJudgement({ answer: aNo(), questionName: 'a' }),
      aJudgement({ answer: anUnknown(), questionName: 'b' }),
      aJudgement({ listedOnly: true, questionName: 'c' }),
    ];
    expect(step({ judgements })).toEqual({ changed: [], tell: [], open: [] });
  });

  it('is not changed by the same input twice', () => {
    const first = step({ judgements: [aJudgement()] });
    const second = step({ previous: first.changed, judgements: [aJudgement()], now: later });
    expect(second).toEqual({ changed: [], tell: [], open: first.changed });
  });

  it('is not changed by a witness that names a later moment, nor by a store that orders fields otherwise', () => {
    const at = (time: string): Judgement => {
      const answer = aYes();
      const request = { ...answer.witness.request, context: { 'aws:CurrentTime': time } };
      return aJudgement({ answer: { ...answer, witness: { ...answer.witness, request } } });
    };
    const { changed } = step({ judgements: [at(now)] });
    const reordered = changed.map((finding) => Object.fromEntries(Object.entries(finding).reverse()) as Finding);
    expect(step({ previous: reordered, judgements: [at(later)], now: later }).changed).toEqual([]);
  });

  it('remembers how it came about when a sweep, which knows no change, sees it again', () => {
    const previous = step({ judgements: [aJudgement()] }).changed;
    const swept = evolve({
      previous,
      judgements: [aJudgement({ novelty: 'unknown' })],
      consulted: ['RF.SENSITIVE.10'],
      now: later,
    });
    expect(swept.changed).toEqual([]);
  });

  it('is updated, and not told, when only its evidence changes', () => {
    const previous = [aFinding()];
    const because = aJudgement().because.map((each) => ({ ...each, sha256: '1'.repeat(64) }));
    const { changed, tell } = step({ previous, judgements: [aJudgement({ because })] });
    expect(changed).toMatchObject([
      { version: 2, status: 'updated', firstSeen: previous[0]?.firstSeen, evaluatedAt: now },
    ]);
    expect(tell).toEqual([]);
  });

  it.each([
    ['grows worse', { severity: 'critical' as const }],
    ['is widened by a change', { novelty: 'widened-by-this-change' as const, gained: aYes('x:New').witness }],
  ])('is told again when it %s', (_name, shown) => {
    const { changed, tell } = step({
      previous: [aFinding()],
      judgements: [aJudgement(shown)],
      cause: aCause({ eventId: 'e-2' }),
    });
    expect(changed).toMatchObject([{ version: 2, status: 'updated', ...shown, cause: { eventId: 'e-2' } }]);
    expect(tell).toEqual(changed);
  });

  it('is not told again for the same widening delivered twice', () => {
    const judgements = [aJudgement({ novelty: 'widened-by-this-change', gained: aYes('x:New').witness })];
    const { changed } = step({ previous: [aFinding()], judgements });
    expect(step({ previous: changed, judgements, now: later }).changed).toEqual([]);
  });

  it('is recorded and not told when the change found what was already there', () => {
    const { changed, tell } = step({ judgements: [aJudgement({ novelty: 'already-there' })] });
    expect(changed).toHaveLength(1);
    expect(tell).toEqual([]);
  });

  it('is told by a sweep that finds what no change announced', () => {
    const swept = evolve({ previous: [], judgements: [aJudgement({ novelty: 'unknown' })], consulted: [], now });
    expect(swept.tell).toHaveLength(1);
    expect(swept.tell[0]).not.toHaveProperty('cause');
  });

  it('is resolved by a no, with the change that did it, and not told', () => {
    const cause = aCause({ eventName: 'DeleteRolePolicy', eventId: 'e-9' });
    const { changed, tell, open } = step({
      previous: [aFinding()],
      judgements: [aJudgement({ answer: aNo() })],
      cause,
    });
    expect(changed).toMatchObject([{ version: 2, status: 'resolved', statusReason: 'the question answers no', cause }]);
    expect(tell).toEqual([]);
    expect(open).toEqual([]);
  });

  it('is resolved where its check was asked and judges it no longer', () => {
    const { changed } = step({ previous: [aFinding()] });
    expect(changed).toMatchObject([{ status: 'resolved', statusReason: 'the check no longer judges it' }]);
  });

  it('stays where its check was not asked', () => {
    expect(step({ previous: [aFinding()], consulted: ['RF.ACCESS.1'] }).changed).toEqual([]);
  });

  it('is never resolved by an unknown', () => {
    const previous = [aFinding()];
    const { changed, open } = step({ previous, judgements: [aJudgement({ answer: anUnknown() })] });
    expect(changed).toEqual([]);
    expect(open).toEqual(previous);
  });

  it('opens again under the same id, and is told, when what was resolved is back', () => {
    const resolved = aFinding({ status: 'resolved', statusReason: 'the question answers no', version: 2 });
    const { changed, tell } = step({ previous: [resolved], judgements: [aJudgement()] });
    expect(changed).toMatchObject([{ id: resolved.id, version: 3, status: 'new', firstSeen: resolved.firstSeen }]);
    expect(changed[0]).not.toHaveProperty('statusReason');
    expect(tell).toEqual(changed);
  });

  it('tells an act each time it is done', () => {
    const act = (eventId: string) =>
      aJudgement({ kind: 'done', answer: { answer: 'yes', evidence: [{ fact: 'CloudTrail event', value: eventId }] } });
    const first = step({ judgements: [act('e-1')], consulted: [] });
    const again = step({ previous: first.changed, judgements: [act('e-1')], consulted: [] });
    const second = step({ previous: first.changed, judgements: [act('e-2')], consulted: [] });
    expect([first.tell.length, again.tell.length, second.tell.length]).toEqual([1, 0, 1]);
  });
});

describe('An exemption', () => {
  it('makes a yes suppressed, names itself, and tells nobody', () => {
    const { changed, tell, open } = step({ judgements: [aJudgement()], exemptions: [exemption] });
    expect(changed).toMatchObject([{ status: 'suppressed', statusReason: 'exemption x-1', version: 1 }]);
    expect(tell).toEqual([]);
    expect(open).toEqual(changed);
    expect(
      step({ previous: changed, judgements: [aJudgement()], exemptions: [exemption], now: later }).changed,
    ).toEqual([]);
  });

  it.each([
    ['a check by its id', { ...exemption, scope: 'RF.SENSITIVE.10' }, 'suppressed'],
    ['another check', { ...exemption, scope: 'RF.SENSITIVE.1' }, 'new'],
    ['another principal', { ...exemption, uniqueId: 'AROAOTHER' }, 'new'],
    ['a time that is over', { ...exemption, expires: now }, 'new'],
    ['a time to come', { ...exemption, from: later }, 'new'],
    ['an end that is no date', { ...exemption, expires: 'never' }, 'new'],
  ])('for %s', (_name, each, status) => {
    expect(step({ judgements: [aJudgement()], exemptions: [each] }).changed).toMatchObject([{ status }]);
  });

  it.each([
    ['still answers yes', [aJudgement()]],
    ['cannot be asked any more', [aJudgement({ answer: anUnknown() })]],
  ])('that ended gives the finding back, told, where the question %s', (_name, judgements) => {
    const previous = step({ judgements: [aJudgement()], exemptions: [exemption] }).changed;
    const { changed, tell } = step({ previous, judgements, now: exemption.expires });
    expect(changed).toMatchObject([{ version: 2, status: 'new', statusReason: 'its exemption is no longer in force' }]);
    expect(tell).toEqual(changed);
  });

  it('does not hide that the problem is gone', () => {
    const previous = step({ judgements: [aJudgement()], exemptions: [exemption] }).changed;
    const { changed } = step({ previous, judgements: [aJudgement({ answer: aNo() })], exemptions: [exemption] });
    expect(changed).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('A missing fact', () => {
  const missing = aJudgement({
    kind: 'coverage',
    checkId: 'RF.COVERAGE.3',
    questionName: 'missing-facts: refused',
    answer: anUnknown(),
    sentence: '3 questions have no answer',
  });

  it('is undetermined, and told once', () => {
    const first = step({ judgements: [missing] });
    expect(first.tell).toMatchObject([{ status: 'undetermined', answer: { answer: 'unknown' } }]);
    expect(step({ previous: first.changed, judgements: [missing] }).changed).toEqual([]);
  });

  it('is not updated by a change, which counts only a part of the questions', () => {
    const previous = step({ judgements: [missing] }).changed;
    const part = { ...missing, sentence: '1 question has no answer' };
    expect(step({ previous, judgements: [part] }).changed).toEqual([]);
    const swept = evolve({ previous, judgements: [part], consulted: ['RF.COVERAGE.3'], now: later });
    expect(swept.changed).toMatchObject([{ status: 'undetermined', version: 2 }]);
    expect(swept.tell).toEqual([]);
  });

  it('is resolved by a sweep in which it is not missing', () => {
    const previous = step({ judgements: [missing] }).changed;
    const swept = evolve({ previous, judgements: [], consulted: ['RF.COVERAGE.3'], now: later });
    expect(swept.changed).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('The first sweep', () => {
  it('stores everything and tells nobody', () => {
    const judgements = [aJudgement({ novelty: 'unknown' }), aJudgement({ questionName: 'bedrock:UpdateGuardrail' })];
    const { changed, tell } = evolve({ previous: [], judgements, consulted: [], now, baseline: true });
    expect(changed).toHaveLength(2);
    expect(tell).toEqual([]);
  });
});

describe('A subject that is gone', () => {
  it('takes its open findings with it, suppressed ones too, with the reason', () => {
    const previous = [
      aFinding(),
      aFinding({ questionName: 'a', status: 'suppressed' }),
      aFinding({ questionName: 'b', status: 'resolved' }),
    ];
    const retired = retire({
      previous,
      now,
      cause: aCause({ eventName: 'DeleteRole' }),
      because: 'the role was deleted',
    });
    expect(retired).toMatchObject([
      { status: 'resolved', version: 2, statusReason: 'the role was deleted', cause: { eventName: 'DeleteRole' } },
      { status: 'resolved', version: 2 },
    ]);
  });
});

describe('Whatever is judged, in any order', () => {
  const names = ['bedrock:DeleteGuardrail', 'bedrock:UpdateGuardrail', 'bedrock:CreateAgent'];
  const judgement = fc.record({
    questionName: fc.constantFrom(...names),
    severity: fc.constantFrom('medium' as const, 'high' as const, 'critical' as const),
    answer: fc.constantFrom(aYes(), aNo(), anUnknown()),
    novelty: fc.constantFrom('granted-by-this-change' as const, 'already-there' as const, 'unknown' as const),
  });
  const sweeps = fc.array(fc.uniqueArray(judgement, { selector: ({ questionName }) => questionName }), {
    maxLength: 6,
  });
  const run = (
    judged: readonly (readonly Partial<Judgement>[])[],
    each: (before: readonly Finding[], input: EvolveInput, after: ReturnType<typeof evolve>) => void,
  ) => {
    let stored: readonly Finding[] = [];
    judged.forEach((judgements, index) => {
      const input: EvolveInput = {
        previous: stored,
        judgements: judgements.map((shown) => aJudgement(shown)),
        consulted: ['RF.SENSITIVE.10'],
        now: `2026-11-22T00:00:0${index}.000Z`,
        cause: aCause({ eventId: `e-${index}` }),
        ...(index % 3 === 2 ? { exemptions: [exemption] } : {}),
      };
      const after = evolve(input);
      each(stored, input, after);
      stored = store(stored, after.changed);
    });
  };

  it('a version follows the stored one, and an id appears once', () => {
    fc.assert(
      fc.property(sweeps, (judged) => {
        run(judged, (before, _input, { changed }) => {
          expect(new Set(changed.map(({ id }) => id)).size).toBe(changed.length);
          for (const finding of changed) {
            expect(finding.version).toBe((before.find(({ id }) => id === finding.id)?.version ?? 0) + 1);
          }
        });
      }),
    );
  });

  it('the same step again changes nothing and tells nobody', () => {
    fc.assert(
      fc.property(sweeps, (judged) => {
        run(judged, (before, input, { changed }) => {
          const again = evolve({ ...input, previous: store(before, changed) });
          expect(again.changed).toEqual([]);
          expect(again.tell).toEqual([]);
        });
      }),
    );
  });

  it('a yes stays open, a no never does, and an unknown keeps what was', () => {
    fc.assert(
      fc.property(sweeps, (judged) => {
        run(judged, (before, { judgements }, { open }) => {
          for (const { questionName, answer } of judgements) {
            const isOpen = open.some((finding) => finding.questionName === questionName);
            const wasOpen = before.some(
              (finding) => finding.questionName === questionName && finding.status !== 'resolved',
            );
            expect(isOpen).toBe(answer.answer === 'yes' || (answer.answer === 'unknown' && wasOpen));
          }
        });
      }),
    );
  });
});
