import type { HeardEvent } from './heard-events.ts';

type NameMatcher = string | { prefix: string };

/** An EventBridge pattern over CloudTrail calls, as the CDK rule and the matcher of the local demo take it. */
export type ChangePattern = {
  source: string[];
  'detail-type': string[];
  account: string[];
  detail: { eventSource: string[]; eventName: NameMatcher[] };
};

export type ChangeRule = {
  /** Unique within one function: the service, and a number where one pattern is too long. */
  name: string;
  /** CloudTrail's read-only calls reach only rules that ask for them by their state. */
  readOnly: boolean;
  pattern: ChangePattern;
};

/** "Amazon EventBridge quotas": event pattern size in characters. Room is left for the accounts of a token. */
export const maximumPatternLength = 4096;
const callViaCloudTrail = 'AWS API Call via CloudTrail';

/**
 * One rule for each event source: an event name of one service never lets a call of another through.
 * `account` may be a CloudFormation token. AWS alone can send events whose source begins with `aws.`.
 */
export const changeRules = (events: readonly HeardEvent[], accounts: readonly string[]): readonly ChangeRule[] => {
  const groups = Map.groupBy(events, ({ eventSource, readOnly }) => `${eventSource} ${String(readOnly)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const service = first.eventSource.replace('.amazonaws.com', '');
    const base = first.readOnly ? `${service}-read-only` : service;
    const make = (names: readonly NameMatcher[]): ChangePattern => ({
      // The EventBridge source is the first label of the event source [unconfirmed for agreement-marketplace,
      // bedrock-mantle and models-v2-lex].
      source: [`aws.${service}`],
      'detail-type': [callViaCloudTrail],
      account: [...accounts],
      detail: { eventSource: [first.eventSource], eventName: [...names] },
    });
    const parts = split(group.map(nameMatcher), (names) => JSON.stringify(make(names)).length <= maximumPatternLength);
    return parts.map((names, index) => ({
      name: parts.length === 1 ? base : `${base}-${index + 1}`,
      readOnly: first.readOnly,
      pattern: make(names),
    }));
  });
};

/** A name whose record carries the date of the API is matched by what stands before the date. */
const nameMatcher = (event: HeardEvent): NameMatcher =>
  event.recordedAs === undefined ? event.eventName : { prefix: event.eventName };

const split = <T>(items: readonly T[], fits: (part: readonly T[]) => boolean): readonly (readonly T[])[] => {
  const parts: T[][] = [[]];
  for (const item of items) {
    const last = parts.at(-1) ?? [];
    if (last.length === 0 || fits([...last, item])) last.push(item);
    else parts.push([item]);
  }
  return parts;
};
