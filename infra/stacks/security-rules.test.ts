import { Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { securityRules } from '../make-app.ts';
import { everyPart } from '../testing/statements.ts';
import { anApp } from '../testing/synthesised.ts';

describe('the security rules', () => {
  it('find nothing that has no reason, and judge every resource', () => {
    const { app } = anApp({ ...everyPart, watchedRegions: ['us-east-1', 'eu-west-1'] });
    expect(securityRules(app).map((pack) => pack.validateScope(app).violations)).toEqual([[], []]);
    expect(securityRules(app).map(({ name }) => name)).toEqual(['AwsSolutions', 'NIST.800.53.R5']);
  });

  it('fail synthesis when something is found', () => {
    const { app, detection: stack } = anApp();
    new Queue(stack, 'Planted');
    const planted = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
    expect(planted).toEqual(expect.arrayContaining(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']));
    expect(() => app.synth()).toThrow();
  });

  it('of NIST 800-53 fail synthesis too, each by itself', () => {
    const { app, detection: stack } = anApp();
    new LogGroup(stack, 'Planted');
    const [solutions, nist] = securityRules(app).map((pack) =>
      pack.validateScope(app).violations.map(({ ruleName }) => ruleName),
    );
    expect(solutions).toEqual([]);
    expect(nist).toContain('NIST.800.53.R5-CloudWatchLogGroupEncrypted');
    expect(() => app.synth()).toThrow();
  });

  it('are suppressed on single resources with a reason, never on a stack', () => {
    const { app } = anApp();
    const acknowledged = app.node
      .findAll()
      .flatMap((node) =>
        node.node.metadata
          .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
          .map(({ data }) => ({ node, data })),
      );
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter(({ node }) => Stack.isStack(node))).toEqual([]);
    for (const { node, data } of acknowledged) {
      expect(node.node.path.split('/').length).toBeGreaterThan(1);
      for (const reason of Object.values(data as Record<string, string>)) expect(reason.length).toBeGreaterThan(20);
    }
  });
});
