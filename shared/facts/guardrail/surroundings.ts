import type { JsonObject } from '../../change/json-object.ts';

/**
 * What stands around guardrails and decides whether they work: who is made to use them, who may, whether it is written down, and
 * what they prove answers with.
 */
export const surroundingKinds = [
  /** Enforced configurations of the account in one Region. */
  'enforced-guardrails',
  /** The resource policy of one guardrail. */
  'guardrail-policy',
  /** Model invocation logging of one Region. */
  'invocation-logging',
  /** One automated reasoning policy with its definition. */
  'automated-reasoning',
  /** Bedrock policies of the organisation that reach the account. */
  'organisation-guardrails',
  /** Agents, flows and others that name a guardrail, of one Region. */
  'guardrail-references',
] as const;
export type SurroundingKind = (typeof surroundingKinds)[number];

/** `identifier`: the ARN of the guardrail or of the policy; for what a Region or an account has one of, its name. */
export type SurroundingKey = { kind: SurroundingKind; region: string; identifier: string };

/** As the API gives it, JSON values. Absent: it was looked for and is not there. */
export type Surrounding = SurroundingKey & { content?: JsonObject };

/** One sight of it. */
export type SeenSurrounding = {
  /** Lower-case hex SHA-256 of the document that holds it. Absent: it was not there. */
  sha256?: string;
  /** ISO 8601. */
  asOf: string;
  /** ARN of whoever changed it, or `sweep`. */
  by: string;
  /** CloudTrail `eventID`, where an event said so. */
  eventId?: string;
};

/** How it was seen last, and, where that may be weaker, the state that it is held against. */
export type SurroundingRecord = SurroundingKey & { seen: SeenSurrounding; heldAgainst?: SeenSurrounding };

/** The state that something is held against beside the state that was just read: what a check judges. */
export type HeldSurrounding = SurroundingKey & {
  was?: JsonObject;
  wasAsOf: string;
  wasBy: string;
  /** Where the state before is kept. */
  wasSha256?: string;
  now?: JsonObject;
};

/** Resource policies are ranked by nobody: what is gained is access, and what is lost too. So each state replaces the last. */
export const isHeld = (kind: SurroundingKind): boolean =>
  kind === 'enforced-guardrails' || kind === 'invocation-logging' || kind === 'automated-reasoning';

export const sameSurrounding = (a: SurroundingKey, b: SurroundingKey): boolean =>
  a.kind === b.kind && a.region === b.region && a.identifier === b.identifier;
