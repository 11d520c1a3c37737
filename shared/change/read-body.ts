import type { CarriedDocument, Change, Outcome, Touched } from './change.ts';
import type { CloudTrailRecord } from './cloudtrail-record.ts';
import { type JsonObject, memberOf } from './json-object.ts';
import type { KnownEvent } from './known-events.ts';
import { principalsElsewhere } from './touches/iam-readers.ts';
import type { EventReading, RecordBody } from './touches/record-body.ts';
import { anyIdentifier, listedResources } from './touches/resource-readers.ts';

export type ReadBody = {
  touches: readonly Touched[];
  documents: readonly CarriedDocument[];
  body: Change['body'];
  parameters: JsonObject;
};

/**
 * CloudTrail's mark on a request that was too large to record: `omitted: true` (or "true"), with originalSize and
 * reason. (AWS: "CloudTrail record contents".) A caller can bring it about by padding a policy with spaces.
 */
const isOmissionMark = (parameters: JsonObject): boolean => {
  const mark = memberOf(parameters, 'omitted');
  return mark === true || (typeof mark === 'string' && mark.toLowerCase() === 'true');
};

const withoutRepeats = (touches: readonly Touched[]): readonly Touched[] => {
  const seen = new Set<string>();
  return touches.filter((touched) => {
    const key = JSON.stringify(touched);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

/** Use, not change: what these groups record leaves the account as it was. */
const activity: ReadonlySet<string> = new Set(['bedrock-inference', 'bedrock-data', 'agentcore-data', 'sts']);

/** Nobody has seen a record of an inferred event: its members may be called otherwise. IAM's API has named them. */
const membersAreGuessed = (event: KnownEvent): boolean =>
  event.confidence === 'inferred' && event.eventSource !== 'iam.amazonaws.com';

/** Where the members that the event should have are not there: any other place of the record that names something. */
const elsewhere = (body: RecordBody, event: KnownEvent, changed: boolean): readonly Touched[] => {
  const account: Touched = { kind: 'account', accountId: body.accountId };
  const principals = principalsElsewhere(body);
  if (principals.length > 0) return principals;
  const guessed = membersAreGuessed(event) ? anyIdentifier('unknown')(body) : [];
  if (guessed.length > 0) return guessed;
  // What a record lists may be a key or a bucket beside the thing that changed: the account is looked at as well.
  return changed ? [...listedResources(body), account] : listedResources(body);
};

const stateOf = (body: RecordBody, named: boolean, reading: EventReading, changed: boolean): Change['body'] => {
  if (Object.keys(body.parameters).length === 0) {
    // A refused call has no parameters in IAM's records; other services keep them.
    return changed && reading.parameters === 'always' ? 'omitted' : 'none-expected';
  }
  // Parameters that name nothing where the event always names something were cut short.
  return named || !changed || reading.parameters !== 'always' ? 'present' : 'omitted';
};

/**
 * What a record touches, the documents it carries, and whether its body is whole. A change that does not say where it
 * happened touches the whole account: unknown is never compliant. A failed call changed nothing and activity changes
 * nothing: they name something or they do not.
 */
export const readBody = (
  record: CloudTrailRecord,
  place: { accountId: string; region: string },
  event: KnownEvent,
  reading: EventReading,
  outcome: Outcome,
): ReadBody => {
  const given = record.parameters ?? {};
  const omitted = isOmissionMark(given);
  const parameters = omitted ? {} : given;
  const body: RecordBody = {
    parameters,
    response: record.response,
    resources: record.resources,
    caller: record.caller,
    silent: omitted || (outcome.result === 'failed' && Object.keys(parameters).length === 0),
    accountId: place.accountId,
    region: place.region,
  };
  const changed = outcome.result === 'succeeded' && !activity.has(event.group);
  const named = reading.touches(body);
  const found = named.length > 0 ? named : elsewhere(body, event, changed);
  const identified = named.length > 0 || (membersAreGuessed(event) && found.some(({ kind }) => kind !== 'account'));
  return {
    touches: withoutRepeats(found),
    documents: reading.documents?.(body) ?? [],
    body: omitted ? 'omitted' : stateOf(body, identified, reading, changed),
    parameters: given,
  };
};
