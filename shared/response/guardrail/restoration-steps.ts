import { displayText } from '../../change/display-text.ts';
import type { JsonObject } from '../../change/json-object.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { WriteResult } from '../../ports/containment-ports.ts';
import type { NamedGuardrail, ReferenceRef } from '../../ports/guardrail-writer.ts';
import type { Outcome } from '../outcome.ts';
import { sameName } from './already-back.ts';
import { guardrailRequest } from './guardrail-request.ts';

import { guardrailId, isGuardrail } from './repoint-text.ts';
import { mustHoldLease, type RestorationPorts, type RestorationRun } from './restoration-run.ts';
import type { Restoration, RestorationStep } from './restoration.ts';
import { sameRequest } from './same-request.ts';
import { unknownMembers } from './unknown-members.ts';
import { documentOf } from './whole-document.ts';

export type Performed =
  | { did: 'written'; made?: NonNullable<Restoration['made']>; requestId?: string }
  /** Somebody else's doing is in the way of this step alone: nothing was written, the others go on. */
  | { did: 'left'; detail: string }
  /** Nothing more is written. */
  | { did: 'refused'; outcome: Outcome; detail: string }
  /** Not known yet: whoever goes on looks first what became of it. */
  | { did: 'later'; detail: string };

type Of<K extends RestorationStep['step']> = Extract<RestorationStep, { step: K }>;

const tries = 3;
const pause = 2_000;

/**
 * One step. It looks before it writes, so that a step that was made already, by a worker that died, is not made again. What could
 * not be settled is looked at again a few times, and then left to whoever comes next.
 */
export const performStep = async (
  run: RestorationRun,
  restoration: Restoration,
  step: RestorationStep,
): Promise<Performed> => {
  let performed = await once(run, restoration, step);
  for (let count = 1; count < tries && performed.did === 'later'; count += 1) {
    await run.ports.clock.sleep(pause);
    performed = await once(run, restoration, step);
  }
  return performed;
};

const once = (run: RestorationRun, restoration: Restoration, step: RestorationStep): Promise<Performed> => {
  switch (step.step) {
    case 'create':
      return create(run, restoration, step);
    case 'update':
      return update(run, restoration, step);
    case 'publish':
      return publish(run, restoration, step);
    case 'repoint':
      return repoint(run, restoration, step);
  }
};

const refused = (outcome: Outcome, detail: string): Performed => ({ did: 'refused', outcome, detail });
const later = (detail: string): Performed => ({ did: 'later', detail });

/** What a write that was not carried out means. */
const failed = (result: Exclude<WriteResult, { written: true }>): Performed => {
  if (result.written === 'unknown') return later(result.detail);
  switch (result.code) {
    case 'limit':
      return refused('QUOTA_EXCEEDED', result.detail);
    case 'exists':
    case 'conflict':
    case 'gone':
      return refused('RESTORE_REFUSED', result.detail);
    case 'denied':
    case 'unmodifiable':
      return refused('WRITE_DENIED', result.detail);
  }
};

const requestIdOf = (result: WriteResult): { requestId?: string } =>
  result.written === true && result.requestId !== undefined ? { requestId: result.requestId } : {};

const create = async (run: RestorationRun, restoration: Restoration, step: Of<'create'>): Promise<Performed> => {
  const { accountState, guardrailWriter } = run.ports;
  const { id: sagaId, plan } = restoration;
  const { region, arn } = plan.subject;
  const old = await accountState.guardrail(region, arn);
  if (old.found === 'unreadable') return later(old.why);
  if (old.found === 'yes') return refused('RESTORE_REFUSED', `${arn} is there again: it is left as it is`);
  const named = await sameName(run.ports, region, plan.name);
  if ('later' in named) return later(named.later);
  if (named.found !== undefined) {
    const by = await guardrailWriter.madeBy(region, named.found.arn);
    if (by.found === 'unreadable') return later(by.why);
    if (by.found === 'yes' && by.value === sagaId) return madeNow(named.found.id, named.found.arn);
    const maker = by.found === 'yes' ? displayText(by.value, 64) : 'somebody';
    return refused(
      'RESTORE_REFUSED',
      `a guardrail ${displayText(plan.name)} is there again as ${named.found.id}: ${maker} made it; it is left as it is`,
    );
  }
  const content = await documentOf(run.ports, step.content);
  if (!content.ok) return refused('NO_SNAPSHOT', content.detail);
  mustHoldLease(run, restoration);
  const request = guardrailRequest(content.content);
  const tags = step.tags === undefined ? {} : { tags: step.tags };
  const token = tokenOf(restoration, 'create');
  const result = await guardrailWriter.create({ region, request, ...tags, token, sagaId });
  return result.written === true ? { ...madeNow(result.id, result.arn), ...requestIdOf(result) } : failed(result);
};

const madeNow = (id: string, arn: string): Performed => ({ did: 'written', made: { id, arn, versions: {} } });

/** One token a step, whoever performs it: a repeat makes nothing new. */
const tokenOf = ({ id }: Restoration, what: string): string => `${id}-${what}`;

type Ready = { ready: GuardrailFacts } | { not: Performed };

const polls = 45;

/** A guardrail is made and published in its own time: only one that is READY takes the next call. */
export const whenReady = async (
  run: RestorationRun,
  restoration: Restoration,
  { region, id }: { region: string; id: string },
): Promise<Ready> => {
  for (let count = 0; count < polls; count += 1) {
    const read = await run.ports.accountState.guardrail(region, id);
    if (read.found === 'unreadable') return { not: later(read.why) };
    const status = read.found === 'yes' ? (read.value.content['status'] ?? 'READY') : 'not there';
    if (read.found === 'yes' && status === 'READY') return { ready: read.value };
    if (status === 'FAILED' || status === 'DELETING') {
      return { not: refused('VERIFY_FAILED', `guardrail ${id} is ${status}`) };
    }
    await run.ports.clock.sleep(pause);
    mustHoldLease(run, restoration);
  }
  return { not: later(`guardrail ${id} is not READY yet`) };
};

