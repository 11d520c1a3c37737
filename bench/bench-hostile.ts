import { known } from '../shared/facts/known.ts';
import type { PolicyContent } from '../shared/facts/policy-document.ts';
import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { accountAccess, type AccountAccess } from '../shared/reasoning/fast/account-access.ts';
import { parseDocument } from '../shared/reasoning/policy/parse-policy.ts';
import { z } from 'zod';
import { cpuMilliseconds } from './measure.ts';
import { table } from './table.ts';

const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const text = (value: unknown): string => JSON.stringify(value);
const each = (count: number, make: (n: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, n) => make(n));
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const megabytes = (count: number, part: string): string => part.repeat((count * 1024 * 1024) / part.length);

/** Policies that somebody wrote to stop whoever reads them. */
const hostile: Readonly<Record<string, string>> = {
  'two equal keys': '{"Version":"2012-10-17","Statement":[],"Statement":[]}',
  'two equal keys, one escaped, late in a long text': text(
    document(...Array.from({ length: 2_000 }, () => allow('s3:*'))),
  ).replace(/\}\]\}$/, '},{"Effect":"Deny","\\u0045ffect":"Allow"}]}'),
  'ten thousand wildcards in one action': text(document(allow('*?'.repeat(5_000)))),
  'ten thousand stars in one action': text(document(allow(`${'*'.repeat(10_000)}:${'*'.repeat(10_000)}a`))),
  'ten thousand wildcard actions': text(document(allow(each(10_000, (n) => `sagemaker:*${n % 7}*${n}*`)))),
  'ten thousand wildcard services': text(document(allow(each(10_000, (n) => `*${n}*:*`)))),
  'ten thousand services that match': text(document(allow(each(10_000, (n) => `*:*e*${n}`)))),
  'ten thousand excepted wildcard services': text(
    document({ Effect: 'Allow', NotAction: each(10_000, (n) => `*:*a*${n}`), Resource: '*' }),
  ),
  'as many wildcard actions as are read': text(document(allow(each(128, (n) => `sagemaker:*${n % 7}*${n}*`)))),
  'as many stars inside names as are read': text(document(allow(each(680, (n) => `sagemaker:C*e${n}`)))),
  'as many wildcard services as are read': text(document(allow(each(16, (n) => `*:*e*${n}`)))),
  'as many beginnings as are read': text(document(allow(each(4_000, (n) => `sagemaker:a${n}*`)))),
  'ten thousand wildcards in a resource': text(document(allow('s3:*', '*?'.repeat(5_000)))),
  'two hundred thousand levels': nested(200_000 / 5),
  'a hundred thousand lists that nobody closes': '['.repeat(100_000),
  'an element __proto__': '{"Version":"2012-10-17","Statement":[],"__proto__":{"Statement":[]}}',
  'halves of characters': text(document(allow('s3:*', '\ud800*\udc00'))),
  'two megabytes in one text': text(document(allow('s3:*', megabytes(2, 'x')))),
  'two megabytes of statements': text(document(...Array.from({ length: 40_000 }, () => allow('s3:Get*')))),
  'unfinished placeholders': text(document(allow('s3:*', '${{<a'.repeat(50_000)))),
  'unfinished variables': text(document(allow('s3:*', '${a:b'.repeat(50_000)))),
  'a long number': `{"Version":${'9'.repeat(200_000)}}`,
  'broken URL encoding': `%7B${'%7'.repeat(100_000)}`,
};

const MOST = 50;

/** The worst time of a hostile document, as text and as part of an account file, from reading it to the words of who has it. */
export const benchHostile = (): void => {
  const rows = Object.entries(hostile).map(([name, body]) => {
    const asText = answerTo({ text: body });
    const json = parsedOrNone(body);
    const asJson = json === undefined ? undefined : answerTo({ json });
    return { name, word: asText.word, worst: Math.max(asText.took, asJson?.took ?? 0) };
  });
  console.log(`\nHostile documents: what is answered, and the worst of both ways to read each; the bar is ${MOST} ms`);
  table(
    ['document', 'answer', 'ms'],
    rows.map(({ name, word, worst }) => [name, word, worst.toFixed(1)]),
  );
  const worst = Math.max(...rows.map((row) => row.worst));
  console.log(`worst: ${worst.toFixed(1)} ms`);
};

const parsedOrNone = (body: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};

const answerTo = (content: PolicyContent): { word: string; took: number } => {
  const facts = { ...role(), inlinePolicies: known([{ name: 'hostile', ...content }]) };
  let access: AccountAccess | undefined;
  const took = cpuMilliseconds(() => (access = accountAccess([facts])));
  const parsed = parseDocument({ name: 'hostile', ...content }, 'principal');
  return { word: parsed.ok ? `read (${access?.sets} sets)` : parsed.error.code, took };
};

const role = (): PrincipalFacts => {
  const Arn = 'arn:aws:iam::111122223333:role/app';
  const [facts] = readAuthorizationDetails({
    RoleDetailList: [{ RoleName: 'app', RoleId: 'AROAEXAMPLE', Arn }],
  }).principals;
  if (facts === undefined) throw new RangeError('a file without principals');
  return facts;
};
