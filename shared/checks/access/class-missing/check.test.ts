import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { ClassRule } from '../../settings.ts';
import { classMissing } from './check.ts';

const judge = (classRules: readonly ClassRule[], shown: Parameters<typeof aRole>[0] = {}) =>
  askOne(classMissing, aRole({ allows: 'bedrock:InvokeModel', ...shown }), { settings: { classRules } });
const byTag: ClassRule = { class: 'general', match: { tag: { key: 'class', value: 'general' } } };

describe('RF.ACCESS.24 Every role with model access has a class', () => {
  it.each<[string, ClassRule, Parameters<typeof aRole>[0]]>([
    ['no rule matches', { class: 'general', match: { name: 'other-*' } }, {}],
    ['the rule has ended', { class: 'general', match: { name: 'ml-*' }, expires: '2026-01-01T00:00:00Z' }, {}],
    ['the rule is of another account', { class: 'general', match: { name: 'ml-*' }, accounts: ['444455556666'] }, {}],
    ['a name would make an administrator', { class: 'administrator', match: { name: 'ml-*' } }, {}],
    [
      'the role can set the tag itself',
      byTag,
      { allows: ['bedrock:InvokeModel', 'iam:TagRole'], tags: known({ class: 'general' }) },
    ],
  ])('answers yes where %s', (_name, rule, shown) => {
    const judged = judge([rule], shown);
    expect(named(judged, 'yes')).toEqual(['class-missing']);
    expect(judged[0]?.sentence).toBe('ml-app has model access and no class');
  });

  it('says which rule matched and gave nothing', () => {
    const [judged] = judge([{ class: 'administrator', match: { path: '/' } }]);
    expect(JSON.stringify(judged?.answer)).toContain('rule /classRules/0 gives nothing');
  });

  it.each<[string, ClassRule, Parameters<typeof aRole>[0]]>([
    ['a name', { class: 'general', match: { name: 'ml-*' } }, {}],
    ['a path', { class: 'service', match: { path: '/platform/' } }, { path: '/platform/batch/' }],
    ['a tag that it cannot set', byTag, { tags: known({ class: 'general' }) }],
  ])('answers no where %s gives a class', (_name, rule, shown) => {
    expect(named(judge([rule], shown), 'no')).toEqual(['class-missing']);
  });

  it('answers unknown where a rule reads a tag and the tags are not known', () => {
    expect(named(judge([byTag], { tags: unknown('iam:ListRoleTags was refused') }), 'unknown')).toEqual([
      'class-missing',
    ]);
  });

  it('asks nothing without rules, without model access or of a service-linked role', () => {
    expect(judge([])).toEqual([]);
    expect(judge([byTag], { allows: 's3:GetObject' })).toEqual([]);
    expect(named(judge([byTag], { path: '/aws-service-role/bedrock.amazonaws.com/' }), 'yes')).toEqual([]);
  });
});
