import { guardrailWeakened } from '../../checks/guard/guardrail-weakened/check.ts';
import type { Judgement } from '../../checks/judgement.ts';
import { regionSubject } from '../../checks/subjects.ts';
import type { JsonObject } from '../../change/json-object.ts';
import type { AccountFacts } from '../../facts/account-facts.ts';
import type { SurroundingKey, SurroundingKind } from '../../facts/guardrail/surroundings.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Read } from '../../ports/read.ts';
import { holdRead, withoutVersion, type Sight } from './hold-guardrail-surroundings.ts';
import { rememberSurrounding } from './remember-guardrail-surroundings.ts';
import { withPutBack } from './restore-guardrail-summary.ts';

type Reading = Pick<Ports, 'surroundings' | 'surroundingMemory' | 'documents' | 'restorations'>;

/** What the sweep saw around guardrails, and what of it could not be held against its memory. */
export type SweptSurroundings = { sights: readonly (Sight & { read: 'yes' })[]; incomplete: readonly string[] };

/**
 * Everything around guardrails that the account's facts say can be read, each beside its memory. What is refused is said by the
 * checks that need it; here only a damaged memory and what could not be read just now is.
 */
export const sweepSurroundings = async (ports: Reading, account: AccountFacts): Promise<SweptSurroundings> => {
  const sights: (Sight & { read: 'yes' })[] = [];
  const incomplete: string[] = [];
  for await (const { key, read } of readings(ports, account, incomplete)) {
    try {
      const sight = await holdRead(ports, key, read);
      if (sight.read === 'yes') sights.push(sight);
      else incomplete.push(sight.why);
    } catch (error) {
      incomplete.push(`${key.kind} of ${key.identifier}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { sights, incomplete };
};

/** After they were judged. What nobody was told of is not remembered: the next sweep tells it. */
export const rememberSwept = async (
  ports: Parameters<typeof rememberSurrounding>[0],
  { sights }: SweptSurroundings,
  { sweep, unkept }: { sweep: string; unkept: ReadonlySet<string> },
): Promise<void> => {
  for (const sight of sights) {
    const { identifier, region } = sight.key;
    const subject = identifier.startsWith('arn:')
      ? identifier
      : regionSubject(ports.identity.accountId, region).uniqueId;
    if (!unkept.has(subject)) await rememberSurrounding(ports, sight, { sweep });
  }
};

/** The same finding, whoever finds it: with how a guardrail that got weaker is put back. */
export const withPutBackPlans = (
  judgements: readonly Judgement[],
  { guardrails, guardrailRecords = {} }: AccountFacts,
): readonly Judgement[] =>
  judgements.map((judged) => {
    if (judged.checkId !== guardrailWeakened.id) return judged;
    const { uniqueId, region = '' } = judged.subject;
    const there = guardrails[region];
    const now = there?.state === 'known' ? there.value.find(({ arn }) => arn === uniqueId) : undefined;
    const record = guardrailRecords[uniqueId];
    return now === undefined || record === undefined ? judged : withPutBack(judged, record, now);
  });

type One = { key: SurroundingKey; read: Read<JsonObject> };

const found = (value: JsonObject): Read<JsonObject> => ({ found: 'yes', value });

async function* readings(ports: Reading, account: AccountFacts, incomplete: string[]): AsyncIterable<One> {
  const { accountId, invocationLogging, regions = {}, wide } = account;
  for (const [region, logging] of Object.entries(invocationLogging)) {
    if (isRead(logging)) yield await live(ports, { kind: 'invocation-logging', region, identifier: region });
  }
  for (const [region, state] of Object.entries(regions)) {
    const { enforcedGuardrails, guardrailPolicies, automatedReasoning, guardrailReferences } = state;
    if (enforcedGuardrails?.state === 'known')
      yield await live(ports, { kind: 'enforced-guardrails', region, identifier: region });
    if (guardrailPolicies?.state === 'known') {
      const texts = guardrailPolicies.value;
      for (const [identifier, resourcePolicy] of Object.entries(texts))
        yield { key: { kind: 'guardrail-policy', region, identifier }, read: found({ resourcePolicy }) };
      yield* gone(ports, region, 'guardrail-policy', new Set(Object.keys(texts)), incomplete);
    }
    if (automatedReasoning?.state === 'known') {
      const arns = new Set(automatedReasoning.value.map(({ arn }) => withoutVersion(arn)));
      for (const identifier of arns) yield await live(ports, { kind: 'automated-reasoning', region, identifier });
      yield* gone(ports, region, 'automated-reasoning', arns, incomplete);
    }
    if (guardrailReferences?.state === 'known')
      yield {
        key: { kind: 'guardrail-references', region, identifier: region },
        read: found({ references: guardrailReferences.value }),
      };
  }
  const policies = wide?.organisationGuardrails;
  if (policies?.state === 'known')
    for (const region of Object.keys(regions))
      yield {
        key: { kind: 'organisation-guardrails', region, identifier: accountId },
        read: found({ policies: policies.value.filter((each) => each.region === undefined || each.region === region) }),
      };
}

/** A part that a file cannot hold was not read. */
const isRead = (fact: { state: string; declared?: true }): boolean =>
  fact.state === 'known' || (fact.state === 'absent' && fact.declared !== true);

const live = async (ports: Reading, key: SurroundingKey): Promise<One> => ({
  key,
  read: await ports.surroundings.surrounding(key),
});

/** What is remembered and was not listed is not there any more. */
async function* gone(
  ports: Reading,
  region: string,
  kind: SurroundingKind,
  listed: ReadonlySet<string>,
  incomplete: string[],
): AsyncIterable<One> {
  const remembered = await ports.surroundingMemory.ofKind(region, kind);
  if (remembered.found === 'unreadable') incomplete.push(remembered.why);
  for (const { identifier, seen } of remembered.found === 'yes' ? remembered.value : [])
    if (!listed.has(identifier) && seen.sha256 !== undefined)
      yield { key: { kind, region, identifier }, read: { found: 'no' } };
}
