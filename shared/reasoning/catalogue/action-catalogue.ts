import table from './ai-actions.generated.json' with { type: 'json' };
import { actionsAhead } from './actions-ahead.ts';
import { unlistedResources } from './unlisted-resources.ts';

/** One action of AWS's "Actions, resources, and condition keys" reference. */
export type CatalogueAction = {
  /** `bedrock:InvokeModel`, as AWS spells it. */
  name: string;
  /** Lower case: how actions compare. */
  key: string;
  service: string;
  /** Place in the catalogue; stable for one catalogue version. Bits of the fast path. */
  index: number;
  accessLevel: string;
  /** Of an action that AWS lists none for, those of `unlistedResources`. */
  resourceTypes: readonly CatalogueResourceType[];
  /** True when the action accepts only `*` as resource. */
  wildcardOnly: boolean;
  /** True when a request may name no resource at all: no resource type is required. */
  resourceOptional: boolean;
  /** Lower case; `aws:resourcetag/` and its like stand for every tag. Keys of the action and of its resource types. */
  conditionKeys: readonly string[];
};

export type CatalogueResourceType = {
  name: string;
  /** `arn:${Partition}:bedrock:${Region}::foundation-model/${ResourceId}` */
  arnTemplate: string;
};

/** Version of the action list that the table was made from; quoted in `given`. */
export const catalogueVersion: string = table.version;

type ServiceRows = (typeof table)['services'][number];

/** `aws:RequestTag/${TagKey}`, `s3:ExistingObjectTag/<key>`: a family of keys, known by what stands before the variable. */
const familyOf = (key: string): string => {
  const variable = key.search(/\$\{|</);
  return (variable < 0 ? key : key.slice(0, variable)).toLowerCase();
};

const split = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(',');

const nameOf = (row: string): string => row.split('|', 1)[0] ?? '';

const readService = (rows: ServiceRows, firstIndex: number): readonly CatalogueAction[] => {
  const types = new Map(
    rows.resourceTypes.map((row) => {
      const [name = '', templates = '', keys] = row.split('|');
      // A type that two versions of a service write differently has two templates.
      return [
        name,
        templates.split(', ').map((arnTemplate) => ({ name, arnTemplate, keys: split(keys).map(familyOf) })),
      ];
    }),
  );
  const ahead = (actionsAhead[rows.service] ?? []).filter(
    (row) => !rows.actions.some((listed) => nameOf(listed) === nameOf(row)),
  );
  return [...rows.actions, ...ahead].map((row, offset) => {
    const [name = '', accessLevel = '', typeText, keyText] = row.split('|');
    const named = split(typeText);
    const resourceTypes = named.flatMap((type) => types.get(type.replace('!', '')) ?? []);
    const keys = new Set([...split(keyText).map(familyOf), ...resourceTypes.flatMap((type) => type.keys)]);
    return {
      name: `${rows.service}:${name}`,
      key: `${rows.service}:${name}`.toLowerCase(),
      service: rows.service,
      index: firstIndex + offset,
      accessLevel,
      resourceTypes: [
        ...resourceTypes.map((type) => ({ name: type.name, arnTemplate: type.arnTemplate })),
        ...(unlistedResources.get(`${rows.service}:${name}`) ?? []).map((arnTemplate) => ({
          name: 'unlisted',
          arnTemplate,
        })),
      ],
      wildcardOnly: named.length === 0,
      resourceOptional: !named.some((type) => type.endsWith('!')),
      conditionKeys: [...keys],
    };
  });
};

const readTable = (): ReadonlyMap<string, readonly CatalogueAction[]> => {
  const services = new Map<string, readonly CatalogueAction[]>();
  let next = 0;
  for (const rows of table.services) {
    const actions = readService(rows, next);
    services.set(rows.service, actions);
    next += actions.length;
  }
  return services;
};

const byService = readTable();
const all: readonly CatalogueAction[] = [...byService.values()].flat();
const byKey: ReadonlyMap<string, CatalogueAction> = new Map(all.map((action) => [action.key, action]));

/** Every action, in index order. */
export const catalogueActions = (): readonly CatalogueAction[] => all;

/** `undefined`: the catalogue does not list it, which does not mean that it does not exist. */
export const catalogueAction = (action: string): CatalogueAction | undefined => byKey.get(action.toLowerCase());

/** By service, in index order. */
export const catalogueServices = (): ReadonlyMap<string, readonly CatalogueAction[]> => byService;

/** All actions of a service, or none if the catalogue does not hold the service. */
export const actionsOfService = (service: string): readonly CatalogueAction[] =>
  byService.get(service.toLowerCase()) ?? [];
