import { notRead, wideSources } from '../../../facts/fact-sources.ts';
import { unknown, type Known } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import type { Runner } from '../../../facts/runner.ts';
import { canAssume } from '../../../reasoning/can-assume.ts';
import { canEver } from '../../../reasoning/can-ever.ts';
import type { PolicyCache } from '../../../reasoning/compile-principal.ts';
import { without, type ActionBits } from '../../../reasoning/fast/action-bits.ts';
import type { Arn } from '../../../reasoning/types.ts';
import type { AccountView, Stronger } from '../../account-view.ts';
import { classOf } from '../../intent/class-of.ts';
import { tagItself } from '../../intent/tag-itself.ts';
import type { CheckSettings } from '../../settings.ts';
import { ownAccess } from '../own-access.ts';
import { changeableRole } from './changeable-role.ts';
import type { StepOptions } from './ask-steps.ts';
import { findWays, type Ways } from './find-ways.ts';
import { memberOf, type Member, type MemberOptions } from './member.ts';
import { targetsOf } from './targets.ts';

export type ViewInput = {
  accountId: string;
  /** Everybody of the account; the one that is judged as it is now. */
  principals: readonly PrincipalFacts[];
  /** ISO 8601. */
  now: string;
  /** The cache of the sweep. */
  cache?: PolicyCache;
  /** Default: not read. */
  runners?: Known<readonly Runner[]>;
  /** Default: settings that class nobody. */
  settings?: Pick<CheckSettings, 'classRules' | 'administrators'>;
};

/** Roles that one question names. */
const mostListed = 50;

const runnersNotRead: Known<readonly Runner[]> = unknown(notRead(wideSources.runners));

/** The account as one view. Nothing is worked out before it is asked for; what is, is worked out once. */
export const viewAccount = (input: ViewInput): AccountView => {
  const { accountId, principals, runners = runnersNotRead } = input;
  const ownCache: PolicyCache = new Map();
  const options: MemberOptions = {
    cache: input.cache ?? ownCache,
    search: { model: 'realistic', now: input.now, explain: false },
    trustTexts: new Map(),
  };
  const members = once(() => new Map(principals.map((facts) => [facts.arn, memberOf(facts, options)])));
  const memberFor = (facts: PrincipalFacts): Member => {
    const listed = members().get(facts.arn);
    return listed?.facts === facts ? listed : memberOf(facts, options);
  };
  const everybody = once(() => [...members().values()]);
  const leaving = once(() => everybody().filter(({ mayLeave }) => mayLeave));
  const strength = remembered((member: Member) => (member.isAdministrator ? 1_000_000 : bitCount(member.watched)));
  const strongestFirst = (list: readonly Member[]): readonly Member[] =>
    list.toSorted((a, b) => strength(b) - strength(a));

  const everyTarget = once(() => targetsOf(everybody(), []));
  const trusting = remembered((service: string) => strongestFirst(everyTarget().byService.get(service) ?? []));
  /** By words, equal ones once: many roles of an account are alike. */
  const powersTrusting = remembered((service: string): readonly ActionBits[] => [
    ...new Map((everyTarget().byService.get(service) ?? []).map(({ watched }) => [watched.join(), watched])).values(),
  ]);
  const trustKept = new Map<string, boolean>();
  const serviceAssumes: StepOptions['serviceAssumes'] = ({ facts }, service, source) => {
    const key = `${facts.uniqueId} ${service} ${source ?? ''}`;
    const before = trustKept.get(key);
    if (before !== undefined) return before;
    const condition = source === undefined ? undefined : { ArnLike: { 'aws:SourceArn': source } };
    const who = { kind: 'service', service, forAnotherAccount: false } as const;
    const assumes = canAssume(facts, who, options.search, condition).answer === 'yes';
    trustKept.set(key, assumes);
    return assumes;
  };

  const strongerKept = new Map<string, Stronger>();
  const strongerRoles: AccountView['strongerRoles'] = (of, service, source) => {
    const { possible, facts } = memberFor(of);
    const key = `${service} ${source ?? ''} ${possible.join()}`;
    const before = strongerKept.get(key);
    const list = before ?? listStronger(possible, trusting(service), (role) => serviceAssumes(role, service, source));
    strongerKept.set(key, list);
    return list.arns.includes(facts.arn) ? { ...list, arns: list.arns.filter((arn) => arn !== facts.arn) } : list;
  };

  const runnersRead = runners.state === 'known' ? runners.value : [];
  const waysTo = (ends: readonly Member[], kinds: StepOptions['kinds']): Ways =>
    findWays({
      leaving: leaving(),
      byArn: members(),
      ends,
      targetsOf: (list) => targetsOf(list, runnersRead),
      options: { ...options, kinds, serviceAssumes },
    });
  const toAdministrator = once(() => {
    const administrators = everybody().filter(({ isAdministrator }) => isAdministrator);
    const selfMade = everybody().filter((member) => !member.isAdministrator && makesItselfAdministrator(member));
    return waysTo([...administrators, ...selfMade], 'all');
  });
  const makesItselfAdministrator = (member: Member): boolean =>
    member.mayChangeAccess &&
    member.isUnbounded &&
    ownAccess(member.facts).some(
      ({ ask, everything }) => everything && canEver(member.compiled, ask, options.search).answer === 'yes',
    );
  const byAssuming = new Map<string, Ways>();

  return {
    accountId,
    principals,
    runners,
    principal: (arn) => members().get(arn)?.facts,
    isAdministrator: (of) => memberFor(of).isAdministrator,
    strongerRoles,
    mayHaveStronger: (of, service) => {
      const { watched } = memberFor(of);
      return powersTrusting(service).some((bits) => without(bits, watched).some((word) => word !== 0));
    },
    isStronger: (arn, than) => {
      const member = members().get(arn);
      return member !== undefined && member.canOneOf(without(member.watched, memberFor(than).possible)) === 'yes';
    },
    wayToAdministrator: (of) => toAdministrator()(memberFor(of)),
    wayByAssuming: (of, key, ends) => {
      const before = byAssuming.get(key);
      const ways =
        before ??
        waysTo(
          ends().flatMap((arn) => members().get(arn) ?? []),
          'assume',
        );
      byAssuming.set(key, ways);
      return ways(memberFor(of));
    },
    classOf: remembered((of: PrincipalFacts) => {
      const { settings } = input;
      if (settings === undefined) return undefined;
      const tagsItself = () => canEver(memberFor(of).compiled, tagItself(of), options.search).answer;
      const found = classOf(of, { settings, now: input.now, tagsItself });
      return found.state === 'found' ? found.class : undefined;
    }),
    changeable: (of) => changeableRole(memberFor(of), everyTarget(), options),
  };
};

const listStronger = (
  possible: ActionBits,
  candidates: readonly Member[],
  isAssumed: (role: Member) => boolean,
): Stronger => {
  const arns: Arn[] = [];
  let doubt: Stronger['doubt'];
  for (const role of candidates) {
    const beyond = without(role.watched, possible);
    if (!beyond.some((word) => word !== 0)) continue;
    const can = role.canOneOf(beyond);
    if (can === 'no') continue;
    if (can !== 'yes') doubt ??= can;
    else if (arns.length === mostListed) return { arns, more: true, ...(doubt === undefined ? {} : { doubt }) };
    else if (isAssumed(role)) arns.push(role.facts.arn);
  }
  return { arns, more: false, ...(doubt === undefined ? {} : { doubt }) };
};

const bitCount = (bits: ActionBits): number => {
  let count = 0;
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

const remembered = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  const made = new Map<K, V>();
  return (key) => {
    const before = made.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};
