import { stories } from '../../shared/findings/story.ts';
import { alertText } from '../../shared/findings/formats/alert-text.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import type { Notice } from '../../shared/response/notice.ts';
import { install, type Installation } from './installation.ts';
import { aRole } from '../builders/a-principal.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const grant = (...actions: string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'AllowAll', Effect: 'Allow', Action: actions, Resource: '*' }],
  });

/** A role that somebody made and that is known, before anything dangerous is granted. */
const anInstallationWithARole = async (): Promise<Installation> => {
  const it = await install();
  it.call('CreateRole', { roleName: 'app', assumeRolePolicyDocument: trust });
  await it.settle();
  return it;
};

const putPolicy = (it: Installation, ...actions: string[]) =>
  it.call('PutRolePolicy', { roleName: 'app', policyName: 'ml', policyDocument: grant(...actions) });

const openFindings = async (it: Installation): Promise<readonly Finding[]> => it.world.findings.open();
const sent = (it: Installation, kind: Notice['kind']): readonly Notice[] =>
  it.world.notifier.sent.filter((notice) => notice.kind === kind);
const historyOf = async (it: Installation): Promise<readonly Record<string, unknown>[]> => {
  const entries: Record<string, unknown>[] = [];
  for await (const text of it.world.history.read()) entries.push(JSON.parse(text) as Record<string, unknown>);
  return entries;
};
const boundaryOf = async (it: Installation) => {
  const read = await it.world.principals.readPrincipal({ kind: 'role', name: 'app' });
  if (read.found !== 'yes') throw new Error('the role is gone');
  return read.value.permissionsBoundary;
};

describe('security operations is told what a change made possible', () => {
  it('keeps a finding with a witness request, who did it and the statement that let it through', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();

    const [finding, ...others] = await openFindings(it);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      checkId: 'RF.SENSITIVE.10',
      questionName: 'bedrock:DeleteGuardrail',
      status: 'new',
      novelty: 'granted-by-this-change',
      answer: { answer: 'yes', witness: { request: { action: 'bedrock:DeleteGuardrail' } } },
      because: [{ sid: 'AllowAll' }],
      cause: { eventName: 'PutRolePolicy', actorArn: 'arn:aws:sts::111122223333:assumed-role/Deploy/ci' },
    });
  });

  it('sends one story a principal, however many findings it has, and says what Ringfence would do', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:*');
    await it.settle();

    const notices = sent(it, 'findings');
    expect(notices).toHaveLength(1);
    const [notice] = notices as (Notice & { kind: 'findings' })[];
    expect(notice!.findings.length).toBeGreaterThan(10);
    const [story, ...more] = stories(notice!.findings, notice!.open);
    expect(more).toEqual([]);
    const { text } = alertText({ story: story!, mode: notice!.mode, versions: { product: '0', catalogue: '0' } });
    expect(text).toContain('PutRolePolicy (iam.amazonaws.com)');
    expect(text).toContain('statement AllowAll of policy inline:ml');
    expect(text).toContain('nothing (mode observe)');
  });

  it('says nothing of what was possible before the change', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    it.call('PutRolePolicy', { roleName: 'app', policyName: 'harmless', policyDocument: grant('s3:ListBucket') });
    await it.settle();
    expect(sent(it, 'findings')).toHaveLength(1);
  });

  it('treats an event that is delivered twice as once', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    const [event] = it.events;
    await it.settle();
    const before = { history: await historyOf(it), findings: await openFindings(it) };
    expect(await it.deliver(event!)).toEqual([]);
    await it.settle();
    expect(await historyOf(it)).toEqual(before.history);
    expect(await openFindings(it)).toEqual(before.findings);
    expect(sent(it, 'findings')).toHaveLength(1);
  });

  it('takes a failed call for no grant', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    const [event] = it.events.splice(0);
    const failed = JSON.parse(JSON.stringify(event)) as { detail: Record<string, unknown> };
    failed.detail['errorCode'] = 'AccessDenied';
    await it.deliver(failed);
    expect(await openFindings(it)).toEqual([]);
  });

  it('finds a grant that was withdrawn before it could be read, tells it, and resolves it', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    it.call('DeleteRolePolicy', { roleName: 'app', policyName: 'ml' });
    await it.settle();

    expect(await openFindings(it)).toEqual([]);
    const [first] = sent(it, 'findings') as (Notice & { kind: 'findings' })[];
    expect(first).toMatchObject({
      findings: [{ questionName: 'bedrock:DeleteGuardrail', status: 'new' }],
      tell: [expect.any(String) as string],
    });
    expect(first!.findings[0]!.sentence).toContain('withdrawn again');
    expect(await it.world.sagas.list()).toEqual([]);
  });

  it('reads the whole account when CloudTrail left out what was changed, and says so', async () => {
    const it = await anInstallationWithARole();
    expect(await it.sweep()).toEqual([]);
    putPolicy(it, 'bedrock:DeleteGuardrail');
    const [event] = it.events.splice(0);
    const hollow = JSON.parse(JSON.stringify(event)) as { detail: Record<string, unknown> };
    hollow.detail['requestParameters'] = { omitted: true };
    expect(await it.deliver(hollow)).toEqual([]);
    expect(sent(it, 'incomplete')).toHaveLength(1);
    expect(it.world.sweeps.waiting()).toHaveLength(1);

    await it.settle();
    expect(await openFindings(it)).toMatchObject([
      { questionName: 'bedrock:DeleteGuardrail', novelty: 'granted-by-this-change' },
    ]);
    expect(sent(it, 'findings')).toHaveLength(1);
  });

  it('resolves what stood about a role that was deleted', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    it.call('DeleteRolePolicy', { roleName: 'app', policyName: 'ml' });
    it.call('DeleteRole', { roleName: 'app' });
    await it.settle();
    expect(await openFindings(it)).toEqual([]);
  });
});

