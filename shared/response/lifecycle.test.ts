import { aFindingOf } from '../../test/builders/a-finding-of.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { aWorld, type TestWorld } from '../../test/builders/a-world.ts';
import { readChange } from '../change/read-change.ts';
import type { BoundaryRemover, BoundaryWriter, WriteResult } from '../ports/containment-ports.ts';
import { approve, reject } from './approve.ts';
import { withoutOptionalRoles } from '../../test/builders/without-optional-roles.ts';
import { contain } from './contain.ts';
import { drainOutbox } from '../runtime/drain-outbox.ts';
import { recogniseEcho } from './echo.ts';
import type { Outcome } from './outcome.ts';
import { propose, type Proposed } from './propose.ts';
import type { Saga } from './saga.ts';
import { settle } from './settle.ts';
import type { Mode } from './settings.ts';
import { undo } from './undo.ts';

const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const request = { principal: { kind: 'role', name: role.name }, findings: [aFindingOf(role)] } as const;
const olga = 'arn:aws:iam::111122223333:user/olga';
const peter = 'arn:aws:iam::111122223333:user/peter';
const admin = { arn: 'arn:aws:iam::111122223333:user/admin' };
const hour = 3_600_000;

const world = (mode: Mode, shown: Parameters<typeof aWorld>[0] = {}): Promise<TestWorld> =>
  aWorld({ mode, principals: [role], ...shown });

const sagaOf = (proposed: Proposed): Saga => {
  if (proposed.proposed !== 'saga') throw new Error(JSON.stringify(proposed));
  return proposed.saga;
};
const proposeIn = async (w: TestWorld): Promise<Saga> => sagaOf(await propose(w)(request));
const applied = async (w: Pick<TestWorld, keyof TestWorld>, id: string): Promise<Saga> => {
  const result = await contain(w)(id);
  if (!result.ran) throw new Error(result.detail);
  return result.saga;
};
const boundaryOf = async (w: TestWorld): Promise<string> => {
  const read = await w.principals.readPrincipal(request.principal);
  if (read.found !== 'yes') return read.found;
  const { permissionsBoundary } = read.value;
  return permissionsBoundary.state === 'known' ? (permissionsBoundary.value.arn ?? '') : permissionsBoundary.state;
};
const stages = async (w: TestWorld): Promise<readonly string[]> =>
  (await w.outbox.pending()).map((notice) => (notice.kind === 'containment' ? notice.stage : notice.kind));
const kinds = async (w: TestWorld): Promise<readonly unknown[]> => {
  const seen: unknown[] = [];
  for await (const line of w.history.read()) seen.push((JSON.parse(line) as { kind: string }).kind);
  return seen;
};

