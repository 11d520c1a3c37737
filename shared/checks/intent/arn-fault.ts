import { findPlaceholder } from '../../reasoning/policy/placeholder.ts';
import { hasWildcard } from '../../reasoning/policy/wildcard.ts';
import type { SettingsFault } from './settings-fault.ts';

export type ArnFault = Pick<SettingsFault, 'code' | 'what' | 'next'>;

/** Words that examples of ARNs put where a value belongs. Capitals alone: what AWS calls a resource is seldom one. */
const unfilled =
  /^(?:PARTITION|REGION|ACCOUNT|ACCOUNT[-_]?(?:ID|NUMBER)|ID|GUARDRAIL|GUARDRAIL[-_]?(?:ID|VERSION)|YOUR[-_].*)$/u;
/** Ids of Amazon Bedrock have no capitals of their own, so that these are examples there. */
const unfilledModel = /^(?:MODEL|MODEL[-_]?ID|VERSION|PROVIDER\.MODEL|PROFILE)$/u;
const region = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/u;

/**
 * What is wrong with an ARN that begins as one (AWS: "Identify AWS resources with Amazon Resource Names (ARNs)"): a
 * placeholder that nobody filled in, a Region that is none, an account that has not 12 digits. Such an ARN names nothing, and
 * what names nothing approves nothing.
 * @param takes `exact`: a wildcard is no value either
 */
export const arnFault = (arn: string, takes: 'pattern' | 'exact'): ArnFault | undefined => {
  const [, , service = '', regionField = '', account = '', ...rest] = arn.split(':');
  const found = placeholderIn(arn, service);
  if (found !== undefined) {
    return {
      code: 'placeholder',
      what: `${found} is a placeholder that was not filled in`,
      next: 'write the value itself',
    };
  }
  const isOpen = (field: string): boolean => takes === 'pattern' && hasWildcard(field);
  if (regionField === '' ? isGuardrail(service, rest) : !region.test(regionField) && !isOpen(regionField)) {
    const what = regionField === '' ? `${arn} holds no Region` : `${regionField} is no Region`;
    return { code: 'not-a-region', what, next: 'write a Region such as eu-central-1' };
  }
  const isAccount = account === '' ? !needsAccount(service, rest) : /^(?:\d{12}|aws)$/u.test(account);
  if (isAccount || isOpen(account)) return undefined;
  const what = account === '' ? `${arn} holds no account` : `${account} is no account id`;
  return { code: 'not-an-account', what, next: 'write the 12 digits of the account' };
};

const placeholderIn = (arn: string, service: string): string | undefined =>
  findPlaceholder(arn) ??
  arn.split(/[:/]/u).find((part) => unfilled.test(part) || (service === 'bedrock' && unfilledModel.test(part)));

const isGuardrail = (service: string, rest: readonly string[]): boolean =>
  service === 'bedrock' && /^guardrail(?:-profile)?\//u.test(rest[0] ?? '');

/** Buckets and foundation models belong to no account. */
const needsAccount = (service: string, rest: readonly string[]): boolean =>
  service === 'iam' || service === 'sts' || isGuardrail(service, rest);
