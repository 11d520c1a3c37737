import { hash } from 'node:crypto';
import type { Known } from '../facts/known.ts';
import { documentText } from '../facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { StatementRef } from '../reasoning/types.ts';
import type { Because } from './judgement.ts';

/**
 * Quotes the statements behind an answer as the policy has them, each with the hash of its whole document. A statement whose
 * document the facts do not hold (a resource policy of another account, say) is named without text. One quoter a principal:
 * many answers lean on the same statement, and it is looked up once.
 */
export const statementQuoter = (principal: PrincipalFacts): ((refs: readonly StatementRef[]) => readonly Because[]) => {
  let byKey: Map<string, Because> | undefined;
  // The reasoner names a statement by one and the same object, so its text is seldom made.
  let byRef: Map<StatementRef, readonly Because[]> | undefined;
  const becauseOf = (ref: StatementRef): readonly Because[] => {
    const before = byRef?.get(ref);
    if (before !== undefined) return before;
    const key = JSON.stringify([ref.source, ref.index]);
    const because = byKey?.get(key) ?? quote(principal, ref);
    (byKey ??= new Map()).set(key, because);
    const list = [because];
    (byRef ??= new Map()).set(ref, list);
    return list;
  };
  return (refs) => {
    const [only, second] = refs;
    if (only === undefined) return nothing;
    return second === undefined ? becauseOf(only) : [...new Set(refs.flatMap(becauseOf))];
  };
};

const nothing: readonly Because[] = [];

const quote = (principal: PrincipalFacts, ref: StatementRef): Because => {
  const document = documentOf(principal, ref);
  if (document === undefined) return { ...ref, text: '', sha256: '' };
  return {
    ...ref,
    policyArn: document.arn ?? document.name,
    text: statementText(document, ref.index),
    sha256: hashOf(document),
  };
};

/** Managed policies are quoted for many who have them. */
const hashes = new WeakMap<PolicyDocument, string>();

const hashOf = (document: PolicyDocument): string => {
  const before = document.arn === undefined ? undefined : hashes.get(document);
  const made = before ?? hash('sha256', documentText(document), 'hex');
  if (before === undefined && document.arn !== undefined) hashes.set(document, made);
  return made;
};

const valueOr = <T>(fact: Known<T>, none: T): T => (fact.state === 'known' ? fact.value : none);

const documentOf = (principal: PrincipalFacts, ref: StatementRef): PolicyDocument | undefined => {
  const { layer, name, level } = ref.source;
  const named = (documents: readonly PolicyDocument[]) =>
    documents.find((document) => (document.arn ?? document.name) === name);
  const single = (fact: Known<PolicyDocument>) => (fact.state === 'known' ? fact.value : undefined);
  switch (layer) {
    case 'identity':
      return named([...valueOr(principal.inlinePolicies, []), ...valueOr(principal.attachedPolicies, [])]);
    case 'group':
      return valueOr(principal.groups, [])
        .flatMap((group) =>
          [...valueOr(group.inlinePolicies, []), ...valueOr(group.attachedPolicies, [])].map((document) => ({
            key: `${group.name}/${document.arn ?? document.name}`,
            document,
          })),
        )
        .find(({ key }) => key === name)?.document;
    case 'boundary':
      return single(principal.permissionsBoundary);
    case 'trust':
      // Who becomes another role on the way is let through by that role's trust policy, which is not this principal's.
      return name === principal.arn ? single(principal.trustPolicy) : valueOr(principal.resourcePolicies, {})[name];
    case 'resource':
      return valueOr(principal.resourcePolicies, {})[name];
    case 'scp':
      return named(valueOr(principal.serviceControlPolicies, [])[level ?? 0] ?? []);
    case 'rcp':
      return named(valueOr(principal.resourceControlPolicies, [])[level ?? 0] ?? []);
    case 'session':
      return undefined;
  }
};

/** The document was read by the reasoner, so it is JSON; if it is not, the statement stays without text. */
const statementText = ({ json, text = '' }: PolicyDocument, index: number): string => {
  try {
    const document: unknown = json ?? JSON.parse(text.trimStart().startsWith('%') ? decodeURIComponent(text) : text);
    if (typeof document !== 'object' || document === null || !('Statement' in document)) return '';
    const statements: readonly unknown[] = Array.isArray(document.Statement)
      ? document.Statement
      : [document.Statement];
    const statement = statements[index];
    return statement === undefined ? '' : JSON.stringify(statement);
  } catch {
    return '';
  }
};
