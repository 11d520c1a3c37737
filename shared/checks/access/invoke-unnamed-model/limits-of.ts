import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { asModelKey, isOf } from '../models-outside.ts';
import { readStatements } from '../../read-statements.ts';

export type ModelLimits = {
  /** ARN patterns of Bedrock models, profiles and deployments. */
  bedrock: readonly string[];
  /** ARN patterns of SageMaker endpoints and inference components. */
  sagemaker: readonly string[];
  /** Values of `bedrock-mantle:Model`: the same models by their ids. [unconfirmed] whether the key holds an id or an ARN: both are named. */
  modelIds: readonly string[];
};

/**
 * The models a principal is meant for: the approved list where one is set for the service, otherwise every model that its
 * own Allow statements name in full, and every one that a Deny of its own spares by name (`NotResource`). A model is named in full when its resource part holds no wildcard and no variable;
 * a wildcard in the Region or account part names the same model elsewhere.
 */
export const limitsOf = (principal: PrincipalFacts, approved: readonly string[]): ModelLimits => {
  const all = readStatements(principal);
  const statements = all.filter(({ effect }) => effect === 'Allow');
  const named = all
    .flatMap(({ effect, resources }) => (resources?.negated === (effect === 'Deny') ? resources.entries : []))
    .filter(namesInFull);
  const bedrock = listFor('bedrock', approved, named);
  const modelKeyValues = statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => key.toLowerCase() === 'bedrock-mantle:model' && !operator.base.includes('Not'))
    .flatMap(({ values }) => values)
    .filter((value) => !isOpen(value));
  const approvedHere = approved.some((arn) => isOf('bedrock', arn));
  return {
    bedrock,
    sagemaker: listFor('sagemaker', approved, named),
    modelIds: [...new Set([...bedrock.flatMap(asModelKey), ...(approvedHere ? [] : modelKeyValues)])],
  };
};

const listFor = (service: string, approved: readonly string[], named: readonly string[]): readonly string[] => {
  const list = approved.filter((arn) => isOf(service, arn));
  return [...new Set(list.length > 0 ? list : named.filter((arn) => isOf(service, arn)))];
};

const isOpen = (text: string): boolean => text.includes('*') || text.includes('?') || text.includes('${');

const namesInFull = (arn: string): boolean => {
  if (!arn.startsWith('arn:')) return false;
  const service = arn.indexOf(':', 'arn:'.length) + 1;
  const region = arn.indexOf(':', service) + 1;
  const account = arn.indexOf(':', region) + 1;
  const resource = arn.indexOf(':', account) + 1;
  // A colon that is not there sends the next search to the beginning.
  if (!('arn:'.length < service && service < region && region < account && account < resource)) return false;
  return resource < arn.length && !isOpen(arn.slice(resource)) && !isOpen(arn.slice(service, region - 1));
};
