import type { PrincipalFacts } from '../facts/principal-facts.ts';
import type { Finding } from '../findings/finding.ts';
import type { OwnIdentity } from '../ports/ports.ts';
import { canEver } from '../reasoning/can-ever.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import type { Principal } from '../reasoning/principal.ts';
import type { Question, SearchOptions } from '../reasoning/types.ts';
import { approvalReasons } from './approval-reasons.ts';
import { askFindings, nothingToDeny } from './ask-findings.ts';
import { mechanismsFor, type NoPlacement, type Placement } from './choose-mechanism.ts';
import { describeStops } from './describe-stops.ts';
import { callsOf } from './effect-calls.ts';
import { effectsOf } from './effect.ts';
import { identifyPlan } from './identify-plan.ts';
import { leftOpen } from './left-open.ts';
import { byAPerson, noPlan, type Refused } from './no-plan.ts';
import type { Outcome } from './outcome.ts';
import { levels, type Level, type Planned, type PlannedCredential, type Snapshot } from './plan.ts';
import { partThatFits } from './part-that-fits.ts';
import { planCredentials } from './plan-credentials.ts';
import { planRevocation } from './plan-revocation.ts';
import { provePlacement, type Proved } from './prove-placement.ts';
import { quarantineRegion } from './quarantine-region.ts';
import type { Asked, Region, RegionRead } from './region.ts';
import { routeDocuments } from './route-documents.ts';
import { routeOf } from './route-principal.ts';
import { sensitiveRegion } from './sensitive-region.ts';
import type { Settings } from './settings.ts';
import { isOwnPolicy, shieldOf } from './shield.ts';
import { snapshotOf } from './snapshot.ts';
import { surgicalRegion } from './surgical-region.ts';
import { withWhatStaysOpen } from './what-stays-open.ts';

export type PlanInput = {
  /** Read just now, twice, agreeing. */
  facts: PrincipalFacts;
  /** Of this principal. Those that are resolved or ask nothing that can be denied are left out. */
  findings: readonly Finding[];
  level: Level;
  settings: Settings;
  identity: OwnIdentity;
  /** The principal before the change, for the level sensitive. Absent: what the findings say of it counts. */
  before?: PrincipalFacts;
  /** Level quarantine: also deny AI actions to sessions that are open now, beside the Deny that stops them. */
  revokeSessions?: boolean;
  /** Level quarantine: access keys too become inactive, with all that they are used for. */
  accessKeys?: boolean;
  /** How many sagas of this principal ended before (see Plan.round). Default 0. */
  round?: number;
  /** ISO 8601. */
  now: string;
};

/**
 * What would be written, its proof and its way back, or the named reason why nothing would be. Nothing is read and nothing
 * written here (docs/containment, Choosing the mechanism).
 */
export const planContainment = (input: PlanInput): Planned => planAt(input, { namesOthers: true });

/** `namesOthers`: where the Deny is too large, say at which other level it fits. */
const planAt = (input: PlanInput, { namesOthers }: { namesOthers: boolean }): Planned => {
  const { facts, settings, identity } = input;
  const options: SearchOptions = { model: 'realistic', now: input.now };
  const routed = routeOf(facts, identity, settings);
  if (routed !== undefined) return withDocuments(routed, input, options);
  const read = snapshotOf(facts);
  if (!read.known) {
    return noPlan('UNKNOWN_ANSWER', `Not everything could be read: ${read.why}`, 'Allow the read and ask again.');
  }
  const principal = compilePrincipal(facts);
  const asked = askFindings(principal, input.findings, options);
  const nothing = input.level === 'surgical' ? nothingToDeny(input.findings, asked) : undefined;
  if (nothing !== undefined) return nothing;
  const violated = asked.filter(({ before }) => before.answer === 'yes');
  const region = regionFor(input, principal, violated, options);
  if (region.region === 'none') return withWhatStaysOpen(region, principal, input.findings, options);
  return placeRegion({ input, principal, violated, region, options, snapshot: read.snapshot, namesOthers });
};

const regionFor = (
  input: PlanInput,
  principal: Principal,
  violated: readonly Asked[],
  options: SearchOptions,
): RegionRead => {
  switch (input.level) {
    case 'surgical':
      return surgicalRegion(principal, violated, options);
    case 'sensitive': {
      const before = input.before === undefined ? undefined : compilePrincipal(input.before);
      return sensitiveRegion(principal, violated, before, options);
    }
    case 'quarantine':
      return quarantineRegion(principal, input.facts, options);
  }
};

