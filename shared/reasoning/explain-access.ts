import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { canEver } from './can-ever.ts';
import { compilePrincipal } from './compile-principal.ts';
import { causesOfNo, type Cause, type Causes } from './explain-causes.ts';
import { explainLayers, type LayerExplanation } from './explain-layers.ts';
import { takesOtherResources } from './takes-other-resources.ts';
import type { AccessRequest, Action, Answer, Arn, Gap, SearchOptions, StatementRef } from './types.ts';

/** Why a principal can or cannot do one thing. Plain data; JSON in, JSON out. */
export type AccessExplanation = {
  principal: Arn;
  action: string;
  resource: string;
  /** With `given`: what the answer leaned on. Texts built from a no quote it. */
  answer: Answer;
  /** Can, cannot or not known, in one sentence. */
  sentence: string;
  /** For a no: what would have to change, a sentence each. `each`: all of them; `one`: any of them. */
  change: 'none' | 'each' | 'one';
  changes: readonly string[];
  /** The request that the layers were held against. `example`: none is allowed; this one would be after the changes. */
  request: AccessRequest;
  requestIs: 'witness' | 'candidate' | 'example';
  layers: readonly LayerExplanation[];
};

/**
 * Explains access layer by layer: what each says about one concrete request, with the statements that decide and the
 * reasons why others do not match. The request is the witness of a yes; the candidate of an unknown; for a no one that
 * would be allowed if the layers in the way were not.
 * @param resource one ARN, a pattern of one, or `*` for any
 */
export const explainAccess = (
  facts: PrincipalFacts,
  { action, resource }: { action: Action; resource: Arn },
  options: SearchOptions,
): AccessExplanation => {
  const principal = compilePrincipal(facts);
  const question = { actions: [action], resources: [resource] };
  const answer = canEver(principal, question, options);
  const other = answer.answer === 'no' ? takesOtherResources(action, resource) : undefined;
  // No change of a policy would help there, so none is advised.
  const causes = answer.answer === 'no' && other === undefined ? causesOfNo(facts, question, options) : undefined;
  const [request, requestIs] = requestOf(answer, causes, { action, resource, context: {} });
  return {
    principal: facts.arn,
    action,
    resource,
    answer,
    sentence:
      other === undefined
        ? sentenceOf(facts, action, resource, answer)
        : `${facts.arn} cannot do ${action} on ${resource}: ${other}.`,
    change: causes === undefined ? 'none' : causes.change,
    changes: causes === undefined ? [] : changesOf(causes),
    request,
    requestIs,
    layers: explainLayers(facts, principal, request),
  };
};

const requestOf = (
  answer: Answer,
  causes: Causes | undefined,
  plain: AccessRequest,
): readonly [AccessRequest, AccessExplanation['requestIs']] => {
  switch (answer.answer) {
    case 'yes':
      return [answer.witness.request, 'witness'];
    case 'unknown':
      return answer.candidate === undefined ? [plain, 'example'] : [answer.candidate, 'candidate'];
    case 'no':
      return [causes?.request ?? plain, 'example'];
  }
};

const sentenceOf = (
  { arn, resourcePolicies }: PrincipalFacts,
  action: string,
  resource: string,
  answer: Answer,
): string => {
  const what = `${action} on ${resource === '*' ? 'anything' : resource}`;
  switch (answer.answer) {
    case 'yes':
      return `${arn} can do ${what}: the request below is allowed.`;
    case 'no':
      // A policy of the resource could allow it: whoever reads the sentence alone must not take it for more.
      return resourcePolicies.state === 'absent' && resourcePolicies.declared === true
        ? `${arn} cannot do ${what} through its own policies: no request is allowed. Policies of resources were not looked at.`
        : `${arn} cannot do ${what}: no request is allowed.`;
    case 'unknown':
      return `Whether ${arn} can do ${what} is not known: ${answer.why.detail}`;
  }
};

const changesOf = ({ change, causes }: Causes): readonly string[] => {
  if (causes.length === 0) return ['More than one layer would have to allow a request that another layer allows.'];
  return causes.map((cause) => {
    const name = layerName(cause);
    return change === 'one'
      ? `${capital(name)} would have to allow a request that the other layers allow.`
      : changeOf(cause, name);
  });
};

/** A Deny that closed a branch has to go before an Allow can help, so it is named first. */
const changeOf = ({ blockedBy }: Cause, name: string): string => {
  const denies = blockedBy.filter((block) => isStatement(block));
  if (denies.length === 0) return `${capital(name)} would have to allow it: no statement there does.`;
  const named = denies.map(({ sid, index, source }) => `${sid ?? `number ${index + 1}`} of ${source.name}`);
  return `${capital(name)} would have to spare such a request: Deny ${named.join(', Deny ')}.`;
};

const isStatement = (block: StatementRef | Gap): block is StatementRef => 'effect' in block;

/** What a person calls a layer. */
export const layerName = ({ layer, level, name }: Pick<LayerExplanation, 'layer' | 'level' | 'name'>): string => {
  const at = level === undefined ? '' : level === 0 ? ' at the root' : ` at level ${level}`;
  switch (layer) {
    case 'scp':
      return `service control policies${at}`;
    case 'rcp':
      return `resource control policies${at}`;
    case 'boundary':
      return 'permissions boundary';
    case 'session':
      return 'session policy';
    case 'identity':
      return 'identity policies';
    case 'group':
      return name === undefined ? 'groups' : `group ${name}`;
    case 'resource':
      return name === undefined ? 'resource policy' : `policy of ${name}`;
    case 'trust':
      return name === undefined ? 'trust policy' : `trust policy of ${name}`;
  }
};

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
