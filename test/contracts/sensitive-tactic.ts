import type { AccessCheck } from '../../shared/checks/check.ts';
import { sensitiveActions, type PublishedTactic } from '../../shared/checks/sensitive/sensitive-actions.ts';
import { absent, known, unknown } from '../../shared/facts/known.ts';
import { aRole } from '../builders/a-principal.ts';
import { askOne, named } from '../builders/ask-one.ts';

/** What every check of one tactic promises; each folder names its tactic and one of its actions. */
export const specifyTactic = (check: AccessCheck, tactic: PublishedTactic, example: string): void => {
  const entries = sensitiveActions.filter((entry) => entry.tactic === tactic);
  const entry = entries.find(({ name }) => name === example);

  describe(`${check.id} ${check.title}`, () => {
    it(`asks one question for each action of ${tactic}, named by the action, and no other`, () => {
      const judged = askOne(check, aRole());
      expect(judged.map(({ questionName }) => questionName)).toEqual(entries.map(({ name }) => name));
      expect(named(judged, 'no')).toHaveLength(entries.length);
    });

    it(`answers yes, with the severity, the reason and the origin of the catalogue, for a role allowed ${example}`, () => {
      const judged = askOne(check, aRole({ allows: example }));
      expect(named(judged, 'yes')).toEqual([example]);
      expect(judged.find(({ questionName }) => questionName === example)).toMatchObject({
        severity: entry?.severity,
        reason: entry?.reason,
        origin: entry?.origin,
        sentence: `ml-app can do ${example}`,
        references: { attack: [{ tactic: entry?.attack.tactic }] },
        containment: entry?.denyable === true ? 'deny' : 'ask',
        because: [{ policyArn: 'inline:test', sid: 'Shown' }],
      });
    });

    it(`answers no where a Deny takes ${example} back`, () => {
      const statements = [{ Effect: 'Deny', Action: example, Resource: '*' }];
      expect(named(askOne(check, aRole({ allows: '*', statements })), 'yes')).not.toContain(example);
      expect(named(askOne(check, aRole({ allows: '*', statements })), 'no')).toEqual([example]);
    });

    it('answers unknown where a policy could not be read', () => {
      const judged = askOne(check, aRole({ inlinePolicies: unknown('iam:GetRolePolicy was refused') }));
      expect(named(judged, 'unknown')).toHaveLength(entries.length);
    });

    it('says that a grant is new where the role could not do it before', () => {
      const judged = askOne(check, aRole({ allows: example }), { before: known(aRole()) });
      expect(judged.find(({ questionName }) => questionName === example)?.novelty).toBe('granted-by-this-change');
      const created = askOne(check, aRole({ allows: example }), { before: absent });
      expect(created.find(({ questionName }) => questionName === example)?.novelty).toBe('granted-by-this-change');
    });

    it('excuses a confirmed administrator', () => {
      const role = aRole({ allows: '*' });
      expect(askOne(check, role, { settings: { administrators: [role.uniqueId] } })).toEqual([]);
    });
  });
};
