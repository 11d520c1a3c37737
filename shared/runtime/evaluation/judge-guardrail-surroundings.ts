import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import { askAccountChecks } from '../../checks/ask-account-checks.ts';
import type { Check, StoppedCallers } from '../../checks/check.ts';
import { stoppedCallers, type Enforcement } from '../../checks/guard/caller-cannot-apply/stopped-callers.ts';
import { enforcementChanged } from '../../checks/guard/enforcement-changed/check.ts';
import { enforcedNow } from '../../checks/guard/enforcement-changed/enforced-now.ts';
import { formalChecksChanged } from '../../checks/guard/formal-checks-changed/check.ts';
import type { Judgement, Novelty } from '../../checks/judgement.ts';
import { invocationLoggingOff } from '../../checks/logging/invocation-logging-off/check.ts';
import { diffSurroundings } from '../../facts/guardrail/diff-surroundings.ts';
import type { HeldSurrounding, SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import { mayBeWeaker } from '../../facts/guardrail/verdict.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Settings } from '../../response/settings.ts';
import {
  holdSurrounding,
  rememberedContent,
  surroundingsOfChange,
  underNewNames,
  type Sight,
} from './hold-guardrail-surroundings.ts';
import { keepFindings } from './keep-findings.ts';
import { rememberSurrounding } from './remember-guardrail-surroundings.ts';

/** Checks that hold a surrounding against its memory. */
const holding: readonly Check[] = [enforcementChanged, formalChecksChanged, invocationLoggingOff];

export type SeenSurroundings = {
  sights: readonly (Sight & { read: 'yes' })[];
  incomplete: readonly string[];
  /** What could not be read just now: thrown after the alert that does not need it. */
  later?: Error;
};

/** What stands around guardrails and the change touched, read before anything is judged. */
export const seeSurroundings = async (
  ports: Pick<Ports, 'surroundings' | 'surroundingMemory' | 'documents' | 'restorations'>,
  change: Change,
): Promise<SeenSurroundings> => {
  const sights: (Sight & { read: 'yes' })[] = [];
  const incomplete: string[] = [];
  let later: Error | undefined;
  for (const key of surroundingsOfChange(change)) {
    try {
      const sight = await holdSurrounding(ports, key);
      if (sight.read === 'yes') sights.push(sight);
      else incomplete.push(sight.why);
    } catch (error) {
      later ??= error instanceof Error ? error : new Error(String(error));
    }
  }
  return { sights, incomplete, ...(later === undefined ? {} : { later }) };
};

export const heldIn = ({ sights }: SeenSurroundings): readonly HeldSurrounding[] =>
  sights.flatMap(({ held }) => held ?? []);

/** Kinds of change after which somebody may be refused under a guardrail that is enforced. */
const canStop = new Set(['PutEnforcedGuardrailConfiguration', 'PutResourcePolicy', 'DeleteResourcePolicy']);

/**
 * Who is refused from now on, under what is enforced in the Region. Asked only where something is: it reads everybody.
 */
export const whoIsStopped = async (
  ports: Pick<Ports, 'principals' | 'accountState' | 'surroundingMemory' | 'documents' | 'identity' | 'clock'>,
  change: Change,
  seen: SeenSurroundings,
): Promise<{ stopped: readonly StoppedCallers[]; incomplete: readonly string[] }> => {
  const byOrganisation = change.group === 'organizations';
  if (!byOrganisation && !canStop.has(change.eventName)) return { stopped: [], incomplete: [] };
  const incomplete: string[] = [];
  const enforced = byOrganisation ? await enforcedByOrganisation(ports) : await enforcedIn(ports, change, seen);
  incomplete.push(...enforced.incomplete);
  if (enforced.list.length === 0) return { stopped: [], incomplete };
  const read = await ports.principals.readAccount();
  if (read.found !== 'yes') {
    const why = read.found === 'no' ? 'the account has no principals' : read.why;
    return {
      stopped: [],
      incomplete: [...incomplete, `who is refused after ${change.eventName} is not known: ${why}`],
    };
  }
  return {
    stopped: stoppedCallers({ principals: read.value, enforced: enforced.list, now: ports.clock.now() }),
    incomplete,
  };
};

/** What the organisation enforces now. Where it may not be read and nothing of it was ever seen, there is nothing to say. */
const enforcedByOrganisation = async ({
  accountState,
  identity,
}: Pick<Ports, 'accountState' | 'identity'>): Promise<Enforced> => {
  const { watchedRegions } = identity;
  const { organisationGuardrails } = await accountState.wideState({
    facts: new Set(['organisationGuardrails']),
    regions: watchedRegions,
  });
  const policies = organisationGuardrails?.state === 'known' ? organisationGuardrails.value : [];
  const list = policies.flatMap(({ region, guardrailArn }) =>
    guardrailArn === undefined
      ? []
      : (region === undefined ? watchedRegions : [region]).map((each) => ({ region: each, guardrailArn })),
  );
  return { list, incomplete: [] };
};

type Enforced = { list: readonly Enforcement[]; incomplete: readonly string[] };

/** A resource policy matters where its guardrail is enforced. */
const enforcedIn = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents'>,
  { region }: Change,
  { sights }: SeenSurroundings,
): Promise<Enforced> => {
  const just = sights.find(({ key }) => key.kind === 'enforced-guardrails');
  const key: SurroundingKey = { kind: 'enforced-guardrails', region, identifier: region };
  const own = just === undefined ? await rememberedContent(ports, key) : { ok: true as const, content: just.now };
  const policies = new Map(
    sights.flatMap(({ key: { kind, identifier }, now }) =>
      kind === 'guardrail-policy' && typeof now?.['resourcePolicy'] === 'string'
        ? [[identifier, now['resourcePolicy']] as const]
        : [],
    ),
  );
  const changedPolicies = new Set(
    sights.flatMap(({ key: each }) => (each.kind === 'guardrail-policy' ? [each.identifier] : [])),
  );
  const list = (own.ok && own.content !== undefined ? enforcedNow({ now: own.content }) : [])
    .filter(({ guardrailArn }) => just !== undefined || changedPolicies.has(guardrailArn))
    .map(({ guardrailArn }): Enforcement => {
      const resourcePolicy = policies.get(guardrailArn);
      return { region, guardrailArn, ...(resourcePolicy === undefined ? {} : { resourcePolicy }) };
    });
  return { list, incomplete: own.ok ? [] : [own.why] };
};

