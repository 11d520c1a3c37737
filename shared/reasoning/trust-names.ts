import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { AssumeWho } from './can-assume.ts';
import { parseDocument } from './policy/parse-policy.ts';
import type { Listed, PrincipalEntry } from './policy/policy.ts';

/** Whom the Allow statements of a trust policy name. `undefined` in place of the list: it cannot be read. */
export type TrustNames = { lettingIn: readonly (Listed<PrincipalEntry> | undefined)[] | undefined };

/** Made once for a text: roles that run the same thing mostly have the same trust policy. */
export const trustNames = (trust: PolicyDocument): TrustNames => {
  const before = ofDocuments.get(trust);
  if (before !== undefined) return before;
  const text = documentText(trust);
  const names = (trust.unread === undefined ? ofTexts.get(text) : undefined) ?? read(trust);
  if (ofTexts.size >= MOST_TEXTS) ofTexts.clear();
  if (trust.unread === undefined) ofTexts.set(text, names);
  ofDocuments.set(trust, names);
  return names;
};

const ofDocuments = new WeakMap<PolicyDocument, TrustNames>();
const ofTexts = new Map<string, TrustNames>();
const MOST_TEXTS = 2_000;

const read = (trust: PolicyDocument): TrustNames => {
  const parsed = parseDocument(trust, 'trust');
  if (!parsed.ok) return { lettingIn: undefined };
  const allows = parsed.policy.statements.filter(({ effect }) => effect === 'Allow');
  return { lettingIn: allows.map(({ principals }) => principals) };
};

/** Whether an Allow lists somebody of the type, or the policy cannot be read. */
export const mayNameType = ({ lettingIn }: TrustNames, type: 'Service' | 'Federated' | 'AWS'): boolean =>
  lettingIn?.some((principals) => principals?.entries.some((entry) => entry.type === type) === true) ?? true;

/** False only where the trust policy surely lets in nobody of the kind: then `canAssume` answers no. */
export const mayLetIn = ({ trustPolicy }: PrincipalFacts, who: AssumeWho): boolean => {
  if (trustPolicy.state !== 'known') return trustPolicy.state === 'unknown';
  const { lettingIn } = trustNames(trustPolicy.value);
  return lettingIn?.some((principals) => mayName(principals, who)) ?? true;
};

/** As `mayLetIn` of each. */
export const mayLetInAny = ({ trustPolicy }: PrincipalFacts, whom: readonly AssumeWho[]): boolean => {
  if (trustPolicy.state !== 'known') return trustPolicy.state === 'unknown';
  const { lettingIn } = trustNames(trustPolicy.value);
  if (lettingIn === undefined) return true;
  for (const principals of lettingIn) for (const who of whom) if (mayName(principals, who)) return true;
  return false;
};

/** Of the principals of an Allow statement. False: it surely lets in nobody of this kind. */
export const mayName = (principals: Listed<PrincipalEntry> | undefined, who: AssumeWho): boolean =>
  principals !== undefined &&
  (principals.negated ||
    principals.entries.some((entry) => {
      if (entry.type === 'any') return true;
      switch (who.kind) {
        case 'service':
          return entry.type === 'Service' && entry.value.toLowerCase() === who.service.toLowerCase();
        case 'federated':
          return entry.type === 'Federated' && entry.value.toLowerCase() === who.provider.toLowerCase();
        case 'anyone':
        case 'account':
        case 'another-account':
          return entry.type === 'AWS';
      }
    }));
