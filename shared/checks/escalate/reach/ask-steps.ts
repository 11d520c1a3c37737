import { known } from '../../../facts/known.ts';
import type { PolicyDocument } from '../../../facts/principal-facts.ts';
import { canEver } from '../../../reasoning/can-ever.ts';
import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import { compilePrincipal } from '../../../reasoning/compile-principal.ts';
import { hasAction } from '../../../reasoning/fast/action-bits.ts';
import { fastAccess } from '../../../reasoning/fast/fast-access.ts';
import type { Answer, Arn, Question, Why } from '../../../reasoning/types.ts';
import type { Step, StepKind } from '../../account-view.ts';
import { aiRunActions, otherRunActions, type RunAction } from '../run-actions.ts';
import { askPass } from '../ask-pass.ts';
import { namesNothing } from '../names-nothing.ts';
import { runnerActions } from '../runner-actions.ts';
import { mayUnlisted } from './may-unlisted.ts';
import { credentialActions } from './leaving-actions.ts';
import type { Member, MemberOptions } from './member.ts';
import type { Targets } from './targets.ts';

/** One kind of step to some of the targets: each question must be a yes, the first one names the target. */
type StepAsk = {
  how: StepKind;
  questions: readonly Question[];
  trusts: Readonly<Record<Arn, PolicyDocument>>;
  /** From the resource of the first question's request to the principal that is reached. */
  reaches: (resource: Arn) => Arn;
  /** More targets were named than are asked about. */
  more: boolean;
};

/** Targets that one question names; more of them only lengthen the search, as one is enough. */
const mostNamed = 50;

export type StepOptions = Pick<MemberOptions, 'cache' | 'search'> & {
  kinds: 'all' | 'assume';
  /** Whether the service, acting as `source` tells, may assume the role. */
  serviceAssumes: (role: Member, service: string, source: string | undefined) => boolean;
};

type Found = { step: Step; questions: readonly Question[]; trusts: StepAsk['trusts'] };
export type StepsFound = { found: readonly Found[]; doubt?: Why };

/** Steps of one principal to any of the targets. `every`: one of each kind; else the first that is found. */
export const askSteps = (from: Member, targets: Targets, options: StepOptions, every = false): StepsFound => {
  const found: Found[] = [];
  let doubt: Why | undefined;
  for (const asked of stepAsks(from, targets, options)) {
    const answer = answerOf(from, asked, options);
    if (answer.answer === 'yes') {
      const request = (answer.witnesses ?? [answer.witness])[0]?.request ?? answer.witness.request;
      const last = (answer.witnesses ?? [answer.witness]).at(-1)?.request ?? answer.witness.request;
      const step: Step = {
        from: from.facts.arn,
        to: asked.reaches(request.resource),
        how: asked.how,
        by: last.action,
      };
      found.push({ step, questions: asked.questions, trusts: asked.trusts });
      if (!every) break;
    } else if (answer.answer === 'unknown') doubt ??= answer.why;
    else if (asked.more) doubt ??= tooMany;
  }
  return { found, ...(doubt === undefined ? {} : { doubt }) };
};

export const tooMany: Why = {
  code: 'budget',
  detail: `More than ${mostNamed} roles of the account come into question for one step; the strongest were asked about.`,
};

const answerOf = (from: Member, { questions, trusts }: StepAsk, { cache, search }: StepOptions): Answer => {
  const principal =
    Object.keys(trusts).length === 0
      ? from.compiled
      : compilePrincipal({ ...from.facts, resourcePolicies: known(trusts) }, { cache });
  return canEver(principal, { name: 'step', all: questions }, search);
};

function* stepAsks(from: Member, targets: Targets, options: StepOptions): Generator<StepAsk> {
  yield* assumeAsk(from, targets);
  if (options.kinds === 'assume') return;
  const may = mayDo(from);
  if (may('iam:PassRole')) yield* passAsks(from, targets, options);
  if (may('iam:UpdateAssumeRolePolicy'))
    yield* plainAsk(from, 'change-trust', ['iam:UpdateAssumeRolePolicy'], targets.roles);
  const credentials = credentialActions.filter(may);
  if (credentials.length > 0) yield* plainAsk(from, 'take-credentials', credentials, targets.users);
  yield* runnerAsks(targets, may);
}

const mayDo = ({ compiled }: Member): ((action: string) => boolean) => {
  const { may } = fastAccess(compiled);
  return (action) => {
    const index = catalogueAction(action)?.index;
    return index === undefined ? mayUnlisted(compiled, action) : hasAction(may, index);
  };
};

const itself = (resource: Arn): Arn => resource;

