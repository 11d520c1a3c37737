import type { JsonValue } from './read-json.ts';

/** What was read, as JSON.parse would give it: numbers lose what a double cannot hold. `__proto__` is a key like any other. */
export const plainValue = (value: JsonValue): unknown => {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return Number(value.text);
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'list':
      return value.items.map(plainValue);
    case 'object':
      return Object.fromEntries(value.members.map(({ key, value: inner }) => [key, plainValue(inner)]));
  }
};
