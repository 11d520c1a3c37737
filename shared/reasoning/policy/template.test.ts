import { parseTemplate, variablesOf } from './template.ts';

const all = { wildcards: true, variables: true };

describe('pattern text of a policy', () => {
  it.each([
    ['a*b?', [{ kind: 'text', text: 'a' }, { kind: 'any' }, { kind: 'text', text: 'b' }, { kind: 'one' }]],
    [
      '${aws:username}/x',
      [
        { kind: 'variable', key: 'aws:username' },
        { kind: 'text', text: '/x' },
      ],
    ],
    ["${aws:PrincipalTag/team, 'none'}", [{ kind: 'variable', key: 'aws:PrincipalTag/team', fallback: 'none' }]],
    ['${*}${?}${$}', [{ kind: 'text', text: '*?$' }]],
    ['${unfinished', [{ kind: 'text', text: '${unfinished' }]],
    ['', []],
  ])('takes %s apart', (text, parts) => {
    expect(parseTemplate(text, all)).toEqual(parts);
  });

  it('reads ${…} as text in documents of version 2008-10-17', () => {
    expect(parseTemplate('${aws:username}', { wildcards: true, variables: false })).toEqual([
      { kind: 'text', text: '${aws:username}' },
    ]);
  });

  it('reads * and ? as characters where the operator knows no wildcards', () => {
    expect(parseTemplate('a*?', { wildcards: false, variables: true })).toEqual([{ kind: 'text', text: 'a*?' }]);
  });

  it('lists the keys of its variables', () => {
    expect(variablesOf(parseTemplate('${a:b}-${c:d}', all))).toEqual(['a:b', 'c:d']);
  });

  it('stays linear on text that opens many variables and closes none', () => {
    expect(parseTemplate('${'.repeat(100_000), all)).toHaveLength(1);
  });
});
