import { releasedRules } from '../../shared/runtime/event-rules/released-rules.ts';
import { versions } from '../../shared/runtime/versions.ts';
import { codeSha256, storedZip } from '../release/stored-zip.ts';
import { anApp, type Resource, resourcesOf } from '../testing/synthesised.ts';

const account = '111122223333';
const everything = {
  containInline: 'everywhere',
  containKeys: true,
  listenTo: { inference: true, dataEvents: true },
} as const;
const ofType = (resources: Readonly<Record<string, Resource>>, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

describe.each([
  ['everything', everything],
  ['what hears least', {}],
])('a deployment of %s', (_, given) => {
  const { detection, containment } = anApp(given);
  const stacks = [resourcesOf(detection), resourcesOf(containment)];

  it('records beside each function what Lambda will say of it', () => {
    for (const resources of stacks) {
      const functions = ofType(resources, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
      const records = ofType(resources, 'AWS::SSM::Parameter')
        .map(([, { Properties }]) => Properties)
        .filter(({ Name }) => String(Name).startsWith('/ringfence/release/'));
      expect(functions.length).toBeGreaterThan(2);
      expect(records.map(({ Name }) => Name).sort()).toEqual(
        functions.map(({ FunctionName }) => `/ringfence/release/${String(FunctionName)}`).sort(),
      );
      for (const made of functions) {
        const name = String(made['FunctionName']);
        const text = records.find(({ Name }) => Name === `/ringfence/release/${name}`)!['Value'];
        const code = `export const handler = async () => '${name.replace('ringfence-', '')}';\n`;
        expect(JSON.parse(String(text))).toEqual({
          schemaVersion: '1',
          release: versions.product,
          function: name,
          codeSha256: codeSha256(storedZip([{ name: 'index.mjs', bytes: Buffer.from(code) }])),
          handler: made['Handler'],
          runtime: made['Runtime'],
          timeout: made['Timeout'],
          role: `arn:aws:iam::${account}:role/ringfence/${name}`,
          environment: Object.keys((made['Environment'] as { Variables: object }).Variables).sort(),
        });
        // What a standard parameter holds (AWS Systems Manager User Guide, "Managing parameter tiers").
        expect(String(text).length).toBeLessThan(4096);
      }
    }
  });

  it('has exactly the rules that a sweep and the doctor expect, with these patterns and queues', () => {
    const rules = stacks.flatMap((resources) =>
      ofType(resources, 'AWS::Events::Rule').map(([, { Properties }]) => {
        const [target] = Properties['Targets'] as [{ Arn: { 'Fn::GetAtt': [string] } }];
        return {
          name: String(Properties['Name']),
          pattern: Properties['EventPattern'],
          queue: resources[target.Arn['Fn::GetAtt'][0]]!.Properties['QueueName'],
        };
      }),
    );
    const expected = releasedRules(account);
    const names = rules.map(({ name }) => name);
    expect(expected.filter(({ name, needed }) => needed !== 'asked' && !names.includes(name))).toEqual([]);
    for (const { name, pattern, queue } of rules) {
      const rule = expected.find((each) => each.name === name);
      expect([name, rule?.queue]).toEqual([name, queue]);
      if (pattern === undefined) expect(rule?.patterns).toBeUndefined();
      else expect(rule?.patterns).toContainEqual(pattern);
    }
  });
});

it('names the account by what CloudFormation puts there, where no account was configured', () => {
  const records = Object.values(resourcesOf(anApp({ account: undefined }).detection))
    .map((each) => JSON.stringify(each))
    .filter((each) => each.includes('/ringfence/release/'));
  expect(records.length).toBeGreaterThan(3);
  for (const record of records) expect(record).toContain('{"Ref":"AWS::AccountId"}');
});
