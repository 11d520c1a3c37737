import type { Json } from './json.ts';
import type { Random } from './random.ts';
import { keys, patterns, variables, type Key, type KeyType } from './vocabulary.ts';

type Texts = readonly [string, ...string[]];

const ofText: Texts = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
];
const ordered = (of: string): Texts => [
  `${of}Equals`,
  `${of}NotEquals`,
  `${of}LessThan`,
  `${of}LessThanEquals`,
  `${of}GreaterThan`,
  `${of}GreaterThanEquals`,
];
const operators: Readonly<Record<KeyType, Texts>> = {
  text: ofText,
  list: ofText,
  number: ordered('Numeric'),
  date: ordered('Date'),
  bool: ['Bool'],
  address: ['IpAddress', 'NotIpAddress'],
  arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike', 'StringLike', 'StringEquals'],
};

const set = (random: Random, key: Key): string => {
  if (key.type === 'list') return random.one(['ForAllValues:', 'ForAnyValue:']);
  return random.chance(0.04) ? random.one(['ForAllValues:', 'ForAnyValue:']) : '';
};

const wanted = (random: Random, key: Key): string => {
  if ((key.type === 'text' || key.type === 'list') && random.chance(0.15)) return random.one(variables);
  if (key.type === 'list') return random.chance(0.7) ? random.one(key.values) : random.one(patterns.text);
  if (key.type === 'bool' || random.chance(0.6)) return random.one(key.values);
  return random.one(patterns[key.type]);
};

const values = (random: Random, key: Key): Json => {
  if (random.chance(0.5)) return wanted(random, key);
  return Array.from({ length: 1 + random.upTo(2) }, () => wanted(random, key));
};

/** One to three tests, over keys that a request of these cases may hold. */
export const generateCondition = (random: Random): Readonly<Record<string, Json>> => {
  const block: Record<string, Record<string, Json>> = {};
  const count = random.chance(0.7) ? 1 : 2 + random.upTo(1);
  for (let made = 0; made < count; made += 1) {
    const key = random.one(keys);
    const name = random.chance(0.1) ? key.name.toLowerCase() : key.name;
    if (random.chance(0.12)) {
      block['Null'] = { ...block['Null'], [name]: random.one(['true', 'false', true, false]) };
      continue;
    }
    const operator = `${set(random, key)}${random.one(operators[key.type])}${random.chance(0.25) ? 'IfExists' : ''}`;
    const tested = block[operator] ?? {};
    // A key twice in two letter cases under one operator is a mistake of the author, not a rule to compare.
    const said = Object.keys(tested).some((other) => other.toLowerCase() === name.toLowerCase());
    if (!said) block[operator] = { ...tested, [name]: values(random, key) };
  }
  return block;
};

/** A context: each key is there or not; the keys that a policy names are there more often than not. */
export const generateContext = (random: Random, mentioned: ReadonlySet<string>): Readonly<Record<string, Json>> => {
  const context: Record<string, Json> = {};
  for (const key of keys) {
    if (!random.chance(mentioned.has(key.name.toLowerCase()) ? 0.75 : 0.1)) continue;
    context[key.name] = key.type === 'list' ? random.some(key.values, 1, 3) : random.one(key.values);
  }
  return context;
};
