import { defaultCheckSettings, type CheckSettings } from '../../checks/settings.ts';
import { namesAnyGuardrail, renamedSettings } from './renamed-settings.ts';
import type { Restoration } from './restoration.ts';

const arnOf = (id: string): string => `arn:aws:bedrock:us-east-1:111122223333:guardrail/${id}`;
const restorations = [
  {
    id: 'r-1',
    state: 'RESTORED',
    plan: { kind: 'recreate', subject: { arn: arnOf('grold') } },
    made: { id: 'grnew', arn: arnOf('grnew'), versions: { 1: '1', 3: '2' } },
    openedAt: '2026-11-21T21:00:00.000Z',
  } as unknown as Restoration,
];
const now = (shown: Partial<CheckSettings>) => renamedSettings({ ...defaultCheckSettings, ...shown }, restorations);

describe('settings that name a guardrail which was brought back', () => {
  it.each([
    ['the guardrail', arnOf('grold'), [arnOf('grold'), arnOf('grnew')]],
    ['a version', `${arnOf('grold')}:3`, [`${arnOf('grold')}:3`, `${arnOf('grnew')}:2`]],
    ['the draft', `${arnOf('grold')}:DRAFT`, [`${arnOf('grold')}:DRAFT`, `${arnOf('grnew')}:DRAFT`]],
    ['a version that was not made again', `${arnOf('grold')}:2`, [`${arnOf('grold')}:2`]],
    ['another guardrail', arnOf('grother'), [arnOf('grother')]],
    ['one whose name begins the same', arnOf('grold2'), [arnOf('grold2')]],
  ])('approve the new one beside it: %s', (_, named, expected) => {
    expect(now({ approvedGuardrails: [named] }).approvedGuardrails).toEqual(expected);
    expect(now({ classLimits: { service: { guardrails: [named] } } }).classLimits).toEqual({
      service: { guardrails: expected },
    });
  });

  it.each([
    ['3', { guardrailArn: arnOf('grnew'), version: '2' }],
    ['2', { guardrailArn: arnOf('grold'), version: '2' }],
  ])('mean the new one to be enforced where version %s was made again', (version, expected) => {
    const region = 'us-east-1';
    const { enforcedGuardrails } = now({ enforcedGuardrails: [{ region, guardrailArn: arnOf('grold'), version }] });
    expect(enforcedGuardrails).toEqual([{ region, ...expected }]);
  });

  it('are left as they are in everything else, and asked about only where they name one', () => {
    expect(now({})).toEqual(defaultCheckSettings);
    expect(namesAnyGuardrail(defaultCheckSettings)).toBe(false);
    expect(namesAnyGuardrail({ ...defaultCheckSettings, classLimits: { service: { guardrails: [arnOf('g')] } } })).toBe(
      true,
    );
  });
});