/** Nothing of ours can stand on it: a person gets what could, where its questions can be asked at all. */
const withDocuments = (routed: Refused, input: PlanInput, options: SearchOptions): Planned => {
  if (routed.outcome === 'NEVER_LIST') return routed;
  const principal = compilePrincipal(input.facts);
  const isPermissionSet = routed.outcome === 'ROUTE_PERMISSION_SET';
  const findings = isPermissionSet ? input.findings.map(withDeny) : input.findings;
  const asked = askFindings(principal, findings, options);
  const violated = asked.filter(({ before }) => before.answer === 'yes');
  const nothing = input.level === 'surgical' ? nothingToDeny(findings, asked) : undefined;
  if (isPermissionSet && nothing?.planned === false && nothing.outcome === 'ALREADY_SAFE') return nothing;
  const region = regionFor(input, principal, violated, options);
  if (isPermissionSet && region.region === 'none' && region.outcome === 'ALREADY_SAFE') {
    return withWhatStaysOpen(region, principal, findings, options);
  }
  if (region.region === 'none' || region.questions.length === 0) return routed;
  const documents = routeDocuments(routed.outcome, input.facts, region.questions);
  return { ...routed, documents, advice: `${routed.advice}${withoutControlPolicy(routed.outcome, documents)}` };
};

/** The advice speaks of a control policy below: where it is left out, a person hears why. */
const withoutControlPolicy = (outcome: Outcome, documents: NonNullable<Refused['documents']>): string =>
  outcome === 'ROUTE_SERVICE_LINKED' || documents.serviceControlPolicy !== undefined
    ? ''
    : ' There is no service control policy below: at this level the Deny is larger than one may be.';

/** A role of Identity Center is never written to, so its findings say `ask`: a person can still paste the Deny. */
const withDeny = (finding: Finding): Finding =>
  finding.ask === undefined || finding.containment !== 'ask' ? finding : { ...finding, containment: 'deny' };

type Placing = {
  input: PlanInput;
  principal: Principal;
  violated: readonly Asked[];
  region: Region;
  options: SearchOptions;
  snapshot: Snapshot;
  namesOthers: boolean;
  /** Violated questions that no document has room for, each with the reason. */
  left?: readonly string[];
};

/** The first mechanism that can be placed and proved. */
const placeRegion = (placing: Placing): Planned => {
  const { input, principal, violated, region, options } = placing;
  const { facts, settings, identity } = input;
  const shield = shieldOf(facts, identity, { accessKeys: input.level === 'quarantine' && input.accessKeys === true });
  const { attempts, obstacle } = mechanismsFor({ facts, identity, settings, region: region.questions, shield });
  const passed: (NoPlacement & { mechanism: string })[] = [];
  for (const { mechanism, place } of attempts) {
    const placement = place();
    if (!('document' in placement)) {
      passed.push({ mechanism, ...placement });
      continue;
    }
    const proved = provePlacement({ facts, principal, placement, region, shield, violated, options });
    if (proved.proved) return planOf(placing, { placement, proved, shield, passed });
    passed.push({ mechanism, outcome: 'PROOF_FAILED', detail: proved.detail });
  }
  const isTooLarge = passed.some(({ outcome }) => outcome === 'TOO_LARGE');
  const fitting = isTooLarge && placing.namesOthers ? otherLevels(input) : [];
  const part = isTooLarge && placing.namesOthers && input.level === 'surgical' ? planPart(placing, fitting) : undefined;
  return (
    part ?? byAPerson(refusalOf(passed, obstacle), { facts, region: region.questions, options, fitting, settings })
  );
};

/** One finding whose Deny is too large does not leave the others open. What is left out is named in the plan, with its size. */
const planPart = (placing: Placing, fitting: readonly Level[]): Planned | undefined => {
  const { input, principal, options } = placing;
  const { facts, settings, identity } = input;
  const shield = shieldOf(facts, identity);
  const part = partThatFits(placing.violated, {
    principal,
    options,
    fitting,
    attemptsFor: (region) => mechanismsFor({ facts, identity, settings, region, shield }).attempts,
  });
  if (part === undefined) return undefined;
  const region = surgicalRegion(principal, part.violated, options);
  if (region.region === 'none') return undefined;
  const planned = placeRegion({ ...placing, region, ...part, namesOthers: false });
  return planned.planned ? planned : undefined;
};

/** A level with fewer or broader statements may fit where this one does not. */
const otherLevels = (input: PlanInput): readonly Level[] =>
  levels.filter((level) => level !== input.level && planAt({ ...input, level }, { namesOthers: false }).planned);

