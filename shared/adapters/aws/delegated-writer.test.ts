import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { delegatedCredentialWriter, delegatedDenyWriter } from './delegated-writer.ts';

const lambda = mockClient(LambdaClient);
const client = new LambdaClient({ region: 'us-east-1' });
const denies = delegatedDenyWriter(client, 'ringfence-contain-inline');
const put = () =>
  denies.putInline({ principal: { kind: 'role', name: 'app' }, name: 'n', document: '{}', sagaId: 'c-1' });
const answers = (payload: string, more: object = {}) =>
  lambda.on(InvokeCommand).resolves({ Payload: new TextEncoder().encode(payload) as never, ...more });

beforeEach(() => {
  lambda.reset();
});

describe('a write that another function makes', () => {
  it('asks that function, with the whole request, and waits for its answer', async () => {
    answers('{"written":true,"requestId":"r-1"}');
    expect(await put()).toEqual({ written: true, requestId: 'r-1' });
    const [call] = lambda.commandCalls(InvokeCommand);
    expect(call!.args[0].input).toMatchObject({
      FunctionName: 'ringfence-contain-inline',
      InvocationType: 'RequestResponse',
    });
    expect(JSON.parse(call!.args[0].input.Payload as unknown as string)).toEqual({
      write: 'put-inline',
      principal: { kind: 'role', name: 'app' },
      name: 'n',
      document: '{}',
      sagaId: 'c-1',
    });
  });

  it('gives its refusal back as it is', async () => {
    answers('{"written":false,"code":"denied","detail":"KILL_SWITCH"}');
    expect(await put()).toEqual({ written: false, code: 'denied', detail: 'KILL_SWITCH' });
  });

  it.each([
    ['it failed, perhaps after the write', '{"errorType":"TimeoutError"}', { FunctionError: 'Unhandled' }],
    ['it answers with something else', '{"ok":true}', {}],
    ['it answers with a word more', '{"written":true,"sure":true}', {}],
    ['it answers with no JSON', 'torn', {}],
    ['it answers with nothing', '', {}],
  ])('counts as a lost answer where %s: IAM is read before anything else', async (_, payload, more) => {
    answers(payload, more);
    expect(await put()).toMatchObject({ written: 'unknown', code: 'answer-lost' });
  });

  it.each([
    ['AccessDeniedException', 403, { written: false, code: 'denied' }],
    ['ResourceNotFoundException', 404, { written: false, code: 'denied' }],
    ['TooManyRequestsException', 429, { written: 'unknown', code: 'throttled' }],
    ['TimeoutError', undefined, { written: 'unknown', code: 'answer-lost' }],
  ])('says what %s means', async (name, httpStatusCode, expected) => {
    lambda.on(InvokeCommand).rejects(Object.assign(new Error('x'), { name, $metadata: { httpStatusCode } }));
    const keys = delegatedCredentialWriter(client, 'ringfence-contain-keys');
    const credential = { kind: 'access-key', id: 'AKIAEXAMPLE' } as const;
    expect(await keys.deactivate({ userName: 'alice', credential, sagaId: 'c-1' })).toMatchObject(expected);
  });
});