describe('a containment', () => {
  it('in enforce is applied, verified, told and written down, step by step', async () => {
    const w = await world('enforce');
    const saga = await proposeIn(w);
    expect(saga.state).toBe('PLANNED');
    expect(await applied(w, saga.id)).toMatchObject({ state: 'CONTAINED', outcome: 'CONTAINED_BOUNDARY' });
    expect(await boundaryOf(w)).toBe(saga.plan.policyArn);
    expect(await stages(w)).toEqual(['planned', 'applied', 'verified']);
    expect(await kinds(w)).toEqual(['plan', 'intent', 'gate', 'written', 'verified']);
    // What was shown is what was made, word for word.
    const { value } = (await w.sagas.get(saga.id)) as { value: Saga };
    expect(value.writes.map(({ call }) => call)).toEqual(saga.plan.calls);
    expect(saga.plan.calls[0]?.parameters['description']).toContain(saga.id);
    expect((await drainOutbox(w)).sent).toHaveLength(3);
    expect(await stages(w)).toEqual([]);
  });

  it('in observe says what would be done and writes nothing', async () => {
    const w = await world('observe');
    const saga = await proposeIn(w);
    expect(saga).toMatchObject({ state: 'REFUSED', outcome: 'MODE_OBSERVE' });
    expect(await applied(w, saga.id)).toMatchObject({ state: 'REFUSED' });
    expect(await boundaryOf(w)).toBe('absent');
    expect(await stages(w)).toEqual(['planned']);
    // The next sweep says the same and nobody is told again.
    expect((await proposeIn(w)).id).toBe(saga.id);
    expect(await stages(w)).toEqual(['planned']);
    // Once the mode is raised the same plan is a new attempt.
    await w.modeSwitch.setMode('enforce');
    const raised = await proposeIn(w);
    expect(raised.id).not.toBe(saga.id);
    expect(await applied(w, raised.id)).toMatchObject({ state: 'CONTAINED' });
  });

  it('in approve waits for one person who is neither the subject nor behind the change', async () => {
    const w = await world('approve');
    const { id, plan } = await proposeIn(w);
    const { planHash } = plan;
    expect(await applied(w, id)).toMatchObject({ state: 'WAITING', outcome: 'AWAITING_APPROVAL' });
    expect(await boundaryOf(w)).toBe('absent');
    const session = 'arn:aws:sts::111122223333:assumed-role/ml-app/x';
    expect(await approve(w)({ sagaId: id, planHash, approver: session })).toMatchObject({ decided: false });
    expect(await approve(w)({ sagaId: id, planHash: 'of another plan', approver: olga })).toMatchObject({
      decided: false,
      outcome: 'CONFLICT_CHANGED',
    });
    expect(await approve(w)({ sagaId: id, planHash, approver: olga })).toMatchObject({ decided: true });
    w.clock.advance(hour);
    expect(await applied(w, id)).toMatchObject({ state: 'CONTAINED', approval: { approver: olga } });
    expect(await stages(w)).toEqual(['planned', 'approved', 'applied', 'verified']);
  });

  it('ends when a person says no, and when nobody says anything for a day', async () => {
    const w = await world('approve');
    const first = await proposeIn(w);
    const no = { sagaId: first.id, planHash: first.plan.planHash, by: olga, reason: 'a launch is on' };
    expect(await reject(w)(no)).toMatchObject({
      decided: true,
      saga: { state: 'REFUSED', outcome: 'APPROVAL_REJECTED' },
    });
    const second = await proposeIn(w);
    w.clock.advance(24 * hour);
    expect(await applied(w, second.id)).toMatchObject({ state: 'REFUSED', outcome: 'APPROVAL_EXPIRED' });
    expect(await boundaryOf(w)).toBe('absent');
  });

  it('is void when the principal changed while it waited', async () => {
    const w = await world('approve');
    const { id, plan } = await proposeIn(w);
    await approve(w)({ sagaId: id, planHash: plan.planHash, approver: olga });
    const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    w.iam.call(admin, 'PutRolePolicy', { roleName: role.name, policyName: 'more', policyDocument });
    w.clock.advance(hour);
    const ended = await applied(w, id);
    expect(ended).toMatchObject({ state: 'CONFLICT', outcome: 'CONFLICT_CHANGED' });
    expect(ended.detail).toContain('inline:more was added');
    expect(await boundaryOf(w)).toBe('absent');
  });

  it('is not needed any more when the grant was taken back while it waited', async () => {
    const w = await world('approve');
    const policy = { arn: 'arn:aws:iam::111122223333:policy/ml', name: 'ml' };
    const attached = aRole({
      name: 'ml-app',
      attached: [
        {
          ...policy,
          versionId: 'v1',
          text: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:InvokeModel","Resource":"*"}]}',
        },
      ],
    });
    w.iam.load([attached]);
    const saga = await proposeIn(w);
    await approve(w)({ sagaId: saga.id, planHash: saga.plan.planHash, approver: olga });
    // No field of the snapshot changes: the attached policy got another default version.
    const policyDocument =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
    w.iam.call(admin, 'CreatePolicyVersion', { policyArn: policy.arn, policyDocument, setAsDefault: true });
    w.clock.advance(hour);
    expect(await applied(w, saga.id)).toMatchObject({ state: 'REFUSED', outcome: 'ALREADY_SAFE' });
  });

  it('is about the principal that was judged, not about one made anew under its name', async () => {
    const w = await world('approve');
    const { id, plan } = await proposeIn(w);
    await approve(w)({ sagaId: id, planHash: plan.planHash, approver: olga });
    w.iam.call(admin, 'DeleteRolePolicy', { roleName: role.name, policyName: 'test' });
    w.iam.call(admin, 'DeleteRole', { roleName: role.name });
    w.iam.call(admin, 'CreateRole', { roleName: role.name, assumeRolePolicyDocument: '{}' });
    w.clock.advance(hour);
    expect(await applied(w, id)).toMatchObject({ state: 'SUBJECT_GONE', outcome: 'SUBJECT_REPLACED' });
    expect(await boundaryOf(w)).toBe('absent');
    expect(await propose(w)(request)).toMatchObject({ proposed: 'nothing', noPlan: { outcome: 'SUBJECT_REPLACED' } });
  });

  describe('made anew between the last read and the write', () => {
    const anew = (w: TestWorld, accept: (on: TestWorld) => void = () => {}): TestWorld['boundaries'] => ({
      ...w.boundaries,
      putBoundary: (input) => {
        w.iam.call(admin, 'DeleteRolePolicy', { roleName: role.name, policyName: 'test' });
        w.iam.call(admin, 'DeleteRole', { roleName: role.name });
        w.iam.call(admin, 'CreateRole', { roleName: role.name, assumeRolePolicyDocument: '{}' });
        const answer = w.boundaries.putBoundary(input);
        return answer.then((written) => {
          accept(w);
          return written;
        });
      },
    });

    it('says what stands on the new one, and the call that takes it off', async () => {
      const w = await world('enforce');
      const { id, plan } = await proposeIn(w);
      const saga = await applied({ ...w, boundaries: anew(w) }, id);
      expect(saga).toMatchObject({ state: 'SUBJECT_GONE', outcome: 'SUBJECT_REPLACED' });
      expect(await boundaryOf(w)).not.toBe('absent');
      expect(saga.detail).toContain(`the boundary ${plan.policyArn ?? ''}`);
      expect(saga.detail).toContain(`By hand: aws iam delete-role-permissions-boundary --role-name ${role.name}`);
    });

    it('says nothing of what stands on it where nothing does', async () => {
      const w = await world('enforce');
      const { id } = await proposeIn(w);
      const takeOff = (on: TestWorld): void => {
        on.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
      };
      const saga = await applied({ ...w, boundaries: anew(w, takeOff) }, id);
      expect(saga).toMatchObject({ outcome: 'SUBJECT_REPLACED' });
      expect(saga.detail).not.toContain('By hand');
    });

    it('names the calls where the new one cannot be read', async () => {
      const w = await world('enforce');
      const { id } = await proposeIn(w);
      let reads = 0;
      const principals: TestWorld['principals'] = {
        ...w.principals,
        readPrincipal: (ref) => {
          reads += 1;
          // The two reads that verify it agree; the one after them is refused.
          return reads <= 3 ? w.principals.readPrincipal(ref) : Promise.resolve({ found: 'unreadable', why: 'no' });
        },
      };
      const saga = await applied({ ...w, principals, boundaries: anew(w) }, id);
      expect(saga).toMatchObject({ outcome: 'SUBJECT_REPLACED' });
      expect(saga.detail).toContain('is not known. Where it does: aws iam delete-role-permissions-boundary');
    });
  });

  it('stops at the kill switch between plan and write', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    await w.modeSwitch.setKillSwitch({ killSwitch: true });
    expect(await applied(w, id)).toMatchObject({ state: 'REFUSED', outcome: 'KILL_SWITCH' });
    expect(await boundaryOf(w)).toBe('absent');
  });

  it('takes no slot where the last gate says no', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    const taken: unknown[] = [];
    const slots = {
      ...w.slots,
      take: (input: Parameters<typeof w.slots.take>[0]) => {
        taken.push(input.sagaId);
        return w.slots.take(input);
      },
    };
    // Somebody stops everything while the intent is being stored.
    const put = async (text: string): Promise<string> => {
      await w.modeSwitch.setKillSwitch({ killSwitch: true });
      return w.documents.put(text);
    };
    const stopped = await applied({ ...w, slots, documents: { ...w.documents, put } }, id);
    expect(stopped).toMatchObject({ state: 'REFUSED', outcome: 'KILL_SWITCH' });
    expect(taken).toEqual([]);
    expect(await boundaryOf(w)).toBe('absent');
  });

  it('that does not answer no afterwards keeps its Deny and raises an alarm', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    await w.modeSwitch.setMode('enforce');
    const done = await applied(w, id);
    // As if the document said less than the plan asks.
    const more = { name: 's3', any: [{ actions: ['s3:GetObject'], resources: ['*'] }] };
    const questions = done.plan.questions.map((question) => ({ ...question, ask: more }));
    const lease = await w.sagas.takeLease(role.uniqueId, 'test', 1);
    const forged = { ...done, state: 'WRITTEN', plan: { ...done.plan, questions }, version: done.version + 1 } as const;
    await w.sagas.advance({ saga: { ...forged, fence: lease?.fence ?? 0 }, entries: [], notices: [] });
    w.clock.advance(1);
    expect(await applied(w, id)).toMatchObject({ state: 'FAILED', outcome: 'VERIFY_FAILED' });
    expect(await boundaryOf(w)).toBe(done.plan.policyArn);
    expect((await stages(w)).at(-1)).toBe('failed');
  });

  it('tells a person what to do where it can plan nothing itself, once', async () => {
    const w = await world('enforce');
    w.iam.call(admin, 'CreatePolicy', {
      policyName: 'team',
      policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    });
    w.iam.call(admin, 'PutRolePermissionsBoundary', {
      roleName: role.name,
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/team',
    });
    const identity = withoutOptionalRoles(w.identity);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await propose({ ...w, identity })(request)).toMatchObject({
        proposed: 'nothing',
        noPlan: { outcome: 'NEEDS_SCP' },
      });
    }
    expect(await stages(w)).toEqual(['routed']);
    expect(await kinds(w)).toEqual(['plan']);
  });

  it('is busy while another worker has the principal', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    await w.sagas.takeLease(role.uniqueId, 'another', 60_000);
    expect(await contain(w)(id)).toMatchObject({ ran: false, why: 'busy' });
    expect(await propose(w)(request)).toEqual({ proposed: 'busy' });
    expect(await contain(w)('c-none')).toMatchObject({ ran: false, why: 'missing' });
  });
});

