import { aiServices } from '../catalogue/ai-services.ts';
import type { CatalogueAction } from '../catalogue/action-catalogue.ts';
import { compileGlob, globFromParts, literalGlob, type Glob, type GlobPart } from '../glob/glob.ts';
import { resourceAccount } from '../match/resource-account.ts';
import type { Principal } from '../principal.ts';

/** One form of resource that an action accepts. */
export type ResourceForm = {
  name: string;
  /** `undefined`: any text (the catalogue does not list the action). */
  glob: Glob | undefined;
  /** The same with a Region filled in; for ARNs with a Region field. */
  inRegion?: (region: string) => { glob: Glob; example: string };
  example: string;
  /** Account shown in the ARN. */
  account: string | undefined;
  /** False: whether a request can name this is not documented for the action. */
  documented: boolean;
  /** ARNs that the form's pattern matches and that no resource has: a wildcard that crosses colons would find them. */
  never?: readonly Glob[];
};

/**
 * An id of these services may hold a colon (`model-v1:0`) or a slash, and no slash after a colon (AWS: patterns of the
 * identifiers in "Amazon Bedrock API Reference", "Amazon SageMaker API Reference" and those of the other AI services). Without
 * this `…::foundation-model/x:imported-model/y` would stand for an imported model, and whoever has everything on
 * `arn:aws:sagemaker:*:*:endpoint/*` would have it on notebooks too. Paths of IAM may hold both: iam is not here.
 */
const slashAfterColon = compileGlob('*/*:*/*');
/** Nor does an id of theirs begin with a colon. */
const colonFirst = compileGlob('*/:*');
const withPlainIds: ReadonlySet<string> = new Set(aiServices);
/** `custom-model/base-v1:0:4k/abc` has one slash after a colon, and no colon after that. */
const CUSTOM_MODEL = 'custom-model';
const colonAfterThat = compileGlob('*/*:*/*:*');
/** Its part before that slash is the id of a base model with its version, and no version is called as a kind of resource is. */
const kindForVersion: readonly Glob[] = [
  'foundation-model',
  'inference-profile',
  'imported-model',
  'provisioned-model',
  'guardrail',
  'agent',
  'agent-alias',
  'flow',
  'knowledge-base',
  'prompt',
  'model-invocation-job',
].map((kind) => compileGlob(`*/*:${kind}/*`));

const EXAMPLE_ID = 'example';
/** The form that a person thinks of first; it is tried first, so that it stands in the witness. */
const PLAINEST = 'foundation-model';

/** The forms of the last account that asked: a sweep asks one account after the other. */
const lastForms = new WeakMap<CatalogueAction, Forms>();

type Forms = {
  partition: string;
  accountId: string;
  foreign: string;
  forms: readonly ResourceForm[];
  globs: readonly (Glob | undefined)[];
};

/** Forms of the resource of an action: ARN templates with the principal's account, or the foreign accounts that are asked for. */
export const resourceForms = (
  action: CatalogueAction | undefined,
  principal: Principal,
  foreignAccounts: readonly string[],
): readonly ResourceForm[] => {
  if (action === undefined) {
    return [{ name: 'any', glob: undefined, example: '*', account: undefined, documented: true }];
  }
  return listedForms(action, principal, foreignAccounts).forms;
};

/** Their globs alone. `undefined`: any text. */
export const formGlobs = (
  action: CatalogueAction,
  principal: Principal,
  foreignAccounts: readonly string[],
): readonly (Glob | undefined)[] => listedForms(action, principal, foreignAccounts).globs;

const listedForms = (action: CatalogueAction, principal: Principal, foreignAccounts: readonly string[]): Forms => {
  const partition = partitionOf(principal);
  const { accountId } = principal;
  const foreign = foreignAccounts.length === 0 ? '' : foreignAccounts.join(' ');
  const last = lastForms.get(action);
  if (last?.partition === partition && last.accountId === accountId && last.foreign === foreign) return last;
  const forms = formsOf(action, principal, foreignAccounts);
  const made = { partition, accountId, foreign, forms, globs: forms.map(({ glob }) => glob) };
  lastForms.set(action, made);
  return made;
};

