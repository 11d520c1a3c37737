import type { z } from 'zod';
import { findPlaceholder } from '../../reasoning/policy/placeholder.ts';
import { pointer, readJson, type JsonValue } from '../../change/read-json.ts';
import type { CheckSettings } from '../settings.ts';
import { checkSettingsSchema } from '../settings-schema.ts';
import { nearest } from './nearest.ts';
import { settingsFaultCodes, type SettingsFault } from './settings-fault.ts';

export type ReadSettings = { settings?: CheckSettings; faults: readonly SettingsFault[] };

/** A person's notes in a file; they decide nothing. */
const notes = new Set(['$schema', '$comment']);
const longest = 8 * 1024 * 1024;

/**
 * A settings file as text. Every mistake of its form is an error with its place; where there is none, the settings. Nothing
 * is guessed: a misspelt list would be an empty one, and an empty list judges nothing.
 */
export const readCheckSettings = (text: string): ReadSettings => {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const read = readJson(plain, longest);
  if (!read.ok) {
    const { code, at, detail } = read.error;
    const isDouble = code === 'duplicate-key';
    return {
      faults: [
        {
          level: 'error',
          code: isDouble ? 'duplicate-key' : 'not-json',
          at,
          what: detail,
          next: isDouble ? 'keep one of the two' : 'write the settings as one JSON object',
        },
      ],
    };
  }
  const placeholders = placeholdersIn(read.value, []);
  if (placeholders.length > 0) return { faults: placeholders };
  const value: unknown = JSON.parse(plain);
  const parsed = checkSettingsSchema.safeParse(withoutNotes(value));
  if (parsed.success) return { settings: parsed.data, faults: [] };
  return { faults: parsed.error.issues.flatMap(faultsOf) };
};

const withoutNotes = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).filter(([key]) => !notes.has(key)));

/** Settings that a template has yet to fill in name nothing that exists. */
const placeholdersIn = (value: JsonValue, path: readonly (string | number)[]): readonly SettingsFault[] => {
  switch (value.kind) {
    case 'text': {
      const found = findPlaceholder(value.text);
      if (found === undefined || path[0] === '$comment') return [];
      const what = `${found} is a placeholder that was not filled in`;
      return [{ level: 'error', code: 'placeholder', at: pointer(path), what, next: 'write the value itself' }];
    }
    case 'list':
      return value.items.flatMap((item, index) => placeholdersIn(item, [...path, index]));
    case 'object':
      return value.members.flatMap((member) => placeholdersIn(member.value, [...path, member.key]));
    case 'number':
    case 'boolean':
    case 'null':
      return [];
  }
};

const rewrite = 'write a value of that form';

const faultsOf = (issue: z.core.$ZodIssue): readonly SettingsFault[] => {
  const at = pointer(issue.path.map((part) => (typeof part === 'number' ? part : String(part))));
  if (issue.code === 'custom') {
    const of = settingsFaultCodes.find((code) => code === issue.params?.['code']) ?? 'wrong-value';
    const { what, next } = issue.params ?? {};
    return [{ level: 'error', code: of, at, what: String(what ?? issue.message), next: String(next ?? rewrite) }];
  }
  if (issue.code !== 'unrecognized_keys') {
    return [{ level: 'error', code: 'wrong-value', at, what: issue.message, next: rewrite }];
  }
  const known = issue.path.length === 0 ? Object.keys(checkSettingsSchema.shape) : [];
  return issue.keys.map((key) => {
    const near = nearest(key, known);
    return {
      level: 'error',
      code: 'unknown-field',
      at: `${at}${pointer([key])}`,
      what: `there is no setting ${key} here`,
      next: near === undefined ? 'take it out; the JSON Schema of the settings lists every field' : `write ${near}`,
    };
  });
};
