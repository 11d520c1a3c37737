import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellQuoted } from './shell-quoted.ts';

describe('an argument of a command that is shown', () => {
  it.each([
    ['AROAEXAMPLE', 'AROAEXAMPLE'],
    ['arn:aws:iam::111122223333:policy/team', 'arn:aws:iam::111122223333:policy/team'],
    ['file://boundary.json', 'file://boundary.json'],
    ['Ringfence containment c-1', "'Ringfence containment c-1'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id)', "'$(id)'"],
    ['', "''"],
    ['=ls', "'=ls'"],
  ])('%s is written %s', (value, shown) => {
    expect(shellQuoted(value)).toBe(shown);
  });

  it('comes out of a shell as it was, whatever it holds', () => {
    // A shell's arguments end at a NUL, and lone surrogates are no text.
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !value.includes('\0'));
    const values = fc.sample(text, 300);
    const script = values.map((value) => `printf '%s\\0' ${shellQuoted(value)}`).join('\n');
    const said = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(said).toEqual(values);
  });
});
