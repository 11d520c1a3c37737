import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { knownEvent } from './known-events.ts';
import { readChange } from './read-change.ts';

/** Records that nobody wrote for this project. They stay outside of it: properties are asserted, never values. */
const corpus = path.resolve(import.meta.dirname, '../../../shared/corpus/cloudtrail');
const present = existsSync(corpus);

type Case = { where: string; input: JsonObject; record: JsonObject };

const casesOf = (file: string): Case[] =>
  readFileSync(path.join(corpus, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, position) => {
      const parsed = JSON.parse(line) as JsonObject;
      const envelope = parsed['envelope'];
      const input = isJsonObject(envelope) ? envelope : parsed;
      const detail = input['detail'];
      return { where: `${file}:${position + 1}`, input, record: isJsonObject(detail) ? detail : input };
    });

const cases = present
  ? readdirSync(corpus)
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap(casesOf)
  : [];
const known = ({ record }: Case) => knownEvent(String(record['eventSource']), String(record['eventName']));

(present ? describe : describe.skip)(
  present ? 'public records' : 'public records (not run: ../shared/corpus/cloudtrail is absent)',
  () => {
    it('are there', () => {
      expect(cases.length).toBeGreaterThan(2_000);
      expect(cases.filter((one) => known(one) !== undefined).length).toBeGreaterThan(200);
    });

    it('are read, ignored by name or unreadable by name: no exception, from text as from an object', () => {
      for (const { input } of cases) {
        const parsed = readChange(input);
        expect(['change', 'ignored', 'unreadable']).toContain(parsed.kind);
        expect(readChange(JSON.stringify(input))).toEqual(parsed);
      }
    });

    it('are changes exactly when the pair is known, unless masking took what every record has', () => {
      for (const one of cases) {
        const parsed = readChange(one.input);
        const expected = known(one);
        if (parsed.kind === 'change') expect(parsed.trigger).toBe(expected?.trigger);
        if (parsed.kind === 'ignored' && parsed.reason.code !== 'not-a-call')
          expect([one.where, expected]).toEqual([one.where, undefined]);
        if (parsed.kind === 'unreadable') {
          expect([one.where, parsed.reason.at]).toEqual([
            one.where,
            expect.stringMatching(/^\/(?:eventID|eventTime|recipientAccountId|account)$/),
          ]);
        }
      }
      expect(cases.filter(({ input }) => readChange(input).kind === 'unreadable').length).toBeLessThan(20);
    });

    it('succeeded only without an error code, and then touched something', () => {
      for (const { where, input, record } of cases) {
        const parsed = readChange(input);
        if (parsed.kind !== 'change') continue;
        const failed = typeof record['errorCode'] === 'string';
        expect([where, parsed.outcome.result]).toEqual([where, failed ? 'failed' : 'succeeded']);
        if (!failed && parsed.group !== 'sts') expect([where, parsed.touches.length > 0]).toEqual([where, true]);
      }
    });

    it('were refused exactly when their code says so', () => {
      for (const { where, input, record } of cases) {
        const parsed = readChange(input);
        if (parsed.kind !== 'change' || parsed.outcome.result !== 'failed') continue;
        const refused = ['AccessDenied', 'Client.UnauthorizedOperation', 'UnauthorizedOperation'].includes(
          String(record['errorCode']),
        );
        expect([where, parsed.outcome.refused]).toEqual([where, refused]);
      }
    });

    it('carry documents that are the very text of the request', () => {
      let carried = 0;
      for (const { input, record } of cases) {
        const parsed = readChange(input);
        if (parsed.kind !== 'change') continue;
        const parameters = record['requestParameters'];
        const asked = isJsonObject(parameters) ? Object.values(parameters) : [];
        for (const { role, text } of parsed.documents) {
          carried += 1;
          expect(() => JSON.parse(text) as unknown).not.toThrow();
          if (role === 'identity-policy') expect(asked).toContain(text);
        }
      }
      expect(carried).toBeGreaterThan(20);
    });

    it('have the members and types that our samples of the same event have', () => {
      const events = path.resolve(import.meta.dirname, '../../events');
      const index = JSON.parse(readFileSync(path.join(events, 'index.json'), 'utf8')) as {
        path: string;
        trigger: string;
      }[];
      let compared = 0;
      for (const row of index.filter((sample) => sample.path.endsWith('.success.json'))) {
        const sample = JSON.parse(readFileSync(path.join(events, row.path), 'utf8')) as { detail: JsonObject };
        const real = cases.filter((one) => known(one)?.trigger === row.trigger && !('errorCode' in one.record));
        for (const part of ['requestParameters', 'responseElements', 'userIdentity']) {
          const ours = sample.detail[part];
          const theirs = real.map(({ record }) => record[part]).filter(isJsonObject);
          if (!isJsonObject(ours)) continue;
          for (const [name, value] of Object.entries(ours)) {
            // S3 writes the same member as text in one record and as a list in the next: one of them must agree.
            const types = theirs.filter((other) => (other[name] ?? null) !== null).map((other) => typeof other[name]);
            if (types.length === 0) continue;
            compared += 1;
            expect([row.path, name, types]).toEqual([row.path, name, expect.arrayContaining([typeof value])]);
          }
        }
      }
      expect(compared).toBeGreaterThan(50);
    });
  },
);
