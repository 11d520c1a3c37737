import type { Change } from '../../change/change.ts';
import type { PublishedVersion } from '../../checks/check.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { Ports } from '../../ports/ports.ts';

/** A guardrail has at most this many versions (AWS: "Amazon Bedrock endpoints and quotas") [unconfirmed]. */
const versionsAtMost = 20;

/**
 * The versions that a change published, each with the last one before it: from memory, as it may be gone, otherwise read.
 * A version that cannot be read is left out; reading what the change touched says so.
 */
export const publishedVersions = async (
  ports: Pick<Ports, 'accountState' | 'guardrailMemory'>,
  change: Change,
): Promise<readonly PublishedVersion[]> => {
  if (change.eventName !== 'CreateGuardrailVersion' || change.outcome.result !== 'succeeded') return [];
  const published: PublishedVersion[] = [];
  for (const touched of change.touches) {
    if (touched.kind !== 'guardrail' || touched.version === undefined) continue;
    const read = await ports.accountState.guardrail(change.region, touched.identifier, touched.version);
    if (read.found !== 'yes') continue;
    const before = await versionBefore(ports, read.value);
    published.push({ facts: read.value, ...(before === undefined ? {} : { before }) });
  }
  return published;
};

const versionBefore = async (
  ports: Pick<Ports, 'accountState' | 'guardrailMemory'>,
  { id, region, version }: GuardrailFacts,
): Promise<GuardrailFacts | undefined> => {
  const number = Number(version);
  if (!Number.isInteger(number)) return undefined;
  const recalled = await ports.guardrailMemory.versions(id);
  const seen = recalled.found === 'yes' ? recalled.value : [];
  for (let earlier = number - 1; earlier >= Math.max(1, number - versionsAtMost); earlier -= 1) {
    const remembered = seen.find(({ facts }) => facts.version === String(earlier));
    if (remembered !== undefined) return remembered.facts;
    const read = await ports.accountState.guardrail(region, id, String(earlier));
    if (read.found === 'yes') return read.value;
  }
  return undefined;
};
