import { awsFailure } from './aws-failure.ts';

const failing = (name: string, more: object = {}): Error =>
  Object.assign(new Error('text of the service'), { name }, more);
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('what a failed call to AWS means', () => {
  it.each([
    ['NoSuchEntityException', 404, 'missing'],
    ['ResourceNotFoundException', 404, 'missing'],
    ['AccessDenied', 403, 'denied'],
    ['AccessDeniedException', 400, 'denied'],
    ['Throttling', 400, 'throttled'],
    ['ThrottlingException', 400, 'throttled'],
    ['ServiceFailureException', 500, 'answer-lost'],
    ['TimeoutError', undefined, 'answer-lost'],
    ['MalformedPolicyDocumentException', 400, 'refused'],
    ['SomethingNew', 400, 'refused'],
    ['SomethingNew', 503, 'answer-lost'],
  ])('%s with status %s is %s', (name, code, kind) => {
    expect(awsFailure(failing(name, code === undefined ? {} : status(code)))).toMatchObject({ kind, code: name });
  });

  it('takes a connection that broke for an answer that was lost, by the code of the system', () => {
    expect(awsFailure(failing('Error', { code: 'ECONNRESET' }))).toMatchObject({
      kind: 'answer-lost',
      code: 'ECONNRESET',
    });
  });

  it('takes a body that was cut off with status 200 for an answer that was lost, never for a refusal', () => {
    expect(awsFailure(failing('SyntaxError', status(200))).kind).toBe('answer-lost');
    expect(awsFailure(failing('Error', { message: 'aborted' })).kind).toBe('answer-lost');
  });
});