/** The guardrail that the steps are about: the new one, or the one that lost something. */
const targetOf = ({ plan, made }: Restoration): { region: string; id: string } => ({
  region: plan.subject.region,
  id: made?.id ?? guardrailId(plan.subject.arn),
});

const update = async (run: RestorationRun, restoration: Restoration, step: Of<'update'>): Promise<Performed> => {
  const { guardrailWriter } = run.ports;
  const target = targetOf(restoration);
  const content = await documentOf(run.ports, step.content);
  if (!content.ok) return refused('NO_SNAPSHOT', content.detail);
  const ready = await whenReady(run, restoration, target);
  if ('not' in ready) return ready.not;
  const now = ready.ready.content;
  if (sameRequest(now, content.content)) return { did: 'written' };
  if (step.from !== undefined) {
    const changed = await changedSince(run.ports, step.from, now);
    if (changed !== undefined) return refused('RESTORE_REFUSED', changed);
  }
  mustHoldLease(run, restoration);
  const request = guardrailRequest(content.content);
  const result = await guardrailWriter.update({ ...target, request, sagaId: restoration.id });
  return result.written === true ? { did: 'written', ...requestIdOf(result) } : failed(result);
};

/** An update replaces the whole guardrail: what somebody changed since the plan would be lost without a word. */
const changedSince = async (
  ports: Pick<RestorationPorts, 'documents'>,
  from: string,
  now: JsonObject,
): Promise<string | undefined> => {
  const planned = await documentOf(ports, from);
  if (!planned.ok) return planned.detail;
  const unknown = unknownMembers(now);
  if (unknown.length > 0) return `this version does not know ${unknown.join(', ')}, and an update would take it away`;
  return sameRequest(now, planned.content)
    ? undefined
    : 'the guardrail was changed after the plan was made: it is left as it is, and the next change makes a new plan';
};

const publish = async (run: RestorationRun, restoration: Restoration, step: Of<'publish'>): Promise<Performed> => {
  const { accountState, guardrailWriter } = run.ports;
  const { made } = restoration;
  if (made === undefined) return refused('RESTORE_REFUSED', 'there is no guardrail to publish a version of');
  const { region, id } = targetOf(restoration);
  const ready = await whenReady(run, restoration, { region, id });
  if ('not' in ready) return ready.not;
  const versionIs = (version: string): NonNullable<Restoration['made']> => ({
    ...made,
    versions: { ...made.versions, [step.from]: version },
  });
  const there = await accountState.guardrail(region, id, step.becomes);
  if (there.found === 'unreadable') return later(there.why);
  if (there.found === 'yes') return { did: 'written', made: versionIs(step.becomes) };
  mustHoldLease(run, restoration);
  const result = await guardrailWriter.publish({
    region,
    id,
    token: tokenOf(restoration, `version-${step.from}`),
    description: `Version ${step.from} of ${guardrailId(restoration.plan.subject.arn)}, made again by Ringfence`,
    sagaId: restoration.id,
  });
  return result.written === true
    ? { did: 'written', made: versionIs(result.version), ...requestIdOf(result) }
    : failed(result);
};

/** What a reference is to name; undefined where the version that it names was not made again. */
export const repointTarget = (
  { plan, made }: Pick<Restoration, 'plan' | 'made'>,
  version: string | undefined,
): NamedGuardrail | undefined => {
  const target = plan.target ?? made;
  if (target === undefined) return undefined;
  if (version === undefined) return { identifier: target.arn };
  const becomes = version === 'DRAFT' ? version : target.versions[version];
  return becomes === undefined ? undefined : { identifier: target.arn, version: becomes };
};

const nameOf = ({ identifier, version }: NamedGuardrail): string =>
  displayText(version === undefined ? identifier : `${identifier}, version ${version}`);

const repoint = async (run: RestorationRun, restoration: Restoration, step: Of<'repoint'>): Promise<Performed> => {
  const { guardrailWriter } = run.ports;
  const { plan, id: sagaId } = restoration;
  const left = (why: string): Performed => ({ did: 'left', detail: `${step.kind} ${step.by}: ${why}` });
  const to = repointTarget(restoration, step.version);
  if (to === undefined)
    return left(`it names version ${step.version ?? ''}, which was not remembered and is not made again`);
  const reference: ReferenceRef = { region: plan.subject.region, kind: step.kind, by: step.by };
  const now = await guardrailWriter.named(reference);
  if (now.found === 'unreadable') return left(now.why);
  if (now.found === 'no') return left('it is gone, or names no guardrail any more');
  const isOld = isGuardrail(now.value, guardrailId(plan.subject.arn)) && now.value.version === step.version;
  const isNew = isGuardrail(now.value, guardrailId(to.identifier)) && now.value.version === to.version;
  if (!isOld && !isNew) return left(`somebody has let it name ${nameOf(now.value)}: it is left as it is`);
  mustHoldLease(run, restoration);
  const result = await guardrailWriter.repoint({ ...reference, from: now.value.identifier, to, sagaId });
  if (result.written === true) return { did: 'written', ...requestIdOf(result) };
  return result.written === 'unknown' ? later(result.detail) : left(result.detail);
};
