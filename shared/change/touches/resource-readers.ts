import type { Touched } from '../change.ts';
import { textAt, textsAt } from '../json-object.ts';
import type { RecordBody, TouchReader } from './record-body.ts';

const arnParts = /^arn:[^:]+:([^:]*):([^:]*):([^:]*):(.+)$/s;

/**
 * The part of an ARN behind its resource type, when the resource lives in the record's own account and Region: the same
 * thing is then called the same, whether a caller named it by ARN or by name. Another account's ARN stays whole.
 * @param arnType the resource type in the ARN, for example `guardrail`; nothing for topics and queues, which have none.
 */
export const localName = (
  identifier: string,
  { accountId, region }: Pick<RecordBody, 'accountId' | 'region'>,
  arnType?: string,
): string => {
  const match = arnParts.exec(identifier);
  if (match === null) return identifier;
  const [, , arnRegion = '', account = '', rest = ''] = match;
  if (account !== '' && account !== accountId) return identifier;
  if (arnRegion !== '' && arnRegion !== region) return identifier;
  if (arnType === undefined) return rest;
  return rest.startsWith(`${arnType}/`) || rest.startsWith(`${arnType}:`) ? rest.slice(arnType.length + 1) : identifier;
};

const touched = (type: string, identifier: string): Touched => ({ kind: 'resource', type, identifier });

/**
 * A resource by its identifier. The answer goes first: a create names its new id only there, and an update repeats it.
 * @param askedAt dotted paths in the parameters, the first that holds text wins
 * @param answeredAt dotted paths in the response
 */
export const resource =
  (type: string, askedAt: readonly string[], answeredAt: readonly string[] = []): TouchReader =>
  ({ parameters, response }) => {
    for (const path of answeredAt) {
      const identifier = textAt(response, path);
      if (identifier !== undefined) return [touched(type, identifier)];
    }
    for (const path of askedAt) {
      const identifiers = textsAt(parameters, path);
      if (identifiers.length > 0) return identifiers.map((identifier) => touched(type, identifier));
    }
    return [];
  };

/** A resource that is called by name and by ARN alike: shortened to its name where it is of this account and Region. */
export const localResource =
  (
    type: string,
    arnType: string | undefined,
    askedAt: readonly string[],
    answeredAt: readonly string[] = [],
  ): TouchReader =>
  (body) =>
    resource(
      type,
      askedAt,
      answeredAt,
    )(body).map((item) =>
      item.kind === 'resource' ? { ...item, identifier: localName(item.identifier, body, arnType) } : item,
    );

/** One thing an account has once, for example its data retention setting: named by the account. */
export const onceAnAccount =
  (type: string): TouchReader =>
  ({ accountId }) => [touched(type, accountId)];

const likelyIdentifier = /(?:arn|identifier|id|name|url)$/i;
const notAnIdentifier = /^(?:clientToken|clientRequestToken|kmsKeyId|roleArn)$/i;

/**
 * For events whose exact members nobody has seen: the member that is called most like an identifier. ARNs of the answer
 * first, then ids, then names.
 */
export const anyIdentifier =
  (type: string): TouchReader =>
  ({ parameters, response }) => {
    for (const object of [response, parameters]) {
      const names = Object.keys(object).filter((name) => likelyIdentifier.test(name) && !notAnIdentifier.test(name));
      for (const ending of [/arn$/i, /identifier$|id$/i, /name$|url$/i]) {
        const name = names.find((candidate) => ending.test(candidate));
        const identifier = name === undefined ? undefined : textAt(object, name);
        if (identifier !== undefined) return [touched(type, identifier)];
      }
    }
    return [];
  };

/** ARNs that the record lists beside its body: what is left when the body was left out. */
export const listedResources: TouchReader = ({ resources }) =>
  resources.map(({ arn, type }) => touched(type ?? 'unknown', arn));