describe('an admin raises the mode', () => {
  it('writes nothing to IAM in observe, and records what would have been done', async () => {
    const it = await anInstallationWithARole();
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    expect(await boundaryOf(it)).toEqual({ state: 'absent' });
    expect(await it.world.sagas.list()).toMatchObject([
      {
        state: 'REFUSED',
        outcome: 'MODE_OBSERVE',
        plan: { mechanism: 'boundary', proof: { questionsAnswerNo: true } },
      },
    ]);
  });

  it('attaches a proved boundary in enforce, ignores its own echo, and the question answers no', async () => {
    const it = await anInstallationWithARole();
    await it.mode('enforce');
    putPolicy(it, 'bedrock:DeleteGuardrail', 's3:ListBucket');
    await it.settle();

    const [saga] = await it.world.sagas.list();
    expect(saga).toMatchObject({ state: 'CONTAINED', outcome: 'CONTAINED_BOUNDARY' });
    expect(await boundaryOf(it)).toMatchObject({ state: 'known', value: { arn: saga!.plan.policyArn } });
    expect(await openFindings(it)).toEqual([]);
    expect(sent(it, 'tampering')).toEqual([]);
    expect(sent(it, 'mode')).toEqual([]);
    expect(sent(it, 'containment').map((notice) => 'stage' in notice && notice.stage)).toContain('verified');
  });

  it('takes the containment back to exactly what was there, and does not contain its own undo again', async () => {
    const it = await anInstallationWithARole();
    await it.mode('enforce');
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    const [saga] = await it.world.sagas.list();

    const undone = await it.undo({
      sagaId: saga!.id,
      requestedBy: 'arn:aws:iam::111122223333:user/admin',
      reason: 'the pipeline needs it until Friday',
      requestId: 'r-1',
    });
    expect(undone).toEqual([]);
    await it.settle();

    expect(await it.world.sagas.get(saga!.id)).toMatchObject({ found: 'yes', value: { state: 'UNDONE' } });
    expect(await boundaryOf(it)).toEqual({ state: 'absent' });
    expect(await openFindings(it)).toMatchObject([{ questionName: 'bedrock:DeleteGuardrail' }]);
    expect((await it.world.sagas.list()).filter(({ state }) => state === 'CONTAINED')).toEqual([]);
  });

  it('alarms when somebody else takes the boundary off, and contains again', async () => {
    const it = await anInstallationWithARole();
    await it.mode('enforce');
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    it.call('DeleteRolePermissionsBoundary', { roleName: 'app' }, 'arn:aws:sts::111122223333:assumed-role/Rogue/x');
    await it.settle();
    expect((sent(it, 'tampering') as (Notice & { kind: 'tampering' })[])[0]?.findings).toMatchObject([
      { checkId: 'RF.TAMPER.1' },
    ]);
    expect(await boundaryOf(it)).toMatchObject({ state: 'known' });
  });

  it('stops every write when its own role does what no containment recorded', async () => {
    const it = await anInstallationWithARole();
    await it.mode('enforce');
    it.call(
      'PutRolePolicy',
      { roleName: 'app', policyName: 'x', policyDocument: grant('s3:ListBucket') },
      'arn:aws:sts::111122223333:assumed-role/ringfence-contain/somebody',
    );
    await it.settle();
    expect(await it.world.modeSwitch.read()).toMatchObject({ value: { killSwitch: true } });
    expect(sent(it, 'mode')).toHaveLength(1);
  });
});

