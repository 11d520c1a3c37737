/** A policy document as IAM holds it, in the form in which it came. Duplicate keys and size are judged by reasoning/. */
export type PolicyDocument = {
  /** How a person finds it: `inline:ml`, or the ARN of a managed policy. */
  name: string;
  /** Managed policies only. */
  arn?: string;
  /** Default version of a managed policy, for example `v3`. */
  versionId?: string;
} & PolicyContent;

export type PolicyContent =
  /** Decoded JSON text (never URL-encoded here). */
  | { text: string; json?: never; unread?: never }
  /** It came as an object inside of a larger JSON file: a reader of JSON has already kept one of two equal keys. */
  | { json: PolicyJson; text?: never; unread?: never }
  /** The document exists and could not be read: why, and what would settle it. Never a policy without statements. */
  | { unread: string; text?: never; json?: never };

/** JSON values, not looked at yet. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** The document as text: to show, to hash, to compare, to write. Empty where it was not read. */
export const documentText = ({ text, json }: PolicyDocument): string =>
  text ?? (json === undefined ? '' : JSON.stringify(json));