type Answer = (result: () => Promise<WriteResult>) => Promise<WriteResult>;

const withWriter = (w: TestWorld, shown: { put?: Answer; create?: Answer }): TestWorld => {
  const { boundaries } = w;
  const writer: BoundaryWriter = {
    ...boundaries,
    putBoundary: (input) => (shown.put ?? ((r) => r()))(() => boundaries.putBoundary(input)),
    createPolicy: (input) => (shown.create ?? ((r) => r()))(() => boundaries.createPolicy(input)),
  };
  return { ...w, boundaries: writer };
};
/** Each answer in turn; then what IAM says. */
const inTurn = (...answers: Answer[]): Answer => {
  let turn = 0;
  return (result) => {
    turn += 1;
    return (answers[turn - 1] ?? ((r) => r()))(result);
  };
};
const says =
  (result: WriteResult): Answer =>
  () =>
    Promise.resolve(result);
const appliedButLost: Answer = async (result) => {
  await result();
  return { written: 'unknown', code: 'answer-lost', detail: 'timeout' };
};
const lost = says({ written: 'unknown', code: 'throttled', detail: 'Rate exceeded' });
const denied = says({ written: false, code: 'denied', detail: 'AccessDenied' });
const gone = says({ written: false, code: 'gone', detail: 'NoSuchEntity' });
const limit = says({ written: false, code: 'limit', detail: 'LimitExceeded' });

