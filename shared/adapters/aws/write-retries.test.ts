import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { awsClients } from './aws-clients.ts';
import { iamWrite } from './iam-write.ts';

type Answer = (response: ServerResponse) => void;

const done: Answer = (response) =>
  response.end(
    '<PutRolePermissionsBoundaryResponse><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PutRolePermissionsBoundaryResponse>',
  );
const fails =
  (status: number, code: string): Answer =>
  (response) => {
    response.statusCode = status;
    response.end(`<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`);
  };
const throttled = fails(400, 'Throttling');
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('<PutRole');
  setTimeout(() => response.destroy(), 20);
};
const silent: Answer = () => {};

/** An IAM that answers as it is told, and counts what arrives. */
const serve = async (answers: Answer[]): Promise<{ server: Server; endpoint: string; arrived: () => number }> => {
  let arrived = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      arrived += 1;
      (answers.shift() ?? done)(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, endpoint: `http://127.0.0.1:${port}`, arrived: () => arrived };
};

describe('a write of a saga', () => {
  it.each<[string, Answer[], object, number]>([
    ['is sent again while it is throttled: nothing was done', [throttled, throttled], { written: true }, 3],
    [
      'is given up when it stays throttled',
      Array<Answer>(9).fill(throttled),
      { written: 'unknown', code: 'throttled' },
      5,
    ],
    [
      'is sent once where the answer breaks off: it may have been done',
      [cut],
      { written: 'unknown', code: 'answer-lost' },
      1,
    ],
    ['is sent once where nobody answers in time', [silent], { written: 'unknown', code: 'answer-lost' }, 1],
    ['is sent once where the service fails', [fails(503, 'ServiceUnavailable')], { written: 'unknown' }, 1],
    ['is sent once where IAM refuses it', [fails(403, 'AccessDenied')], { written: false, code: 'denied' }, 1],
  ])(
    '%s',
    async (_says, answers, expected, calls) => {
      // Short only where nobody answers: a busy machine takes its time over an answer that is meant to come.
      const requestTimeout = answers.includes(silent) ? 300 : 10_000;
      const { server, endpoint, arrived } = await serve(answers);
      const clients = awsClients({ region: 'us-east-1', endpoint, requestTimeout });
      const iam = clients.iamAs({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
      const input = { RoleName: 'app', PermissionsBoundary: 'arn:aws:iam::111122223333:policy/ringfence/x' };
      const result = await iamWrite(() => iam.send(new PutRolePermissionsBoundaryCommand(input)));
      expect(result).toMatchObject(expected);
      expect(arrived()).toBe(calls);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    20_000,
  );
});
