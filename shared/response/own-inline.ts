import { sha256 } from './canonical-json.ts';

/** An inline policy that Ringfence would not write: the place and the reason. A defect of ours, never of the account. */
export class NotOwnInline extends Error {
  override readonly name = 'NotOwnInline';
}

const ownName = /^Ringfence(?:Deny|Revoke)-[0-9a-f]{16}$/u;

const isDeny = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'Effect' in statement && statement.Effect === 'Deny';

/** Whether every statement of a document is a Deny, so that it cannot grant wherever it stands. */
export const holdsOnlyDenies = (document: string): boolean => {
  try {
    const policy: unknown = JSON.parse(document);
    if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return false;
    const statements = [policy.Statement].flat();
    return statements.length > 0 && statements.every(isDeny);
  } catch {
    return false;
  }
};

/** @throws NotOwnInline where the name is not one that Ringfence gives. */
export const checkOwnInlineName = (name: string): void => {
  if (!ownName.test(name)) throw new NotOwnInline(`refused the inline policy ${name}: it is not one of Ringfence`);
};

/**
 * The last check before an inline policy is sent: its name is the hash of its content, and it holds nothing but Deny. IAM
 * has no condition that could see the content.
 * @throws NotOwnInline
 */
export const checkOwnInline = (name: string, document: string): void => {
  checkOwnInlineName(name);
  const hash = sha256(document).slice(0, 16);
  if (!name.endsWith(`-${hash}`)) throw new NotOwnInline(`refused ${name}: this document is named ${hash}`);
  if (!holdsOnlyDenies(document)) throw new NotOwnInline(`refused ${name}: a statement of it is no Deny`);
};
