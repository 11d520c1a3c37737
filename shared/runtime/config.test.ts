import { ConfigInvalid, readConfig } from './config.ts';

const complete = {
  AWS_REGION: 'us-east-1',
  RINGFENCE_ACCOUNT_ID: '111122223333',
  RINGFENCE_CONTAIN_ROLE_ARN: 'arn:aws:iam::111122223333:role/ringfence/contain',
  RINGFENCE_UNDO_ROLE_ARN: 'arn:aws:iam::111122223333:role/ringfence/undo',
  RINGFENCE_OWN_ROLE_ARNS:
    'arn:aws:iam::111122223333:role/ringfence/sweep, arn:aws:iam::111122223333:role/ringfence/undo',
  RINGFENCE_WATCHED_REGIONS: 'us-east-1,eu-west-1',
  RINGFENCE_FINDINGS_TABLE: 'findings',
  RINGFENCE_STATE_TABLE: 'state',
  RINGFENCE_HISTORY_TABLE: 'history',
  RINGFENCE_MODE_PARAMETER: '/ringfence/mode',
  RINGFENCE_KILL_SWITCH_PARAMETER: '/ringfence/kill-switch',
  RINGFENCE_ALERTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:alerts',
  RINGFENCE_URGENT_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:urgent',
  RINGFENCE_ESCALATION_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:escalations',
  RINGFENCE_EVENTS_TOPIC_ARN: 'arn:aws:sns:us-east-1:111122223333:events',
  RINGFENCE_EVENT_BUS: 'ringfence',
  RINGFENCE_SWEEP_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111122223333/sweep',
};

const faults = (environment: Record<string, string | undefined>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message;
  }
  throw new Error('it was accepted');
};

describe('the configuration of a function', () => {
  it('is read whole; the roles that write are always among its own', () => {
    expect(readConfig(complete)).toMatchObject({
      identity: {
        accountId: '111122223333',
        partition: 'aws',
        watchedRegions: ['us-east-1', 'eu-west-1'],
        ownRoleArns: [
          'arn:aws:iam::111122223333:role/ringfence/sweep',
          'arn:aws:iam::111122223333:role/ringfence/undo',
          'arn:aws:iam::111122223333:role/ringfence/contain',
        ],
      },
      connection: { region: 'us-east-1', requestTimeout: 5_000 },
    });
  });

  it('asks nothing of containment where it is not installed, and calls AWS itself where no endpoint is given', () => {
    const config = readConfig(complete);
    expect(config).not.toHaveProperty('containQueueUrl');
    expect(config.connection).not.toHaveProperty('endpoint');
  });

  it('names every variable that is missing or wrong, all at once', () => {
    const message = faults({
      ...complete,
      RINGFENCE_ACCOUNT_ID: '1111',
      RINGFENCE_STATE_TABLE: undefined,
      RINGFENCE_SWEEP_QUEUE_URL: 'sweep',
    });
    expect(message).toContain('RINGFENCE_ACCOUNT_ID: an AWS account id of 12 digits');
    expect(message).toContain('RINGFENCE_STATE_TABLE: missing');
    expect(message).toContain('RINGFENCE_SWEEP_QUEUE_URL');
  });

  it.each([
    ['RINGFENCE_CONTAIN_ROLE_ARN', 'ringfence-contain'],
    ['RINGFENCE_OWN_ROLE_ARNS', ''],
    ['RINGFENCE_WATCHED_REGIONS', ' , '],
    ['RINGFENCE_REQUEST_TIMEOUT_MS', 'soon'],
    ['RINGFENCE_ALERTS_TOPIC_ARN', 'alerts'],
    ['RINGFENCE_UNDO_RESTORES_BOUNDARIES', 'yes'],
    ['RINGFENCE_INLINE_NEEDS_BOUNDARY', 'no'],
  ])('refuses %s = "%s"', (variable, value) => {
    expect(faults({ ...complete, [variable]: value })).toContain(variable);
  });

  it('knows the optional roles where they are installed, and protects them like its own', () => {
    expect(readConfig(complete).identity).not.toHaveProperty('containInlineRoleArn');
    const inline = 'arn:aws:iam::111122223333:role/ringfence/contain-inline';
    const { identity } = readConfig({
      ...complete,
      RINGFENCE_CONTAIN_INLINE_ROLE_ARN: inline,
      RINGFENCE_UNDO_RESTORES_BOUNDARIES: 'true',
    });
    expect(identity).toMatchObject({ containInlineRoleArn: inline, undoRestoresBoundaries: true });
    expect(identity.ownRoleArns).toContain(inline);
  });

  it('knows which boundaries undo may put back, and the roles that take the rest off', () => {
    const undoInline = 'arn:aws:iam::111122223333:role/ringfence/undo-inline';
    const restorable = ['arn:aws:iam::111122223333:policy/ringfence/*', 'arn:aws:iam::111122223333:policy/team'];
    const { identity } = readConfig({
      ...complete,
      RINGFENCE_UNDO_INLINE_ROLE_ARN: undoInline,
      RINGFENCE_INLINE_NEEDS_BOUNDARY: 'true',
      RINGFENCE_UNDO_RESTORES_BOUNDARIES: restorable.join(','),
    });
    expect(identity).toMatchObject({
      undoInlineRoleArn: undoInline,
      inlineNeedsBoundary: true,
      undoRestoresBoundaries: true,
      restorableBoundaries: restorable,
    });
    expect(identity.ownRoleArns).toContain(undoInline);
  });
});