describe('what IAM answers to a write', () => {
  it.each<[string, { put?: Answer; create?: Answer }, string, Outcome]>([
    ['refuses the put', { put: denied }, 'REFUSED', 'WRITE_DENIED'],
    ['refuses the policy', { create: denied }, 'REFUSED', 'WRITE_DENIED'],
    ['has no room for the policy', { create: limit }, 'REFUSED', 'QUOTA_EXCEEDED'],
    ['applies the put and loses its answer', { put: inTurn(appliedButLost) }, 'CONTAINED', 'CONTAINED_BOUNDARY'],
    ['drops the put and says nothing', { put: inTurn(lost) }, 'CONTAINED', 'CONTAINED_BOUNDARY'],
    ['drops the put twice', { put: inTurn(lost, lost) }, 'CONTAINED', 'CONTAINED_BOUNDARY'],
    ['drops every put', { put: lost }, 'REFUSED', 'ATTEMPT_BUDGET'],
    ['applies the policy and loses its answer', { create: inTurn(appliedButLost) }, 'CONTAINED', 'CONTAINED_BOUNDARY'],
    ['does not see the new policy at first', { put: inTurn(gone) }, 'CONTAINED', 'CONTAINED_BOUNDARY'],
  ])('%s', async (_name, shown, state, outcome) => {
    const w = await world('enforce');
    const { id, plan } = await proposeIn(w);
    expect(await applied(withWriter(w, shown), id)).toMatchObject({ state, outcome });
    expect(await boundaryOf(w)).toBe(state === 'CONTAINED' ? plan.policyArn : 'absent');
  });

  it('leaves a saga to be gone on with when it never shows the policy', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    expect(await applied(withWriter(w, { create: lost }), id)).toMatchObject({ state: 'INTENT' });
    expect(await applied(w, id)).toMatchObject({ state: 'CONTAINED' });
  });

  it('shows another document under the content name', async () => {
    const w = await world('enforce');
    const { id, plan } = await proposeIn(w);
    const policyName = plan.policyArn?.split('/').at(-1);
    const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    w.iam.call(admin, 'CreatePolicy', { policyName, path: '/ringfence/', policyDocument });
    expect(await applied(w, id)).toMatchObject({ state: 'REFUSED', outcome: 'POLICY_TAMPERED' });
    expect(await boundaryOf(w)).toBe('absent');
    expect(await stages(w)).toContain('failed');
  });

  it('shows that somebody set another boundary right after ours: nothing is written over it', async () => {
    const w = await world('enforce');
    const { id } = await proposeIn(w);
    w.iam.call(admin, 'CreatePolicy', {
      policyName: 'team',
      policyDocument: '{"Version":"2012-10-17","Statement":[]}',
    });
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/team';
    const put: Answer = async (result) => {
      const answer = await result();
      w.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: role.name, permissionsBoundary });
      return answer;
    };
    expect(await applied(withWriter(w, { put }), id)).toMatchObject({ state: 'CONFLICT', outcome: 'CONFLICT_CHANGED' });
    expect(await boundaryOf(w)).toBe(permissionsBoundary);
  });
});

