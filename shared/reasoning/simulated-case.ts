import { absent, known, type Known } from '../facts/known.ts';
import { compilePolicy, type CompiledPolicy } from './compile-policy.ts';
import { noLayer, noLevels } from './compile-principal.ts';
import { decimalText, readDecimal } from './domains/decimal.ts';
import type { JsonMember, JsonValue } from '../change/read-json.ts';
import { readJson } from '../change/read-json.ts';
import { parsePolicy, parsePolicyJson, type PolicyUse } from './policy/parse-policy.ts';
import type { PolicyLayer, Principal, PrincipalKind } from './principal.ts';
import type { AccessRequest, Context, Layer, PolicySource } from './types.ts';

/** The longest line, in bytes of UTF-8. */
const MAX_LINE = 1024 * 1024;

export type SimulateCode = 'BAD_JSON' | 'BAD_CASE' | 'BAD_ARN' | 'BAD_POLICY' | 'TOO_LARGE';

/** A line that is no case. */
export class Malformed extends Error {
  readonly code: SimulateCode;
  constructor(code: SimulateCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The fields of one line, by name. */
export type CaseFields = ReadonlyMap<string, JsonValue>;

/** @throws Malformed */
export const readLine = (line: string): CaseFields => {
  if (isOver(line)) throw new Malformed('TOO_LARGE', 'the line is over 1 MiB');
  const read = readJson(line, MAX_LINE);
  if (!read.ok) throw new Malformed('BAD_JSON', read.error.detail);
  if (read.value.kind !== 'object') throw new Malformed('BAD_CASE', 'a case is a JSON object');
  return byKey(read.value.members);
};

/** A character is one to three bytes for each UTF-16 unit, so most lines need not be counted. */
const isOver = (line: string): boolean =>
  line.length > MAX_LINE || (line.length * 3 > MAX_LINE && new TextEncoder().encode(line).length > MAX_LINE);

const byKey = (members: readonly JsonMember[]): CaseFields => new Map(members.map(({ key, value }) => [key, value]));

/** @throws Malformed */
export const textField = (members: CaseFields, field: string): string => {
  const value = members.get(field);
  if (value?.kind !== 'text') throw new Malformed('BAD_CASE', `${field} must be a text`);
  return value.text;
};

export type SimulatedCase = { principal: Principal; request: AccessRequest };

/** @throws Malformed */
export const readCase = (members: CaseFields): SimulatedCase => {
  const identity = documents(members, 'identityPolicies', 'identity');
  const request = readRequest(members);
  const resourcePolicy = members.get('resourcePolicy');
  const principal = principalOf(textField(members, 'principal'));
  const boundary = optional(members, 'boundary', 'boundary');
  return {
    request,
    principal: {
      ...principal,
      identity: layer(identity),
      // A boundary is attached to a user or a role, never to the root user: it is read, and counts for nothing there.
      boundary: principal.kind === 'root' ? noLayer : boundary,
      session: optional(members, 'sessionPolicy', 'session'),
      scps: levels(members, 'scps', 'scp'),
      rcps: levels(members, 'rcps', 'rcp'),
      resourcePolicies: {
        byArn:
          resourcePolicy === undefined
            ? new Map()
            : new Map([
                [
                  request.resource,
                  layer([document(resourcePolicy, 'resourcePolicy', { layer: 'resource', name: 'resourcePolicy' })]),
                ],
              ]),
        scope: 'none',
        holes: [],
      },
    },
  };
};

const list = (members: CaseFields, field: string): readonly JsonValue[] => {
  const value = members.get(field);
  if (value?.kind !== 'list') throw new Malformed('BAD_CASE', `${field} must be a list`);
  return value.items;
};

const documents = (members: CaseFields, field: string, layerName: Layer): readonly CompiledPolicy[] =>
  list(members, field).map((value, at) =>
    document(value, `${field}/${at}`, { layer: layerName, name: `${field}/${at}` }),
  );

const document = (value: JsonValue, place: string, source: PolicySource): CompiledPolicy => {
  // IAM gives documents as objects or as text, URL-encoded or not.
  const isText = value.kind === 'text' && /^\s*(?:\{|%7B)/iu.test(value.text);
  if (value.kind !== 'object' && !isText) throw new Malformed('BAD_CASE', `${place} must be a policy document`);
  const use = useIn(source.layer);
  const parsed = value.kind === 'text' ? parsePolicy(value.text, use) : parsePolicyJson(value, use);
  if (parsed.ok) return compilePolicy(parsed.policy, source);
  const { at, code, detail } = parsed.error;
  throw new Malformed('BAD_POLICY', `${place}${at}: ${detail} (${code})`);
};

const useIn = (layerName: Layer): PolicyUse => {
  switch (layerName) {
    case 'identity':
    case 'group':
    case 'boundary':
    case 'session':
    case 'scp':
      return 'principal';
    case 'rcp':
      return 'rcp';
    // The policy of a role is a case's resource policy too, with a Resource or without.
    case 'resource':
    case 'trust':
      return 'resource';
  }
};

const layer = (policies: readonly CompiledPolicy[]): PolicyLayer => ({ present: true, policies, holes: [] });

const optional = (members: CaseFields, field: string, layerName: Layer): PolicyLayer => {
  const value = members.get(field);
  if (value === undefined) return noLayer;
  return layer([document(value, field, { layer: layerName, name: field })]);
};

const levels = (members: CaseFields, field: string, layerName: 'scp' | 'rcp'): Principal['scps'] => {
  if (!members.has(field)) return noLevels;
  const all = list(members, field);
  if (all.length === 0) return noLevels;
  return {
    present: true,
    holes: [],
    levels: all.map((level, at) => {
      if (level.kind !== 'list') throw new Malformed('BAD_CASE', `${field}/${at} must be a list of policy documents`);
      return layer(
        level.items.map((value, index) =>
          document(value, `${field}/${at}/${index}`, { layer: layerName, name: `${field}/${at}/${index}`, level: at }),
        ),
      );
    }),
  };
};

const readRequest = (members: CaseFields): AccessRequest => {
  const request = members.get('request');
  if (request?.kind !== 'object') throw new Malformed('BAD_CASE', 'request must be an object');
  const fields = byKey(request.members);
  const action = textField(fields, 'action').trim();
  if (!/^[^:\s]+:[^:\s]+$/.test(action)) throw new Malformed('BAD_CASE', 'action must be "service:action"');
  const resource = textField(fields, 'resource');
  if (resource !== '*' && resource.split(':').length < 6) {
    throw new Malformed('BAD_ARN', 'resource must be an ARN or "*"');
  }
  const context = fields.get('context') ?? nothing;
  if (context.kind !== 'object') throw new Malformed('BAD_CASE', 'context must be an object');
  return { action, resource, context: readContext(context.members) };
};

const nothing: JsonValue = { kind: 'object', members: [] };

const readContext = (members: readonly JsonMember[]): Context => {
  const seen = new Map<string, string>();
  for (const { key } of members) {
    const name = key.toLowerCase();
    const before = seen.get(name);
    // Keys compare without letter case, so only one of the two would count.
    if (before !== undefined) {
      throw new Malformed('BAD_CASE', `context ${before} and ${key} are one key: letter case carries no meaning`);
    }
    seen.set(name, key);
  }
  return Object.fromEntries(members.map(({ key, value }) => [key, contextValue(key, value)]));
};

/** More than any number of AWS has; an exponent beyond it would be a text as long. */
const MOST_EXPONENT = 400;

/** `1e5` is the number 100000, and conditions read plain decimals alone. A number without an exponent keeps its text. */
const plainNumber = (key: string, text: string): string => {
  const [digits = '', power] = text.toLowerCase().split('e');
  if (power === undefined) return text;
  const exponent = Number(power);
  if (Math.abs(exponent) > MOST_EXPONENT) {
    throw new Malformed('BAD_CASE', `context ${key}: an exponent goes from -${MOST_EXPONENT} to ${MOST_EXPONENT}`);
  }
  const negative = digits.startsWith('-');
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const point = whole.length + exponent;
  const all = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`.padEnd(Math.max(0, point), '0');
  const at = Math.max(0, point);
  const plain = readDecimal(`${negative ? '-' : ''}${all.slice(0, at)}.${all.slice(at)}`);
  return plain === undefined ? text : decimalText(plain);
};

const contextValue = (key: string, value: JsonValue): string | readonly string[] => {
  if (value.kind === 'list') {
    return value.items.map((item) => {
      const single = contextValue(key, item);
      if (typeof single !== 'string') throw new Malformed('BAD_CASE', `context ${key} must not nest lists`);
      return single;
    });
  }
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return plainNumber(key, value.text);
  if (value.kind === 'boolean') return value.value ? 'true' : 'false';
  throw new Malformed('BAD_CASE', `context ${key} must be a text, a boolean, a number or a list of these`);
};

/** A principal that nothing is known about but its ARN. */
const principalOf = (arn: string): Principal => {
  const fields = arn.split(':');
  const [prefix, partition = '', service, region, accountId = '', ...rest] = fields;
  const name = rest.join(':');
  const wellFormed = prefix === 'arn' && partition !== '' && region === '' && /^[0-9]{12}$/.test(accountId);
  const kind = wellFormed ? kindOf(service ?? '', name) : undefined;
  if (kind === undefined) {
    throw new Malformed(
      'BAD_ARN',
      'principal must be the ARN of a user, a role, an assumed-role session or an account root',
    );
  }
  const sessionRole = name.split('/')[1] ?? '';
  const userName = kind === 'user' ? name.split('/').at(-1) : undefined;
  return {
    arn,
    kind,
    accountId,
    principalArn: kind === 'role-session' ? `arn:${partition}:iam::${accountId}:role/${sessionRole}` : arn,
    ...(userName === undefined ? {} : { userName }),
    tags: unsaid,
    organisation: absent,
    inManagementAccount: known(false),
    identity: noLayer,
    boundary: noLayer,
    session: noLayer,
    scps: noLevels,
    rcps: noLevels,
    resourcePolicies: { byArn: new Map(), scope: 'none', holes: [] },
    given: [],
  };
};

const unsaid: Known<Readonly<Record<string, string>>> = absent;

const kindOf = (service: string, name: string): PrincipalKind | undefined => {
  if (service === 'iam') {
    if (name === 'root') return 'root';
    if (/^user\/.+/.test(name)) return 'user';
    if (/^role\/aws-service-role\/.+/.test(name)) return 'service-linked-role';
    return /^role\/.+/.test(name) ? 'role' : undefined;
  }
  if (service !== 'sts') return undefined;
  if (/^assumed-role\/AWSServiceRoleFor[^/]*\/.+/.test(name)) return 'service-linked-role';
  if (/^assumed-role\/[^/]+\/.+/.test(name)) return 'role-session';
  return /^federated-user\/.+/.test(name) ? 'federated-user' : undefined;
};
