import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { AssumeWho } from './can-assume.ts';
import { parseDocument } from './policy/parse-policy.ts';
import type { Listed, PrincipalEntry } from './policy/policy.ts';

/** Whom the Allow statements of a trust policy name. */
export type TrustNames = {
  /** `undefined` in place of the list: it cannot be read. */
  lettingIn: readonly (Listed<PrincipalEntry> | undefined)[] | undefined;
  /** What was asked of it before, by the list that was asked: the checks ask every role about the same few lists. */
  lettingInAny: WeakMap<readonly AssumeWho[], boolean>;
};

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
  const lettingInAny = new WeakMap<readonly AssumeWho[], boolean>();
  if (!parsed.ok) return { lettingIn: undefined, lettingInAny };
  const allows = parsed.policy.statements.filter(({ effect }) => effect === 'Allow');
  return { lettingIn: allows.map(({ principals }) => principals), lettingInAny };
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
  const names = trustNames(trustPolicy.value);
  const before = names.lettingInAny.get(whom);
  if (before !== undefined) return before;
  const found = names.lettingIn?.some((principals) => whom.some((who) => mayName(principals, who))) ?? true;
  names.lettingInAny.set(whom, found);
  return found;
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
