import { IamError } from './iam-error.ts';

/** Request parameters as CloudTrail spells them: `roleName`, `policyDocument`. */
export type IamParameters = Readonly<Record<string, unknown>>;

export const text = (parameters: IamParameters, key: string): string => {
  const value = parameters[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new IamError('ValidationException', `${key} is missing or is no text`);
};

export const optionalText = (parameters: IamParameters, key: string): string | undefined =>
  parameters[key] === undefined ? undefined : text(parameters, key);

/** @returns the document's text. @throws IamError MalformedPolicyDocument for what is no JSON object. */
export const documentText = (parameters: IamParameters, key: string): string => {
  const document = text(parameters, key);
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return document;
  } catch {
    // Said below, as for every other text that is no policy.
  }
  throw new IamError('MalformedPolicyDocumentException', 'Syntax errors in policy.');
};

/** IAM does not count white space (IAM User Guide, "IAM and AWS STS quotas"). */
export const sizeOf = (document: string): number => document.replace(/\s/gu, '').length;

export const tagsOf = (parameters: IamParameters): Readonly<Record<string, string>> => {
  const tags = parameters['tags'];
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(
    tags.flatMap((tag: unknown) =>
      typeof tag === 'object' && tag !== null && 'key' in tag && 'value' in tag
        ? [[String(tag.key), String(tag.value)] as const]
        : [],
    ),
  );
};
