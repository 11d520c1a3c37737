import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** Longer text is compressed: an item may have 400 KB in all (DynamoDB, "Quotas"). */
const plainUpTo = 16 * 1024;
const largest = 380 * 1024;

export class TooLargeToStore extends Error {
  constructor(what: string, bytes: number) {
    super(`${what} has ${bytes} bytes compressed; at most ${largest} can be stored in one item`);
    this.name = 'TooLargeToStore';
  }
}

/** An item that this program did not write, or that another version wrote. */
export class DamagedItem extends Error {
  constructor(what: string, detail: string) {
    super(`${what}: ${detail}`);
    this.name = 'DamagedItem';
  }
}

/** @throws TooLargeToStore rather than cut anything off. */
export const packText = (text: string, what: string): string | Uint8Array => {
  if (Buffer.byteLength(text) <= plainUpTo) return text;
  const packed = gzipSync(text);
  if (packed.byteLength > largest) throw new TooLargeToStore(what, packed.byteLength);
  return packed;
};

export const pack = (value: unknown, what: string): string | Uint8Array => packText(JSON.stringify(value), what);

const body = z.union([z.string(), z.instanceof(Uint8Array)]);

export const unpackText = (item: unknown, what: string): string => {
  const parsed = z.object({ body }).safeParse(item);
  if (!parsed.success) throw new DamagedItem(what, 'the item has no readable body');
  return typeof parsed.data.body === 'string' ? parsed.data.body : gunzipSync(parsed.data.body).toString('utf8');
};

/** What Ringfence itself stored: its form is looked at, its depth is trusted. */
export const unpack = <T>(item: unknown, row: z.ZodType<T>, what: string): T => {
  const parsed = row.safeParse(JSON.parse(unpackText(item, what)));
  if (!parsed.success) throw new DamagedItem(what, parsed.error.message);
  return parsed.data;
};

export const rowWith = <T>(...keys: readonly (keyof T & string)[]): z.ZodType<T> =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && keys.every((key) => key in value), {
    error: `expected ${keys.join(', ')}`,
  });
