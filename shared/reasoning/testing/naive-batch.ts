/**
 * A third evaluator for tests: one case of the batch interface and one context, in plain steps, from the rules alone. It
 * shares no code with the reasoner and knows every operator, every layer and accounts that differ. Slow on purpose.
 */
export type NaiveValue = string | readonly string[];
export type NaiveRequest = Readonly<Record<string, NaiveValue>>;
type Fields = Readonly<Record<string, unknown>>;
type Document = { Version?: string; Statement: Fields | readonly Fields[] };
export type NaiveCase = {
  principal: string;
  identityPolicies: readonly Document[];
  boundary?: Document;
  sessionPolicy?: Document;
  scps?: readonly (readonly Document[])[];
  rcps?: readonly (readonly Document[])[];
  resourcePolicy?: Document;
  request: { action: string; resource: string };
};
type Statement = { fields: Fields; variables: boolean };

const record = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const list = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));
const statements = (documents: readonly Document[]): Statement[] =>
  documents.flatMap(({ Version, Statement }) =>
    [Statement].flat().map((fields) => ({ fields: record(fields), variables: Version === '2012-10-17' })),
  );

/** A pattern as characters: wildcards are set apart, so that a value put into it stays text. */
type Token = string | { many: true; crosses: boolean } | { one: true };

const match = (tokens: readonly Token[], text: string): boolean => {
  const [first, ...rest] = tokens;
  if (first === undefined) return text === '';
  if (typeof first === 'string') return text.startsWith(first) && match(rest, text.slice(first.length));
  if ('one' in first) return text !== '' && match(rest, text.slice(1));
  for (let length = 0; length <= text.length; length += 1) {
    if (match(rest, text.slice(length))) return true;
    if (!first.crosses && text[length] === ':') return false;
  }
  return false;
};

/** `undefined`: a variable of it has no value. */
const tokensOf = (text: string, wild: boolean, variables: boolean, context: NaiveRequest): Token[] | undefined => {
  const tokens: Token[] = [];
  let rest = text;
  while (rest !== '') {
    const found = variables ? /^\$\{([^}]*)\}/.exec(rest) : null;
    if (found !== null) {
      const [whole, inner = ''] = found;
      const [key = '', fallback] = inner.split(',').map((part) => part.trim());
      const held = ['*', '?', '$'].includes(inner) ? inner : valueOf(context, key);
      const one = typeof held === 'object' ? (held.length === 1 ? held[0] : undefined) : held;
      const value = one ?? fallback?.slice(1, -1);
      if (value === undefined) return undefined;
      if (value !== '') tokens.push(...Array.from(value));
      rest = rest.slice(whole.length);
      continue;
    }
    const [c = ''] = rest;
    tokens.push(wild && c === '*' ? { many: true, crosses: true } : wild && c === '?' ? { one: true } : c);
    rest = rest.slice(c.length);
  }
  return tokens;
};

/** In the first five fields of an ARN a star that does not end its field stays inside; fields that lack are anything. */
const resourceTokens = (tokens: readonly Token[]): readonly Token[] => {
  if (!['a', 'r', 'n', ':'].every((letter, at) => tokens[at] === letter)) return tokens;
  let field = 0;
  const held = tokens.map((token, at): Token => {
    if (token === ':') field += 1;
    if (typeof token === 'string' || 'one' in token || field >= 5) return token;
    const next = tokens[at + 1];
    return { many: true, crosses: next === undefined || next === ':' };
  });
  const last = tokens.at(-1);
  if (field >= 5 || (typeof last === 'object' && 'many' in last)) return held;
  const missing = Array.from({ length: 5 - field }, (): Token[] => [':', { many: true, crosses: true }]);
  return [...held, ...missing.flat()];
};

const valueOf = (context: NaiveRequest, key: string): NaiveValue | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const time = (text: string): number =>
  /^-?[0-9]+(\.[0-9]+)?$/.test(text) && text.length !== 4 ? Number(text) * 1000 : Date.parse(text);
const number = (text: string): number => (/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) ? Number(text) : NaN);

