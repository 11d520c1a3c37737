import { known } from '../facts/known.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Finding } from '../findings/finding.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { policySizeLimits } from '../reasoning/derive/policy-size.ts';
import { proveContainment } from '../reasoning/derive/prove-containment.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Answer, Ask, Question, SearchOptions } from '../reasoning/types.ts';
import { approvalReasons } from './approval-reasons.ts';
import { boundaryObstacle } from './boundary-obstacle.ts';
import { canonicalJson, sha256, shortId } from './canonical-json.ts';
import { chooseQuestions } from './choose-questions.ts';
import { composeBoundary } from './compose-documents.ts';
import { describeStops } from './describe-stops.ts';
import { desiredSnapshot } from './desired-snapshot.ts';
import { byAPerson, noPlan } from './no-plan.ts';
import type { Level, Plan, Planned, PlannedCall, PlannedQuestion, Snapshot } from './plan.ts';
import { routeOf } from './route-principal.ts';
import type { Settings } from './settings.ts';
import { ownPolicyPath, ownPolicyPrefix, shieldOf } from './shield.ts';
import { snapshotHashOf, snapshotOf } from './snapshot.ts';

export type PlanInput = {
  /** Read just now, twice, agreeing. */
  facts: PrincipalFacts;
  /** Of this principal. Those that are resolved or ask nothing that can be denied are left out. */
  findings: readonly Finding[];
  level: Level;
  settings: Settings;
  identity: OwnIdentity;
  /** How many sagas of this principal ended before (see Plan.round). Default 0. */
  round?: number;
  /** ISO 8601. */
  now: string;
};

type Asked = { finding: Finding; ask: Ask; before: Answer };

/**
 * What would be written, its proof and its way back, or the named reason why nothing would be. Nothing is read and nothing
 * written here (docs/containment, Choosing the mechanism).
 */
export const planContainment = (input: PlanInput): Planned => {
  const { facts, settings, identity } = input;
  const routed = routeOf(facts, identity, settings);
  if (routed !== undefined) return routed;
  if (input.level !== 'surgical') {
    return noPlan(
      'LEVEL_NOT_ALLOWED',
      `This version plans no containment at the level ${input.level}.`,
      'Contain at the level surgical, or take the grant back by hand.',
    );
  }
  const read = snapshotOf(facts);
  if (!read.known) {
    return noPlan('UNKNOWN_ANSWER', `Not everything could be read: ${read.why}`, 'Allow the read and ask again.');
  }
  const options: SearchOptions = { model: 'realistic', now: input.now };
  const principal = compilePrincipal(facts);
  const askable = askableOf(input.findings);
  if (askable.length === 0) return nothingToDeny(input.findings);
  const asked = askable.map(({ finding, ask }): Asked => ({ finding, ask, before: canEver(principal, ask, options) }));
  const violated = asked.filter(({ before }) => before.answer === 'yes');
  if (violated.length === 0) return nothingViolated(asked);

  const region = regionOf(principal, violated, options);
  if ('detail' in region) {
    return noPlan('UNKNOWN_ANSWER', region.detail, 'Settle what is not known; nothing is denied on a guess.');
  }
  const obstacle = boundaryObstacle(facts);
  if (obstacle !== undefined) return byAPerson(obstacle.outcome, obstacle.detail, facts, region.questions, options);

  const shield = shieldOf(facts, identity);
  const composed = composeBoundary(region.questions, shield, policySizeLimits.managed);
  if (!composed.composed) return byAPerson(composed.outcome, composed.detail, facts, region.questions, options);
  const { document } = composed;
  const policyArn = `${ownPolicyPrefix(identity)}${sha256(document).slice(0, 32)}`;

  const proof = proveContainment(principal, document, 'boundary', [...region.questions, ...shield], options);
  if ('refused' in proof) return byAPerson('PROOF_FAILED', proof.refused.detail, facts, region.questions, options);
  const contained = compilePrincipal({
    ...facts,
    permissionsBoundary: known({ name: policyArn, arn: policyArn, versionId: 'v1', text: document }),
  });
  const questions = violated.map(
    ({ finding, ask, before }): PlannedQuestion => ({
      findingId: finding.id,
      checkId: finding.checkId,
      name: finding.questionName,
      ask,
      before,
      after: canEver(contained, ask, options),
    }),
  );
  const failure = proofFailure(questions, proof);
  if (failure !== undefined) return byAPerson('PROOF_FAILED', failure, facts, region.questions, options);

  const onlyWhatWasJustGiven = violated.every(
    ({ finding, ask }) => finding.novelty === 'granted-by-this-change' && region.wholeAsks.has(ask),
  );
  const couldShield = shield.flatMap(({ actions, resources }) =>
    actions.filter((action) => canEver(principal, { actions: [action], resources }, options).answer !== 'no'),
  );
  return {
    planned: true,
    plan: {
      ...identify(input, read.snapshot, { policyArn, document }),
      subject: { kind: facts.kind, arn: facts.arn, uniqueId: facts.uniqueId, accountId: facts.accountId },
      level: input.level,
      mechanism: 'boundary',
      questions,
      documents: { boundary: document },
      policyArn,
      snapshot: read.snapshot,
      proof: { questionsAnswerNo: true, outsideUnchanged: proof.outsideUnchanged },
      ...callsOf(facts, policyArn, document),
      stops: describeStops(facts, region.questions, couldShield),
      onlyWhatWasJustGiven,
      approvalReasons: approvalReasons(facts, { onlyWhatWasJustGiven, now: input.now }, settings),
      shield: couldShield,
      plannedAt: input.now,
    },
  };
};

