import type { Ports } from '../../ports/ports.ts';
import { isJsonObject, type JsonObject } from '../../change/json-object.ts';
import { sha256 } from '../canonical-json.ts';

export type Whole = { ok: true; text: string; content: JsonObject } | { ok: false; detail: string };

/** A document of the content store, used only if it is still what its hash says. */
export const documentOf = async (ports: Pick<Ports, 'documents'>, hash: string): Promise<Whole> => {
  let text: string | undefined;
  try {
    text = await ports.documents.get(hash);
  } catch (error) {
    // A store that does not answer is asked again; a row that it holds and cannot read stays so.
    if (!(error instanceof Error) || error.name !== 'DamagedItem') throw error;
    return { ok: false, detail: `the document ${hash} was damaged in storage: ${error.message}` };
  }
  if (text === undefined) return { ok: false, detail: `the document ${hash} is not in the store any more` };
  if (sha256(text) !== hash) {
    return { ok: false, detail: `the document ${hash} was damaged in storage: its content has another hash` };
  }
  try {
    const content: unknown = JSON.parse(text);
    if (isJsonObject(content)) return { ok: true, text, content };
  } catch {
    // Falls through to the refusal.
  }
  return { ok: false, detail: `the document ${hash} is not a JSON object` };
};
