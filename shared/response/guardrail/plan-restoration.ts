import type { GuardrailFacts, SeenGuardrail } from '../../facts/account-facts.ts';
import type { JsonObject } from '../../change/json-object.ts';
import { sameValue } from '../../facts/guardrail/same-value.ts';
import type { FindingId } from '../../findings/finding.ts';
import type { Subject } from '../../checks/check.ts';
import { canonicalJson, sha256, shortId } from '../canonical-json.ts';
import { comesWith } from './comes-with.ts';
import { guardrailRequest } from './guardrail-request.ts';
import { planRecreation } from './plan-recreation.ts';
import { putBack } from './put-back.ts';
import type { GuardrailUse, RestorationKind, RestorationPlan, RestorationStep } from './restoration.ts';

/** Texts by their hash, to be kept before the plan is. */
export type PlannedTexts = Readonly<Record<string, string>>;

export type PlannedRestoration =
  | { planned: true; plan: RestorationPlan; texts: PlannedTexts }
  | { planned: false; outcome: 'RESTORE_REFUSED' | 'NO_SNAPSHOT' | 'ALREADY_SAFE' | 'SUPERSEDED'; detail: string };

export type RestorationInput = {
  subject: Subject & { region: string };
  findingIds: readonly FindingId[];
  /** The state that is brought back. */
  remembered: SeenGuardrail;
  uses: readonly GuardrailUse[];
  unread: readonly string[];
  round: number;
  /** ISO 8601. */
  now: string;
};

/** A deleted guardrail, with its versions, made again; then whatever may be repointed names the new one. */
export const planRecreate = (
  input: RestorationInput & {
    versions: readonly SeenGuardrail[];
    lost: readonly string[];
    resourcePolicy: RestorationPlan['resourcePolicy'];
    /** Agents and flows whose draft names it, and which Ringfence may repoint. */
    repoints: readonly Extract<RestorationStep, { step: 'repoint' }>[];
  },
): PlannedRestoration => {
  const { facts, asOf } = input.remembered;
  const versions = input.versions.map((seen) => seen.facts);
  const broken = [facts, ...versions].flatMap((each) => faultOf(each, input.subject.arn));
  if (broken.length > 0) return { planned: false, outcome: 'NO_SNAPSHOT', detail: broken.join('; ') };
  const { steps: calls, leftOut } = planRecreation(facts, versions);
  const texts: Record<string, string> = {};
  const states = [...versions, facts].map(({ content }) => ({ content, request: guardrailRequest(content) }));
  const keep = (request: JsonObject): string => {
    const state = states.find((each) => sameValue(each.request, request));
    const text = JSON.stringify(state?.content ?? facts.content);
    const hash = sha256(text);
    texts[hash] = text;
    return hash;
  };
  const steps = calls.map((call): RestorationStep => {
    switch (call.call) {
      case 'CreateGuardrail':
        return {
          step: 'create',
          content: keep(call.request),
          ...(call.tags === undefined || call.tags.length === 0 ? {} : { tags: call.tags }),
        };
      case 'UpdateGuardrail':
        return { step: 'update', content: keep(call.request) };
      case 'CreateGuardrailVersion':
        return { step: 'publish', from: call.from, becomes: call.becomes };
    }
  });
  const plan = planOf(input, 'recreate', [...steps, ...input.repoints]);
  return {
    planned: true,
    plan: {
      ...plan,
      name: facts.name,
      asOf,
      lost: input.lost,
      comesWith: comesWith(facts.content, [...versions, facts]),
      leftOut,
      ...(input.resourcePolicy === undefined ? {} : { resourcePolicy: input.resourcePolicy }),
    },
    texts,
  };
};

