import { documentText } from '../../../facts/policy-document.ts';
import type { PolicyDocument } from '../../../facts/principal-facts.ts';

/** Whom a trust policy names anywhere: an index to choose whom to ask about, never an answer. */
export type TrustedNames = {
  services: ReadonlySet<string>;
  /** ARNs, account ids and unique ids, as written. */
  principals: ReadonlySet<string>;
  /** `*`, `NotPrincipal`, or a policy that cannot be taken apart here: everybody may be meant. */
  anybody: boolean;
};

const everybody: TrustedNames = { services: new Set(), principals: new Set(), anybody: true };

/** @param known by text, of one account; most roles of an account share a few trust policies. */
export const trustedNames = (document: PolicyDocument, known: Map<string, TrustedNames>): TrustedNames => {
  if (document.unread !== undefined) return everybody;
  if (document.text === undefined) return namesOf(document.json);
  const text = documentText(document);
  const before = known.get(text);
  if (before !== undefined) return before;
  const names = namesOf(parsed(text));
  known.set(text, names);
  return names;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const namesOf = (document: unknown): TrustedNames => {
  if (!isObject(document) || document['Statement'] === undefined) return everybody;
  const services = new Set<string>();
  const principals = new Set<string>();
  let anybody = false;
  for (const statement of listOf(document['Statement'])) {
    if (!isObject(statement)) return everybody;
    const principal = statement['Principal'];
    if (!isObject(principal)) anybody = true;
    else {
      for (const name of listOf(principal['Service'])) if (typeof name === 'string') services.add(name.toLowerCase());
      for (const name of listOf(principal['AWS'])) {
        if (name === '*') anybody = true;
        else if (typeof name === 'string') principals.add(name);
      }
    }
  }
  return { services, principals, anybody };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
