/** The strict reader of the pipeline, under the name that policies know it by. */
export { MAX_DEPTH, MAX_LENGTH, pointer, readJson } from '../../change/read-json.ts';
export type { JsonMember, JsonValue, ReadJson } from '../../change/read-json.ts';