/** What no document can say, or no proof can show, stays so wherever it would stand; everything else is the obstacle's. */
const refusalOf = (
  passed: readonly NoPlacement[],
  obstacle: NoPlacement | undefined,
): { outcome: Outcome; detail: string } => {
  const inherent = passed.find(({ outcome }) => outcome === 'NOT_EXPRESSIBLE' || outcome === 'NEVER_DENY_HIT');
  const [first] = passed;
  if (inherent !== undefined) return inherent;
  if (obstacle === undefined) return first ?? { outcome: 'NOT_EXPRESSIBLE', detail: 'No mechanism is left.' };
  const details = [...new Set([obstacle, ...passed].map(({ detail }) => detail))];
  return { outcome: obstacle.outcome, detail: details.join(' ') };
};

type Found = {
  placement: Placement;
  proved: Proved & { proved: true };
  shield: readonly Question[];
  passed: readonly (NoPlacement & { mechanism: string })[];
};

const planOf = (placing: Placing, { placement, proved, shield, passed }: Found): Planned => {
  const { input, principal, region, options, snapshot } = placing;
  const { facts, level, settings, identity, now } = input;
  const isQuarantine = level === 'quarantine';
  const { credentials, notes } = isQuarantine
    ? planCredentials(facts, identity, input.accessKeys === true)
    : { credentials: [], notes: [] };
  const revocation =
    isQuarantine && input.revokeSessions === true
      ? planRevocation(facts, identity, placement, laterBy(now, settings.agreeAfter))
      : { notes: [] };
  const { document: _document, documents, ...placed } = placement;
  const planning = {
    ...placed,
    documents: { ...documents, ...('document' in revocation ? { revocation: revocation.document } : {}) },
    ...('revocationName' in revocation ? { revocationName: revocation.revocationName } : {}),
    ...(credentials.length === 0 ? {} : { credentials }),
  };
  const couldShield = shield.flatMap(({ actions, resources }) =>
    actions.filter((action) => canEver(principal, { actions: [action], resources }, options).answer !== 'no'),
  );
  const subject = { kind: facts.kind, arn: facts.arn, uniqueId: facts.uniqueId, accountId: facts.accountId };
  const left = placing.left ?? [];
  const open = [...proved.leavesOpen, ...leftOpen(facts, planning, settings, now)];
  const leavesOpen = [...left, ...new Set(open.filter((name) => !left.some((each) => each.startsWith(`${name}: `))))];
  const stops = describeStops(facts, region.questions, couldShield, [
    ...credentials.map(describeCredential),
    ...revocation.notes,
    ...notes,
    ...whileItStands(facts, placement),
  ]);
  const ids = identifyPlan(input, snapshot, planning);
  return {
    planned: true,
    plan: {
      ...ids,
      ...planning,
      subject,
      level,
      questions: proved.questions,
      snapshot,
      proof: proved.proof,
      ...callsOf(effectsOf(planning), subject, { replaced: placement.replaced, sagaId: ids.id }),
      stops,
      onlyWhatWasJustGiven: region.onlyGained,
      ...(region.gainUnknown === undefined ? {} : { gainUnknown: region.gainUnknown }),
      ...(leavesOpen.length === 0 ? {} : { leavesOpen }),
      ...(passed.length === 0 ? {} : { passedOver: passed.map(({ mechanism, detail }) => `${mechanism}: ${detail}`) }),
      approvalReasons: approvalReasons(
        facts,
        {
          onlyWhatWasJustGiven: region.onlyGained,
          denies: region.questions,
          now,
          mechanism: placement.mechanism,
          replacesForeign: placement.replaced !== undefined && !isOwnPolicy(placement.replaced.arn),
          gainUnknown: region.gainUnknown === true,
          credentials: credentials.length,
        },
        settings,
      ),
      shield: couldShield,
      plannedAt: now,
    },
  };
};

const describeCredential = ({ kind, id, serviceName }: PlannedCredential): string =>
  kind === 'access-key'
    ? `The access key ${id} becomes inactive.`
    : `The service-specific credential ${id} (${serviceName ?? 'of a service that is not known'}) becomes inactive.`;

const laterBy = (iso: string, milliseconds: number): string => new Date(Date.parse(iso) + milliseconds).toISOString();

/** A policy that the principal's owner does not know keeps it from being deleted (IAM API Reference, "DeleteRole"). */
const whileItStands = ({ name }: PrincipalFacts, { mechanism }: Placement): readonly string[] =>
  mechanism === 'inline' || mechanism === 'managed'
    ? [`While the Deny stands, deleting ${name} or the stack that made it fails with DeleteConflict: undo it first.`]
    : [];
