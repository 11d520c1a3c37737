import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canEver } from '../../shared/reasoning/can-ever.ts';
import { catalogueServices } from '../../shared/reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal } from '../../shared/reasoning/compile-principal.ts';
import type { Principal } from '../../shared/reasoning/principal.ts';
import type { Question } from '../../shared/reasoning/types.ts';
import { type OwnRole, ownRoles } from '../own-names.ts';
import { ours, ownPowers, widenings, type Widening, type WideningName } from '../policies/own-powers.ts';
import { powersTable } from '../policies/powers-table.ts';
import { ownPrincipals, Resolver } from '../testing/own-principals.ts';
import { anApp } from '../testing/synthesised.ts';

const team = 'arn:aws:iam::111122223333:policy/team/*';
const ownPolicies = 'arn:aws:iam::111122223333:policy/ringfence/*';
const { detection, containment, forwarding } = anApp({
  watchedRegions: ['us-east-1', 'eu-west-1'],
  containInline: 'everywhere',
  containKeys: true,
  restoreBoundaries: [team],
});
const stacks = [detection, ...(containment === undefined ? [] : [containment]), ...forwarding];
const resolver = new Resolver(stacks);
const principals = new Map(
  stacks.flatMap((stack) => ownPrincipals(stack, resolver)).map((facts) => [facts.name, compilePrincipal(facts)]),
);
const options = { model: 'realistic', now: '2026-11-22T08:00:00.000Z' } as const;
/** An answer that is no proof counts against us. */
const could = (principal: Principal, question: Question): boolean =>
  canEver(principal, question, options).answer !== 'no';

const changing = ['iam', 'organizations'].flatMap((service) =>
  (catalogueServices().get(service) ?? [])
    .filter(({ accessLevel }) => !/^(?:Read|List)$/.test(accessLevel))
    .map(({ name }) => name),
);
const anywhere = (actions: readonly string[]): Question => ({ actions, resources: ['*'] });
const questionOf = ({ actions, condition }: Widening): Question => ({
  ...anywhere(actions),
  ...(condition === undefined
    ? {}
    : { condition: JSON.parse(JSON.stringify(condition).replaceAll(`"${ours}"`, `"${ownPolicies}"`)) as never }),
});
const widens = (principal: Principal): WideningName[] =>
  (Object.keys(widenings) as WideningName[]).filter((name) => could(principal, questionOf(widenings[name])));

const roleOf = new Map<string, OwnRole>(Object.entries(ownRoles).map(([role, name]) => [name, role as OwnRole]));
const powersOf = (name: string) => {
  const role = roleOf.get(name);
  return (role === undefined ? undefined : ownPowers[role]) ?? { may: [], couldWiden: [], heldBy: '' };
};

describe('what the reasoner computes of the roles of Ringfence', () => {
  it('is over every role that is synthesised, and over every call that changes IAM or the organisation', () => {
    const { size } = principals;
    expect([...principals.keys()].sort()).toEqual([...Object.values(ownRoles), 'ringfence-forward-eu-west-1'].sort());
    expect(size).toBeGreaterThan(12);
    expect(changing.length).toBeGreaterThan(100);
    expect(changing).toEqual(expect.arrayContaining(['iam:CreateRole', 'iam:PassRole', 'iam:UpdateAssumeRolePolicy']));
  });

  describe.each([...principals])('%s', (name, principal) => {
    const powers = powersOf(name);

    it('may change in IAM what the written list says, and nothing else', () => {
      const may = changing.filter((action) => could(principal, anywhere([action])));
      expect(may.sort()).toEqual([...powers.may].sort());
      expect(may.length).toBeLessThanOrEqual(8);
    });

    it('changes nothing on every resource, nothing of another account, and never Ringfence or what is protected', () => {
      const within = ['role', 'user', 'policy/ringfence'].map((kind) => `arn:aws:iam::111122223333:${kind}/*`);
      expect(could(principal, { ...anywhere(changing), exceptResources: within })).toBe(false);
      const own = ['role/ringfence', 'role/aws-service-role', 'role/aws-reserved'];
      const resources = own.map((path) => `arn:aws:iam::111122223333:${path}/*`);
      expect(could(principal, { actions: changing, resources })).toBe(false);
    });

    it('could widen what the written list says, and nothing else', () => {
      expect(widens(principal).sort()).toEqual([...powers.couldWiden].sort());
    });

    it('sets no boundary but those of Ringfence and those that undo may put back', () => {
      const named = name === ownRoles.undoBoundary ? [ownPolicies, team] : [ownPolicies];
      const condition = { StringNotLike: { 'iam:PermissionsBoundary': named } };
      const actions = ['iam:PutRolePermissionsBoundary', 'iam:PutUserPermissionsBoundary'];
      expect(could(principal, { ...anywhere(actions), condition })).toBe(false);
    });
  });

  it('knows every role on the written list by one that can use all of it: no line is there for nothing', () => {
    const listed = Object.keys(ownPowers) as OwnRole[];
    expect(listed.filter((role) => !principals.has(ownRoles[role]))).toEqual([]);
  });

  it('is seen to fail when a role can do more', () => {
    const principal = principals.get(ownRoles.containBoundary)!;
    const more = ownPrincipals(containment!, resolver).find(({ name }) => name === ownRoles.containBoundary)!;
    const planted = compilePrincipal({
      ...more,
      attachedPolicies: {
        state: 'known',
        value: [
          {
            name: 'planted',
            text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Delete*Policy","Resource":"*"}}',
          },
        ],
      },
    });
    expect(widens(planted)).toEqual(expect.arrayContaining([...widens(principal), 'delete-inline']));
    expect(widens(principal)).not.toContain('delete-inline');
  });

  it('lets inline policies be written only where a boundary is, where that was asked for', () => {
    const beside = anApp({ containInline: 'beside-boundaries' });
    const facts = ownPrincipals(beside.containment!, new Resolver([beside.detection, beside.containment!]));
    const writer = compilePrincipal(facts.find(({ name }) => name === ownRoles.writeInline)!);
    const question = anywhere(ownPowers.writeInline!.may);
    const without = { Null: { 'iam:PermissionsBoundary': 'true' } };
    expect(could(writer, { ...question, condition: without })).toBe(false);
    expect(could(writer, question)).toBe(true);
    expect(could(principals.get(ownRoles.writeInline)!, { ...question, condition: without })).toBe(true);
  });

  it('is what docs/permissions.md says', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'permissions.md'), 'utf8');
    expect(page).toContain(powersTable());
  });
});
