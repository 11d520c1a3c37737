import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../../test/builders/aws-error.ts';
import { readAccessAnalyzers } from './access-analyzers.ts';
import { stateFact } from './state-fact.ts';

const analyzers = mockClient(AccessAnalyzerClient);
const read = () =>
  stateFact('access analyzers', () => readAccessAnalyzers(new AccessAnalyzerClient({ region: 'eu-west-1' })));
const analyzer = (name: string, type: string, status: string) =>
  ({ arn: `arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/${name}`, name, type, status }) as never;

beforeEach(() => {
  analyzers.reset();
});

describe('reading access analyzers', () => {
  it('gives those of every page, and which of them watch', async () => {
    analyzers
      .on(ListAnalyzersCommand)
      .resolvesOnce({ analyzers: [analyzer('a', 'ACCOUNT', 'ACTIVE')], nextToken: 'more' })
      .resolves({ analyzers: [analyzer('b', 'ORGANIZATION', 'DISABLED')] });
    expect(await read()).toMatchObject({
      state: 'known',
      value: [
        { type: 'ACCOUNT', active: true },
        { type: 'ORGANIZATION', active: false },
      ],
    });
  });

  it('never takes a refusal for no analyzer', async () => {
    analyzers.on(ListAnalyzersCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await read()).toEqual({
      state: 'unknown',
      why: 'access analyzers were not read: allow access-analyzer:ListAnalyzers',
    });
  });
});