/** What a guardrail lost is put back, and what it gained stays. */
export const planPutBack = (input: RestorationInput & { now: string; present: GuardrailFacts }): PlannedRestoration => {
  const { facts, asOf } = input.remembered;
  const broken = faultOf(facts, input.subject.arn);
  if (broken.length > 0) return { planned: false, outcome: 'NO_SNAPSHOT', detail: broken.join('; ') };
  const made = putBack(facts.content, input.present.content);
  if (!made.can) {
    const outcome = made.because === 'NOTHING_WEAKER' ? 'ALREADY_SAFE' : 'RESTORE_REFUSED';
    return { planned: false, outcome, detail: `${made.because}: ${made.detail}` };
  }
  const text = JSON.stringify(made.content);
  const before = JSON.stringify(input.present.content);
  const step: RestorationStep = { step: 'update', content: sha256(text), from: sha256(before) };
  const lost = [
    ...made.putBack.map(({ sentence }) => sentence),
    ...made.left.map(({ sentence }) => `stays, as nobody can rank it: ${sentence}`),
  ];
  return {
    planned: true,
    plan: { ...planOf(input, 'put-back', [step]), name: facts.name, asOf, lost },
    texts: { [sha256(text)]: text, [sha256(before)]: before },
  };
};

/** The account's enforcement names the guardrail that was made. */
export const planEnforcement = (
  from: RestorationPlan,
  target: NonNullable<RestorationPlan['target']>,
  now: string,
): RestorationPlan => {
  const uses = from.uses.filter(({ kind }) => kind === 'enforcement');
  const steps = uses.map(
    ({ by, version }): RestorationStep => ({
      step: 'repoint',
      kind: 'enforcement',
      by,
      identifier: from.subject.arn,
      ...(version === undefined ? {} : { version }),
    }),
  );
  const input = { ...from, uses, unread: [], remembered: { asOf: from.asOf }, now };
  return { ...planOf(input, 'enforcement', steps, target), name: from.name, asOf: from.asOf, target };
};

/** The same plan as it would be after so many others. */
export const inRound = (plan: RestorationPlan, round: number): RestorationPlan => {
  const { kind, subject, steps, uses, target } = plan;
  const planHash = sha256(canonicalJson({ kind, subject: subject.arn, steps, uses, target, round }));
  return { ...plan, id: `r-${shortId(planHash)}`, planHash, round };
};

const planOf = (
  input: Pick<RestorationInput, 'subject' | 'findingIds' | 'uses' | 'unread' | 'round' | 'now'>,
  kind: RestorationKind,
  steps: readonly RestorationStep[],
  target?: RestorationPlan['target'],
): RestorationPlan => {
  const { subject, findingIds, uses, unread, round, now } = input;
  const plan: RestorationPlan = {
    id: 'r-',
    kind,
    subject,
    name: '',
    checkId: kind === 'put-back' ? 'RF.GUARD.2' : 'RF.GUARD.1',
    findingIds,
    asOf: now,
    steps,
    lost: [],
    uses,
    unread,
    leftOut: [],
    ...(target === undefined ? {} : { target }),
    planHash: '',
    round,
    plannedAt: now,
  };
  return inRound(plan, round);
};

/** What was remembered is of this guardrail and whole: a copy that was mixed up or cut brings back something else. */
const faultOf = ({ id, arn, version, name, content }: GuardrailFacts, wanted: string): readonly string[] => {
  const says = (member: string): unknown => content[member];
  const wrong = [
    ...(arn === wanted ? [] : ['its ARN']),
    ...(wanted.endsWith(`guardrail/${id}`) ? [] : ['its id']),
    ...(says('guardrailArn') === undefined || says('guardrailArn') === arn ? [] : ['guardrailArn']),
    ...(says('guardrailId') === undefined || says('guardrailId') === id ? [] : ['guardrailId']),
    ...(says('version') === undefined || says('version') === version ? [] : ['version']),
    ...(says('name') === name && name !== '' ? [] : ['name']),
  ];
  return wrong.length === 0
    ? []
    : [
        `the remembered copy of version ${version} is damaged: ${wrong.join(', ')} ${wrong.length === 1 ? 'is' : 'are'} not of this guardrail`,
      ];
};
