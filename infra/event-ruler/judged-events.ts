import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject } from '../../shared/change/json-object.ts';

export type JudgedEvent = {
  /** Of a sample: its path under events/. */
  name: string;
  trigger?: string;
  /** What Ringfence reads it as: `change`, `ignored`, `unreadable`. */
  kind: string;
  event: JsonObject;
};

/** The sample events as EventBridge delivers them. A bare record is what a person pipes in: it has no envelope to judge. */
export const sampleEvents = (root: string): readonly JudgedEvent[] => {
  const folder = path.join(root, 'events');
  const index: unknown = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'));
  if (!Array.isArray(index)) throw new TypeError('events/index.json is not a list');
  return index.filter(isJsonObject).flatMap((row) => {
    const name = String(row['path']);
    const event: unknown = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    if (!isJsonObject(event) || event['detail'] === undefined) return [];
    const expected = row['expect'];
    return [
      {
        name,
        ...(typeof row['trigger'] === 'string' ? { trigger: row['trigger'] } : {}),
        kind: isJsonObject(expected) ? String(expected['kind']) : '',
        event,
      },
    ];
  });
};

/** The account that the rules under test are for. */
const ownAccount = '111122223333';

/**
 * Records that nobody wrote for this project, read where they are: `../shared/corpus` beside the checkout, else none. Each in an
 * envelope of the account that the rules are for: whose account it was is masked anyway.
 */
export const corpusEvents = (root: string): readonly JudgedEvent[] => {
  const folder = path.join(root, '..', 'shared', 'corpus', 'cloudtrail');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().flatMap((file) =>
    readFileSync(path.join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, position) => {
        if (line.trim() === '') return [];
        const parsed: unknown = JSON.parse(line);
        if (!isJsonObject(parsed)) return [];
        const given = isJsonObject(parsed['envelope']) ? parsed['envelope'] : parsed;
        const record = isJsonObject(given['detail']) ? given['detail'] : given;
        const eventSource = String(record['eventSource']);
        return [
          {
            name: `${file}:${position + 1}`,
            trigger: `${eventSource}:${String(record['eventName'])}`,
            kind: 'record',
            event: {
              source: `aws.${eventSource.split('.')[0] ?? ''}`,
              'detail-type': 'AWS API Call via CloudTrail',
              account: ownAccount,
              detail: record,
            },
          },
        ];
      }),
  );
};
