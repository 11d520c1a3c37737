import { formLines, planForms } from './plan-forms.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"bedrock:*","Resource":"*"}]}';
const advised = (documents: object) =>
  ({ planned: false, outcome: 'NEEDS_SCP', detail: '', advice: '', documents }) as const;
const role = 'arn:aws:iam::111122223333:role/team/app';

describe('The documents of a plan in other forms', () => {
  it('are those of the advice where there is no plan: inline on the principal, a control policy on its account', () => {
    const forms = planForms(advised({ inline: document, serviceControlPolicy: document }), role);
    expect(forms.map(({ kind }) => kind)).toEqual(['inline', 'scp']);
    expect(forms[0]?.cli).toContain('put-role-policy --role-name app ');
    expect(forms[1]?.cli).toContain('--target-id 111122223333');
  });

  it.each([
    [
      'policies that belong to a resource or to another role',
      role,
      { resourcePolicy: document, trustPolicy: document },
    ],
    ['an inline policy of what is neither role nor user', 'arn:aws:iam::111122223333:root', { inline: document }],
  ])('are none for %s, and a person is told so', (_name, arn, documents) => {
    const forms = planForms(advised(documents), arn);
    expect(forms).toEqual([]);
    expect(formLines(forms).join('')).toContain('no document to write');
  });
});