type About = {
  change: Change;
  settings: Settings;
  mode: string;
  /** What the change itself was judged to be: it is not told twice. */
  told: readonly Judgement[];
};

/** Held against the memory and kept, and only then remembered anew: a worker that dies in between judges once more. */
export const judgeSurroundings = async (
  ports: Ports,
  { sights }: SeenSurroundings,
  { change, settings, mode, told }: About,
): Promise<readonly Finding[]> => {
  const changed: Finding[] = [];
  for (const sight of sights) {
    const { held } = sight;
    if (held !== undefined) {
      const novelty = await noveltyOf(ports, sight, held);
      changed.push(...(await keepHeld(ports, held, { change, settings, mode, told, novelty })));
    }
    await rememberSurrounding(ports, sight, { change });
  }
  return changed;
};

/** Whether this very change took something away, or found it so. */
const noveltyOf = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents' | 'restorations'>,
  { key, now, record }: Sight & { read: 'yes' },
  held: HeldSurrounding,
): Promise<Novelty> => {
  const isLoss = (before: HeldSurrounding['was']): boolean =>
    mayBeWeaker(diffSurroundings(key.kind, before, now).verdict);
  if (record?.heldAgainst === undefined) return isLoss(held.was) ? 'granted-by-this-change' : 'already-there';
  const last = await rememberedContent(ports, key);
  return !last.ok || isLoss(await underNewNames(ports, key, last.content, now))
    ? 'widened-by-this-change'
    : 'already-there';
};

const keepHeld = async (
  ports: Ports,
  held: HeldSurrounding,
  { change, settings, mode, told, novelty }: About & { novelty: Novelty },
): Promise<readonly Finding[]> => {
  const judgements = judgementsOf(ports, held, settings).filter(
    (judged) => judged.answer.answer === 'no' || !told.some((each) => isSame(each, judged)),
  );
  const subject = judgements[0]?.subject;
  if (subject === undefined) return [];
  const { changed } = await keepFindings(ports, {
    subject,
    judgements: judgements.map((judged) => ({ ...judged, novelty })),
    consulted: [],
    change,
    settings,
    mode,
    inputs: await documentsOf(ports, held),
    note: `${held.kind} of ${displayText(held.identifier)} after ${change.eventName}`,
    key: `surrounding#${change.eventId}#${held.kind}`,
  });
  return changed;
};

const isSame = (a: Judgement, b: Judgement): boolean =>
  a.answer.answer === 'yes' &&
  a.checkId === b.checkId &&
  a.questionName === b.questionName &&
  a.subject.uniqueId === b.subject.uniqueId;

/** What the checks say of one held state, whoever asks: an event or the sweep. */
export const judgementsOf = (
  ports: Pick<Ports, 'identity' | 'clock'>,
  held: HeldSurrounding,
  settings: Settings,
): readonly Judgement[] =>
  askAccountChecks({
    account: {
      accountId: ports.identity.accountId,
      asOf: ports.clock.now(),
      principals: [],
      invocationLogging: {},
      guardrails: {},
      surroundings: [held],
    },
    settings: { ...settings.checks, modelRegions: [] },
    checks: holding,
  }).judgements.filter(({ answer }) => answer.answer !== 'unknown');

const documentsOf = async (
  { documents }: Pick<Ports, 'documents'>,
  { was, now }: HeldSurrounding,
): Promise<readonly string[]> =>
  Promise.all([was, now].flatMap((content) => (content === undefined ? [] : [documents.put(JSON.stringify(content))])));
