import { anAccount } from '../../../../test/builders/an-account.ts';
import { judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { differsFromRelease } from './check.ts';

const judge = (...hashes: readonly (readonly [deployed: string, released: string])[]) =>
  judgeAccount(
    differsFromRelease,
    anAccount({
      wide: {
        deployment: known({
          release: '0.1.0',
          parts: hashes.map(([deployed, released], index) => ({
            kind: 'function',
            name: `ringfence-${index}`,
            deployed,
            released,
          })),
        }),
      },
    }),
  );

describe('RF.TAMPER.8 Deployed is what was released', () => {
  it('answers yes for each part that differs, and for those only', () => {
    expect(judge(['a', 'a'], ['b', 'x'])).toMatchObject([
      {
        severity: 'high',
        sentence: 'function ringfence-1 differs from release 0.1.0',
        answer: {
          evidence: [
            { fact: 'deployed', value: 'b' },
            { fact: 'released', value: 'x' },
          ],
        },
      },
    ]);
  });

  it('answers no where all are equal', () => {
    expect(judge(['a', 'a']).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
