import type { Change } from '../../change/change.ts';
import { displayText } from '../../change/display-text.ts';
import { regionSubject } from '../../checks/subjects.ts';
import { diffSurroundings } from '../../facts/guardrail/diff-surroundings.ts';
import { isHeld, type SeenSurrounding, type SurroundingKey } from '../../facts/guardrail/surroundings.ts';
import { mayBeWeaker } from '../../facts/guardrail/verdict.ts';
import type { Ports } from '../../ports/ports.ts';
import { versions } from '../versions.ts';
import type { Sight } from './hold-guardrail-surroundings.ts';

/** An event, or the sweep with its id. */
export type SeenBy = { change: Change } | { sweep: string };

/**
 * Ringfence's own record of what stands around guardrails, after it was judged: the document under its hash, who changed it and
 * when. A state that lost nothing becomes the one that later ones are held against. A sweep that finds it as it was writes
 * nothing.
 * @returns whether it differs from what was remembered
 */
export const rememberSurrounding = async (
  ports: Pick<Ports, 'surroundingMemory' | 'documents' | 'history' | 'clock' | 'identity'>,
  { key, now, record, held }: Sight & { read: 'yes' },
  by: SeenBy,
): Promise<boolean> => {
  const sha256 = now === undefined ? undefined : await ports.documents.put(JSON.stringify(now));
  const changed = record === undefined ? now !== undefined : record.seen.sha256 !== sha256;
  if (!changed && !('change' in by)) return false;
  const asOf = ports.clock.now();
  const actorArn = actorOf(ports, by);
  await ports.history.append(
    [
      {
        time: asOf,
        kind: 'change' in by ? 'evaluation' : 'sweep',
        actor: { arn: actorArn },
        subject: subjectOf(ports.identity.accountId, key),
        outcome: changed ? 'changed' : 'unchanged',
        ...(record?.seen.sha256 === undefined ? {} : { before: { hash: record.seen.sha256 } }),
        ...(sha256 === undefined ? {} : { after: { hash: sha256 } }),
        note: `${key.kind} of ${displayText(key.identifier)} ${'change' in by ? `after ${by.change.eventName}` : 'as the sweep found it'}`,
        catalogueVersion: versions.catalogue,
        engineVersion: versions.product,
      },
    ],
    `surrounding#${'change' in by ? by.change.eventId : by.sweep}#${key.kind}#${key.region}#${key.identifier}`,
  );
  const seen: SeenSurrounding = {
    ...(sha256 === undefined ? {} : { sha256 }),
    asOf,
    ...('change' in by ? { by: actorArn, eventId: by.change.eventId } : { by: 'sweep' }),
  };
  const isLoss =
    held !== undefined && isHeld(key.kind) && mayBeWeaker(diffSurroundings(key.kind, held.was, now).verdict);
  const base = record === undefined ? undefined : (record.heldAgainst ?? record.seen);
  await ports.surroundingMemory.remember({
    kind: key.kind,
    region: key.region,
    identifier: key.identifier,
    seen,
    ...(isLoss && base !== undefined ? { heldAgainst: base } : {}),
  });
  return changed;
};

const actorOf = (ports: Pick<Ports, 'identity'>, by: SeenBy): string =>
  'change' in by
    ? displayText(by.change.actor.arn ?? `unknown:${by.change.actor.type}`, 2_048)
    : ports.identity.containRoleArn;

const subjectOf = (accountId: string, { region, identifier }: SurroundingKey) => {
  const arn = identifier.startsWith('arn:') ? identifier : regionSubject(accountId, region).arn;
  return { account: accountId, id: arn, arn };
};
