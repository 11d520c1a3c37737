import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { known, outOfScope, unknown } from '../../../facts/known.ts';
import { longTermKeys } from './check.ts';

const aKey = (status: 'Active' | 'Inactive') =>
  known([{ id: 'AKIAIOSFODNN7EXAMPLE', status, createdAt: '2026-01-01T00:00:00.000Z' }]);
const allows = 'bedrock:InvokeModel';

describe('RF.ACCESS.15 No long-term keys with AI access', () => {
  it('answers yes for a user with an active key and AI access, with the last four of the key alone', () => {
    const [judged] = askOne(longTermKeys, aUser({ allows, accessKeys: aKey('Active') }));
    expect(judged?.answer.answer).toBe('yes');
    expect(judged?.sentence).toBe('user alex has key …MPLE and can bedrock:InvokeModel');
    expect(JSON.stringify(judged)).not.toContain('AKIA');
  });

  it.each([
    ['a key that is switched off', aKey('Inactive')],
    ['no key', known([])],
  ])('answers no for %s', (_name, accessKeys) => {
    expect(named(askOne(longTermKeys, aUser({ allows, accessKeys })), 'no')).toEqual(['long-term-keys']);
  });

  it('asks nothing of a user without AI access, nor of a role', () => {
    expect(askOne(longTermKeys, aUser({ allows: 's3:GetObject', accessKeys: aKey('Active') }))).toEqual([]);
    expect(askOne(longTermKeys, aRole({ allows }))).toEqual([]);
  });

  it.each([
    ['a file, which cannot hold keys', outOfScope],
    ['a read that was refused', unknown('iam:ListAccessKeys was refused')],
  ])('answers unknown for %s, and names the permission', (_name, accessKeys) => {
    const [judged] = askOne(longTermKeys, aUser({ allows, accessKeys }));
    expect(judged?.answer).toMatchObject({
      answer: 'unknown',
      why: { detail: expect.stringContaining('iam:ListAccessKeys') as string },
    });
  });

  it('would deny AI access to the user', () => {
    const [judged] = askOne(longTermKeys, aUser({ allows, accessKeys: aKey('Active') }));
    expect(judged).toMatchObject({ containment: 'deny', ask: { name: 'ai-access' } });
  });
});