describe('a limit that is used up', () => {
  it('lets the sixth containment in ten minutes wait for a person, who cannot lift the limit', async () => {
    const roles = Array.from({ length: 6 }, (_, n) => aRole({ name: `r${n}`, allows: 'bedrock:InvokeModel' }));
    const w = await aWorld({ mode: 'enforce', principals: roles });
    const sagas: Saga[] = [];
    for (const each of roles) {
      const principal = { kind: 'role', name: each.name } as const;
      // A large account: two in a hundred of it are more than the other limits.
      const asked = { principal, findings: [aFindingOf(each)], principalCount: 10_000 };
      const { id } = sagaOf(await propose(w)(asked));
      sagas.push(await applied(w, id));
    }
    expect(sagas.map(({ state }) => state)).toEqual([...Array<string>(5).fill('CONTAINED'), 'WAITING']);
    const sixth = sagas[5];
    if (sixth === undefined) throw new Error('there are six');
    expect(sixth).toMatchObject({ outcome: 'BLAST_LIMIT' });
    // Time alone does not apply it, and approval alone does not either.
    expect(await applied(w, sixth.id)).toMatchObject({ state: 'WAITING' });
    expect(await approve(w)({ sagaId: sixth.id, planHash: sixth.plan.planHash, approver: olga })).toMatchObject({
      decided: true,
    });
    expect(await applied(w, sixth.id)).toMatchObject({ state: 'WAITING', outcome: 'BLAST_LIMIT' });
    w.clock.advance(10 * 60_000);
    expect(await applied(w, sixth.id)).toMatchObject({ state: 'CONTAINED' });
  });
});

const contained = async (): Promise<{ w: TestWorld; saga: Saga }> => {
  const w = await world('enforce');
  const { id } = await proposeIn(w);
  return { w, saga: await applied(w, id) };
};

