import type { CarriedDocument } from '../change.ts';
import { isJsonObject, type JsonObject, textAt, valueAt } from '../json-object.ts';
import type { DocumentReader } from './record-body.ts';

/**
 * Answers of IAM give documents URL-encoded, requests give them raw. A raw document can hold a literal `%`, so only
 * text that begins with an encoded brace is decoded; what does not decode stays as it came, for the policy reader to
 * name.
 */
export const decodedDocument = (text: string): string => {
  if (!/^%7B/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A document as text: a few services write it as an object (S3's bucketPolicy). */
const documentAt = (object: JsonObject, path: string): string | undefined => {
  const value = valueAt(object, path);
  if (isJsonObject(value)) return JSON.stringify(value);
  const text = textAt(object, path);
  return text === undefined ? undefined : decodedDocument(text);
};

/**
 * A document of the request.
 * @param path dotted path in the parameters
 * @param nameAt where the request names the document: a policy name, or the ARN of the policy it becomes a version of.
 */
export const asked =
  (role: CarriedDocument['role'], path: string, nameAt?: string): DocumentReader =>
  ({ parameters }) => {
    const text = documentAt(parameters, path);
    const name = nameAt === undefined ? undefined : textAt(parameters, nameAt);
    return text === undefined ? [] : [{ role, ...(name === undefined ? {} : { name }), text }];
  };

/** A document of the answer, where the request's own was left out. */
export const answered =
  (role: CarriedDocument['role'], path: string): DocumentReader =>
  ({ response }) => {
    const text = documentAt(response, path);
    return text === undefined ? [] : [{ role, text }];
  };

/** The first place that holds a document. */
export const eitherDocument =
  (...readers: readonly DocumentReader[]): DocumentReader =>
  (body) =>
    readers.map((reader) => reader(body)).find((found) => found.length > 0) ?? [];
