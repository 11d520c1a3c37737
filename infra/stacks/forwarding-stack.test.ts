import { ofType, roles } from '../testing/statements.ts';
import { anApp, resourcesOf } from '../testing/synthesised.ts';

describe('the forwarding stacks', () => {
  const { forwarding, detection: home } = anApp({ watchedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] });
  const made = forwarding.map((stack) => resourcesOf(stack));

  it('stand in each watched Region but the home', () => {
    expect(forwarding.map(({ region }) => region)).toEqual(['eu-west-1', 'ap-southeast-2']);
    expect(anApp().forwarding).toEqual([]);
  });

  it('send the events of AI services to the bus where the functions hear them, and none that exist at home only', () => {
    const atHome = ofType(resourcesOf(home), 'AWS::Events::Rule').flatMap(([, { Properties }]) => {
      const pattern = Properties['EventPattern'] as { source: [string] } | undefined;
      return pattern === undefined ? [] : [pattern.source[0]];
    });
    for (const resources of made) {
      const rules = ofType(resources, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
      const sources = rules.map((rule) => (rule['EventPattern'] as { source: [string] }).source[0]);
      expect(sources).toContain('aws.bedrock');
      expect(sources).not.toContain('aws.iam');
      expect(atHome).toEqual(expect.arrayContaining(sources));
      for (const rule of rules) {
        expect(rule['Targets']).toMatchObject([
          {
            Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/default',
            DeadLetterConfig: expect.anything() as object,
          },
        ]);
      }
    }
  });

  it('may put events on that bus and nothing else', () => {
    for (const resources of made) {
      const statements = [...roles(resources).values()].flat();
      expect(statements.map(({ Action, Resource: on }) => [Action, on])).toEqual([
        ['events:PutEvents', 'arn:aws:events:us-east-1:111122223333:event-bus/default'],
      ]);
    }
  });

  it("have roles that are known as Ringfence's own", () => {
    const [, anyFunction] = ofType(resourcesOf(home), 'AWS::Lambda::Function')[0]!;
    const { Variables } = anyFunction.Properties['Environment'] as { Variables: Record<string, string> };
    for (const resources of made) {
      for (const name of roles(resources).keys())
        expect(Variables['RINGFENCE_OWN_ROLE_ARNS']).toContain(`role/ringfence/${name}`);
    }
  });
});