describe('an undo', () => {
  const ask = { requestedBy: olga, reason: 'the team needs it' };

  it('gives back the state before, removes our policy, and lets the check contain again', async () => {
    const { w, saga } = await contained();
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { state: 'UNDONE', outcome: 'UNDONE' } });
    expect(await boundaryOf(w)).toBe('absent');
    expect(await w.boundaries.readPolicy(saga.plan.policyArn ?? '')).toEqual({ found: 'no' });
    expect(await stages(w)).toEqual(['planned', 'applied', 'verified', 'undone']);
    // Asked again, nothing more happens.
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { state: 'UNDONE' } });
    const again = await proposeIn(w);
    expect(again.id).not.toBe(saga.id);
    expect(again.plan).toMatchObject({ round: 1, snapshotHash: saga.plan.snapshotHash });
    expect(await applied(w, again.id)).toMatchObject({ state: 'CONTAINED' });
  });

  it.each([
    ['without a reason', { ...ask, reason: ' ' }],
    ['by a session of the subject', { ...ask, requestedBy: 'arn:aws:sts::111122223333:assumed-role/ml-app/x' }],
    ['approved by whoever asked', { ...ask, approver: olga }],
    ['approved by a person without a name', { ...ask, approver: '' }],
  ])('is refused %s, and the refusal is history', async (_name, asked) => {
    const { w, saga } = await contained();
    expect(await undo(w)({ sagaId: saga.id, ...asked })).toMatchObject({ ran: false, why: 'refused' });
    expect(await boundaryOf(w)).toBe(saga.plan.policyArn);
    expect((await kinds(w)).at(-1)).toBe('undo-refused');
    // What was contained is still said to be so.
    const stored = await w.sagas.get(saga.id);
    expect(stored).toMatchObject({ value: { state: 'CONTAINED', outcome: 'CONTAINED_BOUNDARY' } });
  });

  it('needs a second person after a day', async () => {
    const { w, saga } = await contained();
    w.clock.advance(24 * hour);
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ ran: false, outcome: 'AWAITING_APPROVAL' });
    expect(await undo(w)({ sagaId: saga.id, ...ask, approver: peter })).toMatchObject({ saga: { state: 'UNDONE' } });
  });

  it('goes on under the kill switch, unless that freezes it', async () => {
    const { w, saga } = await contained();
    await w.modeSwitch.setKillSwitch({ killSwitch: true, freeze: true });
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ ran: false, outcome: 'KILL_SWITCH' });
    await w.modeSwitch.setKillSwitch({ killSwitch: true, freeze: false });
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { state: 'UNDONE' } });
  });

  it('leaves alone what others changed since, and names it', async () => {
    const { w, saga } = await contained();
    w.iam.call(admin, 'PutRolePolicy', {
      roleName: role.name,
      policyName: 'more',
      policyDocument: '{"Version":"2012-10-17","Statement":[]}',
    });
    const undone = await undo(w)({ sagaId: saga.id, ...ask });
    expect(undone).toMatchObject({ saga: { state: 'UNDONE' } });
    expect(undone.ran && undone.saga.detail).toContain('inline:more was added');
  });

  it('refuses where the boundary is neither ours nor the one before', async () => {
    const { w, saga } = await contained();
    w.iam.call(admin, 'CreatePolicy', {
      policyName: 'team',
      policyDocument: '{"Version":"2012-10-17","Statement":[]}',
    });
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/team';
    w.iam.call(admin, 'PutRolePermissionsBoundary', { roleName: role.name, permissionsBoundary });
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({
      saga: { state: 'UNDO_CONFLICT', outcome: 'UNDO_CONFLICT' },
    });
    expect(await boundaryOf(w)).toBe(permissionsBoundary);
  });

  it('refuses where our own policy got another version', async () => {
    const { w, saga } = await contained();
    const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    w.iam.call(admin, 'CreatePolicyVersion', { policyArn: saga.plan.policyArn, policyDocument, setAsDefault: true });
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { state: 'UNDO_CONFLICT' } });
    expect(await boundaryOf(w)).toBe(saga.plan.policyArn);
  });

  it('calls nothing where somebody took the boundary off already', async () => {
    const { w, saga } = await contained();
    w.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
    const calls: unknown[] = [];
    w.iam.onEvent(({ detail }) => calls.push(detail['eventName']));
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { outcome: 'ALREADY_RESTORED' } });
    expect(calls).toEqual([]);
  });

  it('keeps a policy that something else uses, and says so', async () => {
    const { w, saga } = await contained();
    w.iam.load([aRole({ name: 'other' })]);
    w.iam.call(admin, 'AttachRolePolicy', { roleName: 'other', policyArn: saga.plan.policyArn });
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({
      saga: { state: 'UNDONE', outcome: 'UNDO_POLICY_RETAINED' },
    });
  });

  it.each<[string, boolean]>([
    ['was not heard of, and it is there still', false],
    ['was carried out, and the answer lost', true],
  ])('leaves no policy behind when its deletion %s', async (_says, isDone) => {
    const { w, saga } = await contained();
    let calls = 0;
    const deletePolicy: BoundaryRemover['deletePolicy'] = async (input) => {
      calls += 1;
      const result = calls > 1 || isDone ? await w.boundaryRemover.deletePolicy(input) : undefined;
      return calls > 1 && result !== undefined
        ? result
        : { written: 'unknown', code: 'answer-lost', detail: 'TimeoutError' };
    };
    const ports = { ...w, boundaryRemover: { ...w.boundaryRemover, deletePolicy } };
    expect(await undo(ports)({ sagaId: saga.id, ...ask })).toMatchObject({ saga: { outcome: 'UNDONE' } });
    expect(await w.boundaries.readPolicy(saga.plan.policyArn ?? '')).toEqual({ found: 'no' });
    expect(calls).toBe(isDone ? 1 : 2);
  });

  it('has nothing to take back of a saga that was refused', async () => {
    const w = await world('observe');
    const saga = await proposeIn(w);
    expect(await undo(w)({ sagaId: saga.id, ...ask })).toMatchObject({ ran: false, why: 'refused' });
  });
});

