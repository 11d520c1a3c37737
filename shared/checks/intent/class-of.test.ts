import { aRole } from '../../../test/builders/a-principal.ts';
import { known, unknown } from '../../facts/known.ts';
import type { ClassRule } from '../settings.ts';
import { classOf } from './class-of.ts';

const now = '2026-11-21T21:00:00.000Z';
type More = { administrators?: readonly string[]; tagsItself?: 'yes' | 'no' | 'unknown' };

const classed = (
  classRules: readonly ClassRule[],
  principal = aRole({ path: '/ml/app/', tags: known({ Class: 'general' }) }),
  { administrators = [], tagsItself = 'no' }: More = {},
) => classOf(principal, { settings: { classRules, administrators }, now, tagsItself: () => tagsItself });

const byName: ClassRule = { class: 'general', match: { name: 'ml-*' } };
const byTag: ClassRule = { class: 'general', match: { tag: { key: 'class', value: 'general' } } };
const byId: ClassRule = { class: 'specialised', match: { uniqueId: 'AROAMLAPP' } };

describe('The class of a principal', () => {
  it.each<[string, ClassRule, string]>([
    ['its unique id, which is firm', byId, 'firm'],
    ['its path, which whoever creates principals chooses', { class: 'service', match: { path: '/ml/' } }, 'creator'],
    ['its name, which is easily made alike', byName, 'forgeable'],
    ['a tag, whatever the letter case of its key', byTag, 'forgeable'],
  ])('is given by %s', (_name, rule, trust) => {
    expect(classed([rule])).toEqual({ state: 'found', class: rule.class, trust, at: '/classRules/0', ignored: [] });
  });

  it.each<[string, ClassRule]>([
    ['another path', { class: 'service', match: { path: '/m/' } }],
    ['a name in another letter case', { class: 'general', match: { name: 'ML-*' } }],
    ['another value of the tag', { class: 'general', match: { tag: { key: 'class', value: 'General' } } }],
    ['another account', { ...byName, accounts: ['444455556666'] }],
  ])('is not given by %s', (_name, rule) => {
    expect(classed([rule])).toEqual({ state: 'none', ignored: [] });
  });

  it('is the narrower one where two rules give two, and names the other', () => {
    for (const rules of [
      [byId, byName],
      [byName, byId],
    ]) {
      const found = classed(rules);
      expect(found).toMatchObject({ state: 'found', class: 'general' });
      expect(found.ignored).toMatchObject([{ code: 'narrower-class-wins', at: `/classRules/${rules.indexOf(byId)}` }]);
    }
  });

  it('narrows even a confirmed administrator, and says so', () => {
    const found = classed([byName], undefined, { administrators: ['AROAMLAPP'] });
    expect(found).toMatchObject({
      state: 'found',
      class: 'general',
      ignored: [{ at: '/administrators', code: 'narrower-class-wins' }],
    });
  });

  it.each<[string, ClassRule['match']]>([
    ['a path', { path: '/ml/' }],
    ['a name', { name: '*' }],
    ['a tag', { tag: { key: 'class', value: 'general' } }],
  ])('is never administrator by %s', (_name, match) => {
    expect(classed([{ class: 'administrator', match }])).toMatchObject({
      state: 'none',
      ignored: [{ code: 'administrator-needs-unique-id', at: '/classRules/0' }],
    });
  });

  it('is administrator by a unique id, in the list or in a rule', () => {
    const rule: ClassRule = { class: 'administrator', match: { uniqueId: 'AROAMLAPP' } };
    expect(classed([rule])).toMatchObject({ class: 'administrator', trust: 'firm' });
    expect(classed([], undefined, { administrators: ['AROAMLAPP'] })).toMatchObject({ class: 'administrator' });
  });

  it.each(['yes', 'unknown'] as const)('is not given by a tag where "it can tag itself" answers %s', (tagsItself) => {
    expect(classed([byTag], undefined, { tagsItself })).toMatchObject({
      state: 'none',
      ignored: [{ code: 'tags-itself' }],
    });
  });

  it('asks whether it can tag itself only where a tag matched', () => {
    const tagsItself = () => {
      throw new Error('asked');
    };
    const settings = { classRules: [byName], administrators: [] };
    expect(classOf(aRole(), { settings, now, tagsItself })).toMatchObject({ class: 'general' });
  });

  it('is not given by a rule that has ended', () => {
    expect(classed([{ ...byName, expires: now }])).toMatchObject({ state: 'none', ignored: [{ code: 'expired' }] });
    expect(classed([{ ...byName, expires: '2026-11-21T21:00:01.000Z' }])).toMatchObject({ state: 'found' });
  });

  it('is not known where a rule reads a tag and the tags are not known', () => {
    const principal = aRole({ tags: unknown('iam:ListRoleTags was refused') });
    expect(classed([byTag, byName], principal)).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('iam:ListRoleTags') as string,
    });
  });

  it('is service for a role on the path that IAM keeps for services', () => {
    expect(classed([], aRole({ path: '/aws-service-role/bedrock.amazonaws.com/' }))).toMatchObject({
      class: 'service',
      trust: 'firm',
    });
    expect(classed([], aRole({ path: '/service-role/' }))).toMatchObject({ state: 'none' });
  });
});