describe('an auditor reads history', () => {
  it('finds every step in an unbroken chain: evaluated, found, planned, intended, written, verified, undone', async () => {
    const it = await anInstallationWithARole();
    await it.mode('enforce');
    putPolicy(it, 'bedrock:DeleteGuardrail');
    await it.settle();
    const [saga] = await it.world.sagas.list();
    await it.undo({
      sagaId: saga!.id,
      requestedBy: 'arn:aws:iam::111122223333:user/admin',
      reason: 'not needed',
      requestId: 'r-1',
    });
    const kinds = (await historyOf(it)).map(({ kind }) => kind);
    for (const kind of ['evaluation', 'finding', 'plan', 'intent', 'written', 'verified', 'undo-intent', 'undone'])
      expect(kinds).toContain(kind);
    const { history, documents } = it.world;
    expect(
      await verifyHistory({
        lines: history.read(),
        document: (hash) => documents.get(hash),
        head: await history.head(),
      }),
    ).toMatchObject({ verdict: 'INTACT_UNSEALED_TAIL', faults: [], lines: kinds.length });
  });
});

describe('the first sweep is silent', () => {
  it('records what already is and sends one summary; what comes after is told', async () => {
    const it = await install([aRole({ name: 'old', allows: ['bedrock:DeleteGuardrail'] })]);
    expect(await it.sweep()).toEqual([]);
    expect(await openFindings(it)).not.toEqual([]);
    expect(sent(it, 'findings')).toEqual([]);
    expect(sent(it, 'baseline')).toMatchObject([{ principals: 1 }]);

    it.world.iam.call({ arn: 'arn:aws:iam::111122223333:user/x' }, 'PutRolePolicy', {
      roleName: 'old',
      policyName: 'more',
      policyDocument: grant('bedrock:DeleteModelInvocationLoggingConfiguration'),
    });
    it.events.splice(0);
    expect(await it.sweep()).toEqual([]);
    expect(sent(it, 'findings')).toHaveLength(1);
    expect(sent(it, 'baseline')).toHaveLength(1);
  });

  it('goes on where it ended when Lambda has no time left', async () => {
    const it = await install(
      Array.from({ length: 6 }, (_, n) => aRole({ name: `r${n}`, allows: ['bedrock:DeleteGuardrail'] })),
    );
    let looks = 0;
    await it.sweep('schedule', () => ((looks += 1) > 2 ? 0 : 900_000));
    expect(it.world.sweeps.waiting()).toHaveLength(1);
    await it.settle();
    expect(sent(it, 'baseline')).toMatchObject([{ principals: 6 }]);
    expect(new Set((await openFindings(it)).map(({ subject }) => subject.uniqueId)).size).toBeGreaterThanOrEqual(6);
  });
});