describe('our own events', () => {
  it('are each recognised as the recorded call, from policy to undo, and nobody else is', async () => {
    const w = await world('enforce');
    const events: unknown[] = [];
    w.iam.onEvent((event) => events.push(event));
    const { id } = await proposeIn(w);
    await applied(w, id);
    await undo(w)({ sagaId: id, requestedBy: olga, reason: 'needed' });
    w.iam.call(admin, 'TagRole', { roleName: role.name, tags: [{ key: 'a', value: 'b' }] });
    const sagas = await w.sagas.list();
    const seen = events.map((event) => {
      const change = readChange(event);
      if (change.kind !== 'change') throw new Error(JSON.stringify(change));
      return [change.eventName, recogniseEcho(change, sagas, w.identity)];
    });
    const ours = { echo: 'ours', sagaId: id, claims: [] };
    expect(seen).toEqual([
      ['CreatePolicy', ours],
      ['PutRolePermissionsBoundary', ours],
      ['DeleteRolePermissionsBoundary', ours],
      ['DeletePolicy', ours],
      ['TagRole', { echo: 'no' }],
    ]);
  });
});

describe('after the containment', () => {
  it('is settled once the time for events has passed and it is still in force', async () => {
    const { w, saga } = await contained();
    expect(await settle(w)(saga.id)).toMatchObject({ saga: { state: 'CONTAINED' } });
    w.clock.advance(15 * 60_000);
    expect(await settle(w)(saga.id)).toMatchObject({ saga: { state: 'SETTLED', outcome: 'CONTAINED_BOUNDARY' } });
  });

  it('is drift when somebody took it off, and the same saga is applied again within the budget', async () => {
    const { w, saga } = await contained();
    const takeOff = () => w.iam.call(admin, 'DeleteRolePermissionsBoundary', { roleName: role.name });
    for (let turn = 1; turn <= 2; turn += 1) {
      takeOff();
      const again = await proposeIn(w);
      expect(again).toMatchObject({ id: saga.id, state: 'PLANNED' });
      expect(await applied(w, again.id)).toMatchObject({ state: 'CONTAINED' });
    }
    takeOff();
    const fourth = await proposeIn(w);
    expect(await applied(w, fourth.id)).toMatchObject({ state: 'REFUSED', outcome: 'ATTEMPT_BUDGET' });
    expect(await stages(w)).toContain('conflict');
    expect(await kinds(w)).toContain('tampering');
  });
});
