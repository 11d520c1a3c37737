import type { ScalarKind } from '../domains/domain.ts';

/**
 * Types of the keys that AWS documents for every service (AWS: "AWS global condition context keys"). Lower case. A key
 * that is not here may hold one value or several, of any form.
 */
export type KeyType = { type: ScalarKind | 'arns'; cardinality: 'one' | 'many' };

const one = (type: KeyType['type'], ...keys: readonly string[]): readonly (readonly [string, KeyType])[] =>
  keys.map((key) => [key, { type, cardinality: 'one' }] as const);
const many = (...keys: readonly string[]): readonly (readonly [string, KeyType])[] =>
  keys.map((key) => [key, { type: 'strings', cardinality: 'many' }] as const);

const types: ReadonlyMap<string, KeyType> = new Map([
  ...one('instants', 'aws:currenttime', 'aws:tokenissuetime'),
  ...one(
    'bools',
    'aws:securetransport',
    'aws:multifactorauthpresent',
    'aws:viaawsservice',
    'aws:principalisawsservice',
    'aws:assumedroot',
  ),
  ...one('numbers', 'aws:multifactorauthage'),
  ...one('ips', 'aws:sourceip', 'aws:vpcsourceip'),
  ...one(
    'strings',
    'aws:requestedregion',
    'aws:principalaccount',
    'aws:principalorgid',
    'aws:principaltype',
    'aws:username',
    'aws:userid',
    'aws:useragent',
    'aws:referer',
    'aws:resourceaccount',
    'aws:resourceorgid',
    'aws:sourceaccount',
    'aws:sourceorgid',
    'aws:sourcevpc',
    'aws:sourcevpce',
    'aws:vpceaccount',
    'aws:vpceorgid',
    'aws:sourceidentity',
    'aws:federatedprovider',
    'aws:principalservicename',
    'aws:calledviafirst',
    'aws:calledvialast',
    'sts:externalid',
    'sts:rolesessionname',
    'sts:sourceidentity',
    'iam:passedtoservice',
    'bedrock:guardrailidentifier',
  ),
  ...one('arns', 'aws:principalarn', 'aws:sourcearn', 'aws:sourcevpcarn'),
  ...many(
    'aws:tagkeys',
    'aws:calledvia',
    'aws:principalorgpaths',
    'aws:resourceorgpaths',
    'aws:sourceorgpaths',
    'aws:vpceorgpaths',
    'aws:principalservicenameslist',
    'sts:transitivetagkeys',
  ),
]);

const tagFamilies = ['aws:principaltag/', 'aws:resourcetag/', 'aws:requesttag/'] as const;

export const keyType = (key: string): KeyType | undefined =>
  types.get(key) ?? (tagFamilies.some((family) => key.startsWith(family)) ? tagType : undefined);

const tagType: KeyType = { type: 'strings', cardinality: 'one' };