const bits = (address: string): string | undefined => {
  if (/^([0-9]+\.){3}[0-9]+$/.test(address)) {
    return `4${address
      .split('.')
      .map((byte) => Number(byte).toString(2).padStart(8, '0'))
      .join('')}`;
  }
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const middle = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `6${[...before, ...middle, ...after].map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('')}`;
};
const within = (address: string, block: string): boolean => {
  const [start = '', length] = block.split('/');
  const [a, b] = [bits(address), bits(start)];
  if (a === undefined || b === undefined) return false;
  const compared = 1 + (length === undefined ? b.length - 1 : Number(length));
  return a.slice(0, compared) === b.slice(0, compared);
};

const arn = (tokens: readonly Token[], value: string): boolean => {
  let field = 0;
  const held = tokens.map((token): Token => {
    if (token === ':') field += 1;
    return typeof token === 'string' || field >= 5 ? token : 'many' in token ? { many: true, crosses: false } : token;
  });
  if (field < 5) return false;
  // A question mark stays inside its field as well.
  const fields = value.split(':');
  return fields.length >= 6 && splits(held, fields);
};
const splits = (tokens: readonly Token[], fields: readonly string[]): boolean => {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.every((part, at) => match(part, at < 5 ? (fields[at] ?? '') : fields.slice(5).join(':')));
};

const compare = (base: string, value: string, wanted: readonly Token[]): boolean => {
  const text = wanted.map((token) => (typeof token === 'string' ? token : 'many' in token ? '*' : '?')).join('');
  const order = (a: number, b: number): boolean => {
    if (Number.isNaN(a) || Number.isNaN(b)) return false;
    if (base.endsWith('LessThan')) return a < b;
    if (base.endsWith('LessThanEquals')) return a <= b;
    if (base.endsWith('GreaterThan')) return a > b;
    return base.endsWith('GreaterThanEquals') ? a >= b : a === b;
  };
  if (base.startsWith('Numeric')) return order(number(value), number(text));
  if (base.startsWith('Date')) return order(time(value), time(text));
  if (base === 'StringEquals' || base === 'BinaryEquals') return value === text;
  if (base === 'StringEqualsIgnoreCase') return fold(value) === fold(text);
  if (base === 'StringLike') return match(wanted, value);
  if (base === 'ArnEquals' || base === 'ArnLike') return arn(wanted, value);
  if (base === 'Bool') return fold(value) === fold(text);
  if (base === 'IpAddress') return within(value, text);
  throw new Error(`The evaluator does not know ${base}.`);
};

const test = (
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
  context: NaiveRequest,
): boolean => {
  const held = valueOf(context, key);
  const values = held === undefined ? [] : [held].flat();
  if (operator === 'Null') return wanted.map(fold).includes(values.length === 0 ? 'true' : 'false');
  const [name = '', set] = operator.split(':').reverse();
  const ifExists = name.endsWith('IfExists');
  const plain = ifExists ? name.slice(0, -8) : name;
  const negated = plain.includes('Not');
  const base = plain.replace('Not', '');
  const wild = base === 'StringLike' || base.startsWith('Arn');
  const filled = wanted.flatMap((text) => {
    const tokens = tokensOf(text, wild, variables, context);
    return tokens === undefined ? [] : [tokens];
  });
  const one = (value: string): boolean => filled.some((tokens) => compare(base, value, tokens)) !== negated;
  if (set === 'ForAllValues') return values.every(one);
  if (set === 'ForAnyValue') return values.some(one);
  if (values.length === 0) return negated || ifExists;
  return values.length === 1 && one(values[0] ?? '');
};

type Who = { arn: string; principalArn: string; account: string; kind: 'user' | 'role' | 'root' | 'linked' };

const whoIs = (principal: string): Who => {
  const [, , service = '', , account = '', name = ''] = principal.split(':');
  if (name === 'root') return { arn: principal, principalArn: principal, account, kind: 'root' };
  if (name.startsWith('user/')) return { arn: principal, principalArn: principal, account, kind: 'user' };
  const linked = name.startsWith('role/aws-service-role/');
  const principalArn = service === 'sts' ? `arn:aws:iam::${account}:role/${name.split('/')[1]}` : principal;
  return { arn: principal, principalArn, account, kind: linked ? 'linked' : 'role' };
};

type Named = 'direct' | 'role' | 'account';
const namings = (element: unknown, who: Who): (Named | undefined)[] => {
  if (element === '*') return ['direct'];
  return Object.entries(record(element)).flatMap(([type, values]) =>
    list(values).map((value): Named | undefined => {
      if (type !== 'AWS') return undefined;
      if (value === '*') return 'direct';
      if (value === who.account || value === `arn:aws:iam::${who.account}:root`) return 'account';
      if (value === who.principalArn && (who.kind === 'role' || who.kind === 'linked')) return 'role';
      return value === who.arn || value === who.principalArn ? 'direct' : undefined;
    }),
  );
};

