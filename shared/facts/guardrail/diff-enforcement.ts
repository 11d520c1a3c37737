import { displayText } from '../../change/display-text.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import type { SurroundingChange } from './diff-surroundings.ts';
import { rankField, type FieldRule } from './rank-field.ts';
import { sameValue } from './same-value.ts';
import { member } from './rule.ts';

/**
 * Every field of an enforced configuration and how it counts; a test derives the fields from the SDK's types. (Amazon Bedrock API
 * Reference: "AccountEnforcedGuardrailOutputConfiguration", "SelectiveContentGuarding", "ModelEnforcement".)
 */
export const enforcementRules: Readonly<Record<string, FieldRule | 'by-rule'>> = {
  guardrailArn: 'by-rule',
  guardrailId: 'without-weight',
  guardrailVersion: 'by-rule',
  'modelEnforcement.includedModels': 'by-rule',
  'modelEnforcement.excludedModels': 'by-rule',
  /** Only what the caller tags is looked at, so the caller decides. */
  'selectiveContentGuarding.system': { ranked: ['SELECTIVE', 'COMPREHENSIVE'] },
  'selectiveContentGuarding.messages': { ranked: ['SELECTIVE', 'COMPREHENSIVE'] },
  inputTags: { ranked: ['HONOR', 'IGNORE'] },
  /** Whose configuration it is: an account cannot take away what an organisation set. */
  owner: 'unranked',
  configId: 'without-weight',
  createdAt: 'without-weight',
  createdBy: 'without-weight',
  updatedAt: 'without-weight',
  updatedBy: 'without-weight',
};

/** `content.guardrailsConfig`, as ListEnforcedGuardrailsConfiguration answers, all pages. */
export const enforcedConfigs = (content: JsonObject | undefined): readonly JsonObject[] => {
  const list = content?.['guardrailsConfig'];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

/** What a change of enforcement left without a guardrail, and what it brought under one. */
export const diffEnforcement = (
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly SurroundingChange[] => {
  const was = byGuardrail(before);
  const is = byGuardrail(after);
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((arn): readonly SurroundingChange[] => {
    const had = was.get(arn);
    const has = is.get(arn);
    const name = `guardrail ${displayText(arn)}`;
    const path = `guardrailsConfig[${arn}]`;
    if (had === undefined) return [{ path, verdict: 'stronger', sentence: `${capital(name)} is enforced now.` }];
    if (has === undefined) return [{ path, verdict: 'weaker', sentence: `${capital(name)} is not enforced any more.` }];
    return [
      ...versionChange(had, has, { name, path }),
      ...modelChanges(had, has, { name, path }),
      ...fieldChanges(had, has, { name, path }),
    ];
  });
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const textOf = (value: unknown): string => (typeof value === 'string' ? displayText(value) : 'not said');

const byGuardrail = (content: JsonObject | undefined): ReadonlyMap<string, JsonObject> =>
  new Map(
    enforcedConfigs(content).map((config) => [
      textOf(member(config, 'guardrailArn') ?? member(config, 'guardrailId')),
      config,
    ]),
  );

type Named = { name: string; path: string };

/**
 * A lower number is an older state, and the draft, which changes with every edit, is below all of them. A higher number counts as
 * stronger, as a version that is weaker than the one before it was told when it was published (RF.GUARD.3).
 */
const versionChange = (had: JsonObject, has: JsonObject, { name, path }: Named): readonly SurroundingChange[] => {
  const before = textOf(member(had, 'guardrailVersion'));
  const after = textOf(member(has, 'guardrailVersion'));
  if (before === after) return [];
  const [was, is] = [rankOf(before), rankOf(after)];
  const verdict = was === undefined || is === undefined ? 'unranked' : is < was ? 'weaker' : 'stronger';
  return [
    {
      path: `${path}.guardrailVersion`,
      verdict,
      sentence: `Version ${after} of ${name} is enforced, before ${before}.`,
    },
  ];
};

const rankOf = (version: string): number | undefined =>
  version === 'DRAFT' ? 0 : /^[1-9]\d{0,7}$/u.test(version) ? Number(version) : undefined;

/** Without a list, or with `ALL`, every model is meant. */
const included = (config: JsonObject): ReadonlySet<string> | 'all' => {
  const listed = models(config, 'includedModels');
  return listed.length === 0 || listed.includes('ALL') ? 'all' : new Set(listed);
};
const models = (config: JsonObject, list: string): readonly string[] => {
  const enforcement = member(config, 'modelEnforcement');
  const value = isJsonObject(enforcement) ? member(enforcement, list) : undefined;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
};

const modelChanges = (had: JsonObject, has: JsonObject, at: Named): readonly SurroundingChange[] => {
  const was = included(had);
  const is = included(has);
  const lost =
    was === 'all'
      ? is === 'all'
        ? []
        : ['every model that is not listed']
      : is === 'all'
        ? []
        : [...was].filter((model) => !is.has(model));
  const won =
    is === 'all'
      ? was === 'all'
        ? []
        : ['every model']
      : was === 'all'
        ? []
        : [...is].filter((model) => !was.has(model));
  const [outBefore, outAfter] = [new Set(models(had, 'excludedModels')), new Set(models(has, 'excludedModels'))];
  return [
    ...told('weaker', lost, 'modelEnforcement.includedModels', at),
    ...told('stronger', won, 'modelEnforcement.includedModels', at),
    ...told(
      'weaker',
      [...outAfter].filter((model) => !outBefore.has(model)),
      'modelEnforcement.excludedModels',
      at,
    ),
    ...told(
      'stronger',
      [...outBefore].filter((model) => !outAfter.has(model)),
      'modelEnforcement.excludedModels',
      at,
    ),
  ];
};

const told = (
  verdict: 'weaker' | 'stronger',
  which: readonly string[],
  field: string,
  { name, path }: Named,
): readonly SurroundingChange[] =>
  which.length === 0
    ? []
    : [
        {
          path: `${path}.${field}`,
          verdict,
          sentence: `${capital(name)} is ${verdict === 'weaker' ? 'not enforced any more' : 'enforced now'} for ${displayText(which.join(', '), 512)}.`,
        },
      ];

const fieldChanges = (had: JsonObject, has: JsonObject, { name, path }: Named): readonly SurroundingChange[] => {
  const before = leaves(had);
  const after = leaves(has);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field): readonly SurroundingChange[] => {
    const rule = Object.hasOwn(enforcementRules, field) ? enforcementRules[field] : undefined;
    if (rule === 'by-rule') return [];
    const verdict = rankField(rule ?? 'unranked', before.get(field), after.get(field));
    if (verdict === undefined) return [];
    return [
      {
        path: `${path}.${field}`,
        verdict,
        sentence: `${field} of ${name} is now ${textOf(after.get(field))}, before ${textOf(before.get(field))}.`,
      },
    ];
  });
};

/** Fields of one level of sections; a section that this version does not know is compared whole. */
const leaves = (config: JsonObject): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(config).flatMap(([name, value]): readonly [string, unknown][] =>
      isJsonObject(value) ? Object.entries(value).map(([inner, leaf]) => [`${name}.${inner}`, leaf]) : [[name, value]],
    ),
  );

/** Whether two answers enforce the same, whenever and by whom it was set. */
export const sameEnforcement = (a: JsonObject | undefined, b: JsonObject | undefined): boolean =>
  sameValue(a, b) || diffEnforcement(a, b).every(({ verdict }) => verdict === 'same');
