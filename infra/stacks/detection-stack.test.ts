import { allowed, everyPart, isRead, list, mutatesIdentity, ofType, roles } from '../testing/statements.ts';
import { anApp, resourcesOf, type Resources } from '../testing/synthesised.ts';

const { detection, containment } = anApp(everyPart);
const stacks = { detection: resourcesOf(detection), containment: resourcesOf(containment) };

describe('the detection stack', () => {
  it('has no role that can write to IAM, or become another', () => {
    const found = roles(stacks.detection);
    expect(found.size).toBeGreaterThan(2);
    for (const [, statements] of found) {
      expect(allowed(statements).filter((action) => mutatesIdentity(action) || action.startsWith('sts:'))).toEqual([]);
    }
  });

  it('beats by calls that nothing allows: the role that makes them is denied them besides', () => {
    const beating = roles(stacks.detection).get('ringfence-heartbeat')!;
    expect(allowed(beating).filter((action) => /^(?:iam|bedrock|sts|organizations):/u.test(action))).toEqual([]);
    expect(beating.find(({ Sid }) => Sid === 'NeverSucceeds')).toEqual({
      Sid: 'NeverSucceeds',
      Effect: 'Deny',
      Action: ['bedrock:DeleteGuardrail', 'iam:TagRole'],
      Resource: '*',
    });
    for (const event of ['TagRole', 'DeleteGuardrail'])
      expect(JSON.stringify(ofType(stacks.detection, 'AWS::Events::Rule'))).toContain(`"${event}"`);
  });

  it('alarms where a heartbeat stays away for three hours, also where nothing is counted any more', () => {
    const further = resourcesOf(anApp({ watchedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] }).detection);
    const silent = (resources: Resources) =>
      ofType(resources, 'AWS::CloudWatch::Alarm')
        .map(([, { Properties }]) => Properties)
        .filter(({ MetricName }) => MetricName === 'HeartbeatsHeard');
    const shape = { EvaluationPeriods: 3, TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold' };
    expect(silent(stacks.detection)).toEqual([expect.objectContaining({ ...shape, Threshold: 1 })]);
    expect(silent(further).map(({ Threshold, Dimensions }) => [Threshold, Dimensions])).toEqual([
      [1, [{ Name: 'service', Value: 'evaluate-access-change' }]],
      [2, [{ Name: 'service', Value: 'evaluate-guardrail-change' }]],
    ]);
  });

  it('lets only those stop containment that watch for misuse of its roles', () => {
    const stopping = [...roles(stacks.detection)].filter(([, statements]) =>
      allowed(statements).includes('ssm:PutParameter'),
    );
    expect(stopping.map(([name]) => name).sort()).toEqual([
      'ringfence-evaluate-access-change',
      'ringfence-watch-tampering',
    ]);
    // The kill switch alone: the mode is another parameter, and no function may write it.
    const killSwitch = ofType(stacks.detection, 'AWS::SSM::Parameter').find(
      ([, { Properties }]) => Properties['Name'] === '/ringfence/kill-switch',
    )![0];
    const writes = [...roles(stacks.detection).values(), ...roles(stacks.containment).values()]
      .flat()
      .filter(({ Action }) => list(Action).some((action) => action.startsWith('ssm:') && !isRead(action)));
    for (const { Sid, Action, Resource } of writes) {
      expect([Sid, Action]).toEqual(['StopContainment', 'ssm:PutParameter']);
      expect(JSON.stringify(Resource)).toContain(`"${killSwitch}"`);
      expect(JSON.stringify(Resource)).not.toContain('SwitchesMode');
    }
    expect(writes).toHaveLength(2);
  });

  it('asks nothing of containment where that is not installed', () => {
    const alone = resourcesOf(anApp({ containment: false }).detection);
    expect(JSON.stringify(alone)).not.toMatch(/contain-inline|write-inline|undo-inline|deactivate-keys/);
    expect(JSON.stringify(alone)).not.toContain('ringfence-contain.fifo');
  });
});