const askableOf = (findings: readonly Finding[]): readonly { finding: Finding; ask: Ask }[] =>
  findings.flatMap((finding) =>
    finding.ask !== undefined && finding.containment === 'deny' && finding.status !== 'resolved'
      ? [{ finding, ask: finding.ask }]
      : [],
  );

const nothingToDeny = (findings: readonly Finding[]): Planned => {
  const open = findings.filter(({ status }) => status !== 'resolved');
  if (open.length === 0) {
    return noPlan('ALREADY_SAFE', 'No open finding asks for containment.', 'Nothing needs to be done.');
  }
  const fixes = [...new Set(open.flatMap(({ fix }) => (fix === undefined ? [] : [fix])))];
  return noPlan(
    'NOT_EXPRESSIBLE',
    `${open.map(({ checkId }) => checkId).join(', ')}: Ringfence writes nothing for these, a person makes the change.`,
    fixes.length === 0 ? 'See the page of the check.' : fixes.join(' '),
  );
};

const nothingViolated = (asked: readonly Asked[]): Planned => {
  const open = asked.flatMap(({ before, finding }) =>
    before.answer === 'unknown' ? [`${finding.checkId}: ${before.why.detail}`] : [],
  );
  return open.length === 0
    ? noPlan('ALREADY_SAFE', 'Asked again now, every question answers no.', 'Nothing needs to be done.')
    : noPlan('UNKNOWN_ANSWER', open.join(' '), 'Settle what is not known; nothing is denied on a guess.');
};

type Region = { questions: readonly Question[]; wholeAsks: ReadonlySet<Ask> };

const regionOf = (
  principal: Principal,
  violated: readonly Asked[],
  options: SearchOptions,
): Region | { detail: string } => {
  const questions: Question[] = [];
  const wholeAsks = new Set<Ask>();
  for (const { ask } of violated) {
    const chosen = chooseQuestions(principal, ask, options);
    if (chosen.chosen === 'unknown') return { detail: chosen.detail };
    questions.push(...chosen.questions);
    if (chosen.wholeAsk) wholeAsks.add(ask);
  }
  return { questions, wholeAsks };
};

const proofFailure = (
  questions: readonly PlannedQuestion[],
  proof: { questionsAnswerNo: boolean; outsideUnchanged: Plan['proof']['outsideUnchanged'] },
): string | undefined => {
  const open = questions.filter(({ after }) => after.answer !== 'no');
  if (open.length > 0) {
    return `With the boundary in force ${open.map(({ checkId, name }) => `${checkId} ${name}`).join(', ')} would not answer no.`;
  }
  if (!proof.questionsAnswerNo) return 'With the boundary in force a question would not answer no.';
  const [first] = proof.outsideUnchanged.differences;
  return first === undefined
    ? undefined
    : `The boundary would change a request outside the question: ${first.action} on ${first.resource}.`;
};

const identify = (
  { level, round = 0 }: PlanInput,
  snapshot: Snapshot,
  written: { policyArn: string; document: string },
): Pick<Plan, 'id' | 'snapshotHash' | 'desiredHash' | 'planHash' | 'round'> => {
  const snapshotHash = snapshotHashOf(snapshot);
  const desiredHash = snapshotHashOf(
    desiredSnapshot({ snapshot, policyArn: written.policyArn, documents: { boundary: written.document } }),
  );
  const planHash = sha256(canonicalJson({ principal: snapshot.uniqueId, snapshotHash, desiredHash, level, round }));
  return { id: `c-${shortId(planHash)}`, snapshotHash, desiredHash, planHash, round };
};

const callsOf = (
  { kind, name }: PrincipalFacts,
  policyArn: string,
  document: string,
): { calls: readonly PlannedCall[]; undo: readonly PlannedCall[] } => {
  const principal = { [`${kind}-name`]: name };
  return {
    calls: [
      {
        service: 'iam',
        operation: 'create-policy',
        parameters: {
          'policy-name': policyArn.split('/').at(-1) ?? '',
          path: ownPolicyPath,
          'policy-document': document,
        },
      },
      {
        service: 'iam',
        operation: `put-${kind}-permissions-boundary`,
        parameters: { ...principal, 'permissions-boundary': policyArn },
      },
    ],
    undo: [
      { service: 'iam', operation: `delete-${kind}-permissions-boundary`, parameters: principal },
      { service: 'iam', operation: 'delete-policy', parameters: { 'policy-arn': policyArn } },
    ],
  };
};
