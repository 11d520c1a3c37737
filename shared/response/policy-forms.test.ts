import { execFileSync } from 'node:child_process';
import { expectGolden } from '../../test/golden/golden.ts';
import { policyForms, type PolicyToAttach } from './policy-forms.ts';

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['bedrock:InvokeModel'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalTag/team': '${aws:RequestTag/team}' } },
    },
  ],
});
const attached: readonly PolicyToAttach[] = [
  { kind: 'boundary', name: 'ringfence-boundary', document, to: { kind: 'role', name: 'DataScience' } },
  { kind: 'inline', name: 'ringfence-deny', document, to: { kind: 'user', name: 'alex' } },
  { kind: 'managed', name: 'ringfence-deny', document, to: { kind: 'role', name: 'DataScience' } },
  { kind: 'scp', name: 'deny-unused-ai', document, to: '111122223333' },
];

describe('A policy in the four forms', () => {
  it.each(attached.map((policy) => [policy.kind, policy] as const))(
    'is written for %s as people keep it',
    (kind, policy) => {
      const forms = policyForms(policy);
      const text = Object.entries(forms).map(([form, body]) => `## ${form}\n\n${body}\n`);
      expectGolden(`policy-forms/${kind}.md`, text.join('\n'));
    },
  );

  it.each(attached.map((policy) => [policy.kind, policy] as const))(
    'holds the very document, for %s',
    (_kind, policy) => {
      const { cloudFormation, cli } = policyForms(policy);
      expect(JSON.stringify(JSON.parse(cloudFormation))).toContain(document);
      const fromShell = /<<'JSON'\n([\s\S]*?)\nJSON\n/.exec(cli)?.[1] ?? '';
      expect(JSON.stringify(JSON.parse(fromShell))).toBe(document);
    },
  );

  it('keeps a policy variable from being read by Terraform', () => {
    for (const policy of attached) expect(policyForms(policy).terraform).toContain('"$${aws:RequestTag/team}"');
  });

  it('quotes a name that a shell would take apart', () => {
    const name = "it's $(reboot); x";
    const { cli } = policyForms({ kind: 'inline', name: 'deny', document, to: { kind: 'role', name } });
    const word = /--role-name (.*) --policy-name/.exec(cli)?.[1] ?? '';
    expect(execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })).toBe(name);
  });
});