const formsOf = (
  action: CatalogueAction,
  principal: Principal,
  foreignAccounts: readonly string[],
): readonly ResourceForm[] => {
  const star: ResourceForm = {
    name: '*',
    glob: literalGlob('*'),
    example: '*',
    account: undefined,
    documented: action.wildcardOnly,
  };
  const arns = action.resourceTypes.flatMap((type) => {
    const accounts = type.arnTemplate.includes('${Account}') ? [principal.accountId, ...foreignAccounts] : [''];
    const never =
      type.name === CUSTOM_MODEL ? [colonFirst, colonAfterThat, ...kindForVersion] : [colonFirst, slashAfterColon];
    return accounts.map((account) => ({
      ...arnForm(type.name, type.arnTemplate, principal, account),
      ...(withPlainIds.has(action.service) ? { never } : {}),
    }));
  });
  const plainest = [...arns.filter(({ name }) => name === PLAINEST), ...arns.filter(({ name }) => name !== PLAINEST)];
  return action.wildcardOnly || action.resourceOptional ? [...plainest, star] : plainest;
};

type Piece = { literal: string } | { region: true } | { id: true };

const piecesOf = (template: string, partition: string, account: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of template.matchAll(/\$\{([A-Za-z0-9]+)\}/g)) {
    if (found.index > at) pieces.push({ literal: template.slice(at, found.index) });
    at = found.index + found[0].length;
    switch (found[1]) {
      case 'Partition':
        pieces.push({ literal: partition });
        break;
      case 'Region':
        pieces.push({ region: true });
        break;
      case 'Account':
        pieces.push({ literal: account });
        break;
      default:
        pieces.push({ id: true });
    }
  }
  if (at < template.length) pieces.push({ literal: template.slice(at) });
  return pieces;
};

const someText: readonly GlobPart[] = [{ one: true }, { any: true }];
const someField: readonly GlobPart[] = [
  { one: true, within: 'segment' },
  { any: true, within: 'segment' },
];

const arnForm = (name: string, template: string, principal: Principal, account: string): ResourceForm => {
  const pieces = piecesOf(template, partitionOf(principal), account);
  const globIn = (region: string | undefined): Glob =>
    globFromParts(
      pieces.flatMap((piece): readonly GlobPart[] => {
        if ('literal' in piece) return [piece];
        if ('id' in piece) return someText;
        return region === undefined ? someField : [{ literal: region }];
      }),
    );
  const exampleIn = (region: string): string =>
    pieces.map((piece) => ('literal' in piece ? piece.literal : 'id' in piece ? EXAMPLE_ID : region)).join('');
  const regional = pieces.some((piece) => 'region' in piece);
  const example = exampleIn('us-east-1');
  return {
    name,
    glob: globIn(undefined),
    ...(regional ? { inRegion: onceEach((region) => ({ glob: globIn(region), example: exampleIn(region) })) } : {}),
    example,
    account: resourceAccount(example),
    documented: true,
  };
};

/** Regions of policies come from anywhere, so not all are kept. */
const MOST_REGIONS = 64;

/** Remembers what was made for a Region: every witness asks for the first few again. */
const onceEach = <Made>(make: (region: string) => Made): ((region: string) => Made) => {
  const made = new Map<string, Made>();
  return (region) => {
    const before = made.get(region);
    if (before !== undefined) return before;
    const now = make(region);
    if (made.size < MOST_REGIONS) made.set(region, now);
    return now;
  };
};

/** `aws`, `aws-cn`, `aws-us-gov`: an account lives in one partition. */
export const partitionOf = (principal: Pick<Principal, 'principalArn'>): string => {
  if (principal.principalArn.startsWith('arn:aws:')) return 'aws';
  const partition = principal.principalArn.split(':')[1];
  return partition === undefined || partition === '' ? 'aws' : partition;
};
