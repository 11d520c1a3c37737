/**
 * A second evaluator for tests: slow, short, and written from the rules alone, sharing no code with the reasoner. It
 * knows the operators below and the layers of one account. Where it and the reasoner differ, one of them is wrong.
 */
export type NaiveStatement = {
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | { AWS: string };
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
};
export type NaiveWorld = {
  kind: 'user' | 'role';
  principalArn: string;
  identity: NaiveStatement[];
  boundary?: NaiveStatement[];
  session?: NaiveStatement[];
  scps: NaiveStatement[][];
  rcps?: NaiveStatement[];
  resource?: NaiveStatement[];
};
export type NaiveContext = Record<string, string | string[]>;

const glob = (pattern: string, text: string): boolean => {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return glob(rest, text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && glob(rest, text.slice(1));
};

/** `${key}` by its value; `undefined`: the key is absent. The value is protected from being read as a wildcard. */
const fill = (text: string, context: NaiveContext): string | undefined => {
  const keys = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, key]) => key ?? '');
  if (keys.some((key) => typeof context[key] !== 'string')) return undefined;
  return keys.reduce((filled, key) => filled.replace(`\${${key}}`, String(context[key])), text);
};

const positives: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringLike: (value, wanted) => glob(wanted, value),
  Bool: (value, wanted) => value === wanted,
  NumericLessThan: (value, wanted) => /^-?[0-9]+$/.test(value) && Number(value) < Number(wanted),
};
const opposites: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
};

const test = (operator: string, key: string, wanted: string[], context: NaiveContext): boolean => {
  const held = context[key];
  if (operator === 'Null') return wanted.includes(String(held === undefined));
  const [name = '', set] = operator.split(':').reverse();
  const ifExists = name.endsWith('IfExists');
  const base = ifExists ? name.slice(0, -'IfExists'.length) : name;
  const negated = base in opposites;
  const compare = positives[opposites[base] ?? base];
  if (compare === undefined) throw new Error(`The oracle does not know ${operator}.`);
  const filled = wanted.map((text) => fill(text, context));
  const known = filled.filter((text) => text !== undefined);
  const one = (value: string): boolean => known.some((text) => compare(value, text)) !== negated;
  const values = held === undefined ? [] : [held].flat();
  if (set === 'ForAllValues') return values.every(one);
  if (set === 'ForAnyValue') return values.some(one);
  return held === undefined ? negated || ifExists : one(String(held));
};

const matches = (s: NaiveStatement, action: string, resource: string, context: NaiveContext): boolean => {
  const acts = (patterns: string[]): boolean => patterns.some((p) => glob(p.toLowerCase(), action.toLowerCase()));
  if (s.Action && !acts(s.Action)) return false;
  if (s.NotAction && acts(s.NotAction)) return false;
  const filled = (patterns: string[]): (string | undefined)[] => patterns.map((p) => fill(p, context));
  if (s.Resource && !filled(s.Resource).some((p) => p !== undefined && glob(p, resource))) return false;
  if (s.NotResource && filled(s.NotResource).some((p) => p === undefined || glob(p, resource))) return false;
  return Object.entries(s.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => test(operator, key, wanted, context)),
  );
};

export const naiveAllowed = (world: NaiveWorld, action: string, resource: string, given: NaiveContext): boolean => {
  const context = { 'aws:PrincipalArn': world.principalArn, ...given };
  const hit = (s: NaiveStatement): boolean => matches(s, action, resource, context);
  const names = (s: NaiveStatement): boolean =>
    s.Principal === '*' || (s.Principal !== undefined && s.Principal.AWS === world.principalArn);
  const account = (s: NaiveStatement): boolean =>
    typeof s.Principal === 'object' && s.Principal.AWS === `arn:aws:iam::${world.principalArn.split(':')[4]}:root`;
  const resource_ = (world.resource ?? []).filter((s) => names(s) || account(s));
  const everything = [
    world.identity,
    world.boundary ?? [],
    world.session ?? [],
    ...world.scps,
    world.rcps ?? [],
    resource_,
  ].flat();
  if (everything.some((s) => s.Effect === 'Deny' && hit(s))) return false;
  const allows = (list: NaiveStatement[]): boolean => list.some((s) => s.Effect === 'Allow' && hit(s));
  if (!world.scps.every(allows)) return false;
  const ceiling = [world.boundary, world.session].every((list) => list === undefined || allows(list));
  const granted = resource_.filter((s) => s.Effect === 'Allow' && names(s) && hit(s));
  if (granted.some((s) => s.Principal === '*' || world.kind === 'user')) return true;
  return ceiling && (granted.length > 0 || allows(world.identity));
};