const hits = (
  { fields, variables }: Statement,
  { action, resource }: NaiveCase['request'],
  context: NaiveRequest,
): boolean => {
  const acts = (patterns: unknown): boolean =>
    list(patterns).some((text) => match(tokensOf(fold(text.trim()), true, false, {}) ?? [], fold(action)));
  if (fields['Action'] === undefined ? acts(fields['NotAction']) : !acts(fields['Action'])) return false;
  const filled = (patterns: unknown) => list(patterns).map((text) => tokensOf(text, true, variables, context));
  const names = (tokens: Token[] | undefined): boolean =>
    tokens !== undefined && match(resourceTokens(tokens), resource);
  if (fields['Resource'] !== undefined && !filled(fields['Resource']).some(names)) return false;
  const spared = filled(fields['NotResource']);
  if (fields['NotResource'] !== undefined && (spared.includes(undefined) || spared.some(names))) return false;
  return Object.entries(record(fields['Condition'])).every(([operator, keys]) =>
    Object.entries(record(keys)).every(([key, wanted]) => test(operator, key, list(wanted), variables, context)),
  );
};

const covered = ['s3', 'sts', 'kms', 'sqs', 'secretsmanager'];

export const naiveDecision = (given: NaiveCase, context: NaiveRequest): boolean => {
  const who = whoIs(given.principal);
  const full =
    valueOf(context, 'aws:PrincipalArn') === undefined ? { ...context, 'aws:PrincipalArn': who.principalArn } : context;
  const hit = (statement: Statement): boolean => hits(statement, given.request, full);
  const effect = (of: readonly Statement[], wanted: string): boolean =>
    of.some((statement) => statement.fields['Effect'] === wanted && hit(statement));
  const { action, resource } = given.request;
  const [service = ''] = action.split(':');
  const scps = who.kind === 'linked' ? [] : (given.scps ?? []).map(statements);
  const rcps = who.kind === 'linked' || !covered.includes(service) ? [] : (given.rcps ?? []).map(statements);
  const [identity, boundary, session] = [given.identityPolicies, [given.boundary], [given.sessionPolicy]].map(
    (documents) => statements(documents.filter((document) => document !== undefined)),
  );
  const ceilings = [
    given.boundary === undefined ? undefined : boundary,
    given.sessionPolicy === undefined ? undefined : session,
  ];
  const onResource = given.resourcePolicy === undefined ? [] : statements([given.resourcePolicy]);
  const denied = onResource.filter(({ fields }) => {
    if (fields['Effect'] !== 'Deny') return false;
    if (fields['NotPrincipal'] === undefined)
      return namings(fields['Principal'], who).some((name) => name !== undefined);
    const names = namings(fields['NotPrincipal'], who);
    if (given.boundary !== undefined) return true;
    if (who.kind === 'root') return !names.includes('account');
    return !(names.some((name) => name === 'direct' || name === 'role') && names.includes('account'));
  });
  if (
    effect(
      [...(identity ?? []), ...(boundary ?? []), ...(session ?? []), ...scps.flat(), ...rcps.flat(), ...denied],
      'Deny',
    )
  )
    return false;
  const grants = onResource
    .filter(({ fields }) => fields['Effect'] === 'Allow' && fields['Principal'] !== undefined)
    .filter(hit)
    .flatMap(({ fields }) => namings(fields['Principal'], who));
  if (!scps.every((level) => effect(level, 'Allow'))) return false;
  const ceiling = ceilings.every((layer) => layer === undefined || effect(layer, 'Allow'));
  const own = who.kind === 'root' || effect(identity ?? [], 'Allow');
  const [, , , , account = ''] = resource.split(':');
  const cross = /^[0-9]{12}$/.test(account) && account !== who.account;
  const agreed = grants.some((name) => name !== undefined);
  if (cross) return own && ceiling && agreed;
  if (grants.includes('direct') || (grants.includes('role') && ceiling)) return true;
  const needed = action.toLowerCase().startsWith('sts:assumerole') || (service === 'kms' && resource.includes(':key/'));
  return own && ceiling && (!needed || agreed);
};
