import type { Known } from '../facts/known.ts';
import type { PolicyDocument, PrincipalFacts } from '../facts/principal-facts.ts';
import type { PolicySource, StatementRef } from './types.ts';

/** A statement and its JSON as the policy has it; empty where the document is not among the facts. */
export type QuotedStatement = StatementRef & { text: string };

/** Quotes statements of one principal's policies. */
export const statementTexts = (facts: PrincipalFacts): ((ref: StatementRef) => QuotedStatement) => {
  const documents = documentsOf(facts);
  const read = new Map<PolicyDocument, readonly unknown[]>();
  return (ref) => {
    const document = documents.get(placeOf(ref.source));
    if (document === undefined) return { ...ref, text: '' };
    const statements = read.get(document) ?? statementsOf(document);
    read.set(document, statements);
    const statement = statements[ref.index];
    return { ...ref, text: statement === undefined ? '' : JSON.stringify(statement) };
  };
};

const placeOf = ({ layer, level, name }: PolicySource): string => `${layer} ${level ?? ''} ${name}`;

const documentsOf = (facts: PrincipalFacts): ReadonlyMap<string, PolicyDocument> => {
  const documents = new Map<string, PolicyDocument>();
  const put = (source: Omit<PolicySource, 'name'>, document: PolicyDocument, prefix = ''): void => {
    documents.set(placeOf({ ...source, name: `${prefix}${document.arn ?? document.name}` }), document);
  };
  for (const document of [...listed(facts.inlinePolicies), ...listed(facts.attachedPolicies)]) {
    put({ layer: 'identity' }, document);
  }
  for (const group of listed(facts.groups)) {
    for (const document of [...listed(group.inlinePolicies), ...listed(group.attachedPolicies)]) {
      put({ layer: 'group' }, document, `${group.name}/`);
    }
  }
  if (facts.permissionsBoundary.state === 'known') put({ layer: 'boundary' }, facts.permissionsBoundary.value);
  for (const [level, attached] of listed(facts.serviceControlPolicies).entries()) {
    for (const document of attached) put({ layer: 'scp', level }, document);
  }
  for (const [level, attached] of listed(facts.resourceControlPolicies).entries()) {
    for (const document of attached) put({ layer: 'rcp', level }, document);
  }
  if (facts.resourcePolicies.state === 'known') {
    for (const [arn, document] of Object.entries(facts.resourcePolicies.value)) {
      documents.set(placeOf({ layer: 'resource', name: arn }), document);
      documents.set(placeOf({ layer: 'trust', name: arn }), document);
    }
  }
  return documents;
};

const listed = <T>(fact: Known<readonly T[]>): readonly T[] => (fact.state === 'known' ? fact.value : []);

/** The document was read by the reasoner, so it is JSON; if it is not, its statements stay without text. */
const statementsOf = ({ json, text = '' }: PolicyDocument): readonly unknown[] => {
  try {
    const document: unknown = json ?? JSON.parse(text.trimStart().startsWith('%') ? decodeURIComponent(text) : text);
    if (typeof document !== 'object' || document === null || !('Statement' in document)) return [];
    return Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  } catch {
    return [];
  }
};
