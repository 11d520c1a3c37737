import type { Change } from '../../change/change.ts';
import type { ChangeContext, GuardrailUser, RememberedGuardrail } from '../../checks/check.ts';
import type { JsonObject } from '../../change/json-object.ts';
import { outOfScope, type Known } from '../../facts/known.ts';
import type { SurroundingKind } from '../../facts/guardrail/surroundings.ts';
import type { Ports } from '../../ports/ports.ts';
import { rememberedContent } from './hold-guardrail-surroundings.ts';
import { recreationSummary, versionSummary } from './restore-guardrail-summary.ts';
import { principalsNaming, settingsNaming, type Gone } from './users-of-guardrail.ts';

type Memory = ChangeContext['guardrailMemory'];

/**
 * Who loses a guardrail that is deleted, what now happens to each, and how it is brought back. A deletion is rare, so everybody is
 * read at once; where they cannot be read, the alert does not wait and says so.
 */
export const withCallers = async (
  ports: Pick<
    Ports,
    'principals' | 'accountState' | 'guardrailMemory' | 'surroundingMemory' | 'documents' | 'identity' | 'clock'
  >,
  change: Change,
  guardrailMemory: Memory,
): Promise<{ guardrailMemory: Memory; incomplete: readonly string[] }> => {
  const isDeletion = change.eventName === 'DeleteGuardrail' && Object.keys(guardrailMemory).length > 0;
  if (!isDeletion) return { guardrailMemory, incomplete: [] };
  const incomplete: string[] = [];
  const read = await ports.principals.readAccount();
  if (read.found !== 'yes') {
    const why = read.found === 'no' ? 'the account has no principals' : read.why;
    incomplete.push(`who names a guardrail that was deleted is not known: ${why}`);
  }
  const principals = read.found === 'yes' ? read.value : [];
  const named: Record<string, RememberedGuardrail> = {};
  for (const [id, remembered] of Object.entries(guardrailMemory)) {
    const version = change.touches.find((each) => each.kind === 'guardrail' && each.identifier.endsWith(id));
    const gone: Gone = {
      id,
      region: change.region,
      ...(version?.kind === 'guardrail' && version.version !== undefined ? { version: version.version } : {}),
    };
    const settings = await settingsThatName(ports, change.region);
    incomplete.push(...settings.incomplete);
    const users = [
      ...principalsNaming(principals, gone, ports.clock.now()),
      ...settingsNaming(settings.remembered, gone),
    ];
    named[id] = { ...remembered, ...usersOf(remembered, users), restore: await restoreOf(ports, gone) };
  }
  return { guardrailMemory: named, incomplete };
};

const usersOf = (
  { referredToBy = [] }: RememberedGuardrail,
  users: readonly GuardrailUser[],
): Pick<RememberedGuardrail, 'users' | 'referredToBy'> => {
  const all = [...new Set([...referredToBy, ...users.map(({ by }) => by)])];
  return all.length === 0 ? {} : { users, referredToBy: all };
};

/**
 * Enforcement, agents and flows still name it after it is gone: they are read now, and where that is refused taken from the last
 * sight of them. What the organisation enforces is known from the sweep.
 */
const settingsThatName = async (
  ports: Pick<Ports, 'accountState' | 'surroundingMemory' | 'documents' | 'identity'>,
  region: string,
): Promise<{ remembered: Parameters<typeof settingsNaming>[0]; incomplete: readonly string[] }> => {
  const incomplete: string[] = [];
  const recall = async (kind: SurroundingKind, identifier: string): Promise<JsonObject | undefined> => {
    const read = await rememberedContent(ports, { kind, region, identifier });
    if (read.ok) return read.content;
    incomplete.push(read.why);
    return undefined;
  };
  const now = await ports.accountState.regionState(region, {
    facts: new Set(['enforcedGuardrails', 'guardrailReferences']),
    guardrails: [],
    invocationLogging: outOfScope,
  });
  const either = async <T>(
    fact: Known<T> | undefined,
    as: (value: T) => JsonObject,
    kind: SurroundingKind,
  ): Promise<JsonObject | undefined> => {
    if (fact?.state === 'known') return as(fact.value);
    const remembered = await recall(kind, region);
    if (remembered === undefined && fact?.state === 'unknown')
      incomplete.push(`not everybody who names the guardrail is known: ${fact.why}`);
    return remembered;
  };
  const enforced = await either(now.enforcedGuardrails, (list) => ({ guardrailsConfig: list }), 'enforced-guardrails');
  const references = await either(now.guardrailReferences, (list) => ({ references: list }), 'guardrail-references');
  const organisation = await recall('organisation-guardrails', ports.identity.accountId);
  return {
    remembered: {
      ...(enforced === undefined ? {} : { enforced }),
      ...(organisation === undefined ? {} : { organisation }),
      ...(references === undefined ? {} : { references }),
    },
    incomplete,
  };
};

const restoreOf = async (ports: Pick<Ports, 'guardrailMemory'>, { id, version }: Gone): Promise<readonly string[]> => {
  if (version !== undefined) return versionSummary(version);
  const record = await ports.guardrailMemory.recall(id);
  const versions = await ports.guardrailMemory.versions(id);
  if (record.found !== 'yes') return [];
  return [
    ...recreationSummary(record.value, versions.found === 'yes' ? versions.value : []),
    ...(versions.found === 'unreadable' ? [`its published versions are not part of it: ${versions.why}`] : []),
  ];
};