function* assumeAsk(from: Member, targets: Targets): Generator<StepAsk> {
  const candidates = trustingMembers(from, targets);
  if (candidates.length === 0) return;
  const named = candidates.slice(0, mostNamed);
  yield {
    how: 'assume',
    questions: [{ actions: ['sts:AssumeRole'], resources: named.map(({ facts }) => facts.arn) }],
    trusts: trustsOf(named),
    reaches: itself,
    more: candidates.length > named.length,
  };
}

/** Targets whose trust policy may mean the principal and that it may assume. */
export const trustingMembers = (from: Member, targets: Targets): readonly Member[] => {
  const { arn, accountId, uniqueId } = from.facts;
  const partition = arn.split(':')[1] ?? 'aws';
  const byName = (name: string): readonly Member[] => targets.byTrusted.get(name) ?? [];
  // Named in full: its own policies need not allow it.
  const direct = [...byName(arn), ...byName(uniqueId)];
  const named = [
    ...targets.trustingAnybody,
    ...byName(accountId),
    ...byName(`arn:${partition}:iam::${accountId}:root`),
  ];
  if (direct.length + named.length === 0) return [];
  const means = from.means('sts:AssumeRole');
  const granted = mayDo(from)('sts:AssumeRole') ? named.filter(({ facts }) => means(facts.arn)) : [];
  // A trust policy for everybody names the principal too; then nothing else needs to allow it.
  const everybody = granted.length === 0 ? targets.trustingAnybody : [];
  return [...new Set([...direct, ...granted, ...everybody])].filter(({ facts }) => facts.arn !== arn);
};

const trustsOf = (members: readonly Member[]): Readonly<Record<Arn, PolicyDocument>> =>
  Object.fromEntries(
    members.flatMap(({ facts }) =>
      facts.trustPolicy.state === 'known' ? [[facts.arn, facts.trustPolicy.value] as const] : [],
    ),
  );

/** Run actions that pass a role to one service for one kind of thing. */
const runGroups: readonly (readonly RunAction[])[] = [
  ...Map.groupBy([...aiRunActions, ...otherRunActions], ({ service, source = '' }) => `${service} ${source}`).values(),
];

function* passAsks(from: Member, targets: Targets, options: StepOptions): Generator<StepAsk> {
  const may = mayDo(from);
  const means = from.means('iam:PassRole');
  for (const group of runGroups) {
    const [first] = group;
    if (first === undefined) continue;
    const { service, source } = first;
    const trusting = targets.byService.get(service) ?? [];
    const actions = trusting.length === 0 ? [] : group.map(({ action }) => action).filter(may);
    if (actions.length === 0) continue;
    const candidates = trusting.filter(({ facts }) => means(facts.arn));
    const named: Member[] = [];
    for (const member of candidates) {
      if (named.length === mostNamed) break;
      if (options.serviceAssumes(member, service, source)) named.push(member);
    }
    if (named.length === 0) continue;
    yield {
      how: 'pass-and-run',
      questions: [
        askPass(
          named.map(({ facts }) => facts.arn),
          service,
        ),
        { actions, resources: ['*'] },
      ],
      trusts: {},
      reaches: itself,
      more: candidates.length > mostNamed,
    };
  }
}

function* plainAsk(
  from: Member,
  how: StepKind,
  actions: readonly string[],
  members: readonly Member[],
): Generator<StepAsk> {
  const means = actions.map((action) => from.means(action));
  const candidates = members.filter(
    ({ facts }) => facts.arn !== from.facts.arn && means.some((mean) => mean(facts.arn)),
  );
  if (candidates.length === 0) return;
  const named = candidates.slice(0, mostNamed);
  yield {
    how,
    questions: [{ actions, resources: named.map(({ facts }) => facts.arn) }],
    trusts: {},
    reaches: itself,
    more: candidates.length > named.length,
  };
}

function* runnerAsks({ runners }: Targets, may: (action: string) => boolean): Generator<StepAsk> {
  if (runners.length === 0) return;
  const roleOf = new Map(runners.map(({ arn, roleArn }) => [arn, roleArn]));
  for (const { action, kinds } of runnerActions) {
    if (!may(action)) continue;
    const candidates = runners.filter(({ kind }) => kinds.includes(kind));
    if (candidates.length === 0) continue;
    const named = candidates.slice(0, mostNamed);
    yield {
      how: 'use-runner',
      questions: [{ actions: [action], resources: namesNothing(action) ? ['*'] : named.map(({ arn }) => arn) }],
      trusts: {},
      reaches: (resource) => roleOf.get(resource) ?? candidates[0]?.roleArn ?? resource,
      more: candidates.length > named.length,
    };
  }
}
