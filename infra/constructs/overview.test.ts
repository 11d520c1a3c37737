import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { installations } from '../testing/installations.ts';
import { type Resource, resourcesOf } from '../testing/synthesised.ts';

const root = join(import.meta.dirname, '..', '..');
type Shown = { namespace: string; name: string; dimensions: Readonly<Record<string, string>> };

/** CloudWatch writes a metric as namespace, name, and each dimension with its value; a dot repeats what stands above. */
const shownOn = (body: string): Shown[] => {
  const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics?: unknown[][] } }[] };
  return widgets.flatMap(({ properties: { metrics = [] } }) =>
    metrics.map((metric) => {
      const [namespace, name, ...pairs] = metric.filter((part): part is string => typeof part === 'string');
      const dimensions: Record<string, string> = {};
      for (let at = 0; at + 1 < pairs.length; at += 2) dimensions[pairs[at]!] = pairs[at + 1]!;
      return { namespace: namespace!, name: name!, dimensions };
    }),
  );
};
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const [, parts] = (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : 'us-east-1')).join('');
};

const filesOf = (folder: string): string =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
const everyFunction = readFileSync(join(root, 'shared/runtime/on-messages.ts'), 'utf8');
/** Whether a function counts it: in its figures, by name, or as every function behind a queue does. */
const counts = (service: string, name: string): boolean => {
  const source = filesOf(`functions/${service}`);
  const inFigures = new RegExp(`[\\s{]${name}:`, 'u').test(source);
  const byName = new RegExp(`count\\('${name}'`, 'u');
  return inFigures || byName.test(source) || (source.includes('onMessages(') && byName.test(everyFunction));
};

/** CloudWatch metrics of "Using CloudWatch metrics with Lambda" and "Available CloudWatch metrics for Amazon SQS". */
const ofAws: Readonly<Record<string, { type: string; dimension: string; names: readonly string[] }>> = {
  'AWS/Lambda': {
    type: 'AWS::Lambda::Function',
    dimension: 'FunctionName',
    names: ['Errors', 'Throttles', 'Duration'],
  },
  'AWS/SQS': {
    type: 'AWS::SQS::Queue',
    dimension: 'QueueName',
    names: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage', 'NumberOfMessagesSent'],
  },
};

const shownHere = installations(['detection only', 'everything']);

describe.each(shownHere)('the dashboard of $name', ({ app }) => {
  const stacks = app.node.children.filter(Stack.isStack).filter(({ region }) => region === 'us-east-1');
  const resources: Resource[] = stacks.flatMap((stack) => Object.values(resourcesOf(stack)));
  const named = (type: string, property: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => String(Properties[property]));
  const dashboards = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const shown = dashboards.flatMap(({ Properties }) => shownOn(textOf(Properties['DashboardBody'])));

  it('is one, and its name is of Ringfence', () => {
    expect(dashboards.map(({ Properties }) => Properties['DashboardName'])).toEqual(['ringfence-overview']);
    expect(shown.length).toBeGreaterThan(40);
  });

  it('shows metrics of AWS with the dimension that they have, of resources that are there', () => {
    const wrong = shown.filter(({ namespace, name, dimensions }) => {
      if (namespace === 'Ringfence') return false;
      const known = ofAws[namespace];
      if (known === undefined || !known.names.includes(name)) return true;
      const given = Object.entries(dimensions);
      return given.length !== 1 || !named(known.type, known.dimension).includes(dimensions[known.dimension] ?? '');
    });
    expect(wrong).toEqual([]);
  });

  it('shows metrics of Ringfence that the function counts, of functions that are there', () => {
    const own = shown.filter(({ namespace }) => namespace === 'Ringfence');
    expect(own.length).toBeGreaterThan(10);
    const functions = named('AWS::Lambda::Function', 'FunctionName');
    const wrong = own.filter(({ name, dimensions: { service = '', ...others } }) => {
      const isThere = functions.includes(`ringfence-${service}`) && Object.keys(others).length === 0;
      return !isThere || !counts(service, name);
    });
    expect(wrong).toEqual([]);
  });

  it('and the alarms look at metrics of Ringfence that are counted', () => {
    const looked = resources
      .filter(({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties['Namespace'] === 'Ringfence')
      .map(({ Properties }) => ({
        name: String(Properties['MetricName']),
        dimensions: Properties['Dimensions'] as { Name: string; Value: string }[],
      }));
    expect(looked.length).toBeGreaterThan(1);
    for (const { name, dimensions } of looked) {
      expect(dimensions).toEqual([{ Name: 'service', Value: expect.any(String) }]);
      expect([name, counts(dimensions[0]!.Value, name)]).toEqual([name, true]);
    }
  });

  it('is explained in docs/operate.md, widget by widget', () => {
    const page = readFileSync(join(root, 'docs/operate.md'), 'utf8');
    const section = /^## The dashboard$([^]*?)^## /mu.exec(page)?.[1] ?? '';
    const titles = dashboards.flatMap(({ Properties }) => [
      ...textOf(Properties['DashboardBody']).matchAll(/"title":"([^",]+)/gu),
    ]);
    expect(titles.length).toBeGreaterThan(9);
    expect(titles.map(([, title = '']) => title).filter((title) => !section.includes(title))).toEqual([]);
  });

  it('shows every queue and every function', () => {
    const queues = new Set(shown.map(({ dimensions }) => dimensions['QueueName']));
    const functions = new Set(shown.map(({ dimensions }) => dimensions['FunctionName']));
    expect(named('AWS::SQS::Queue', 'QueueName').filter((name) => !queues.has(name))).toEqual([]);
    expect(named('AWS::Lambda::Function', 'FunctionName').filter((name) => !functions.has(name))).toEqual([]);
  });
});

it('a metric that nobody counts is seen', () => {
  expect(counts('contain', 'Contained')).toBe(true);
  expect(counts('contain', 'MessagesHandled')).toBe(true);
  expect(counts('contain', 'Contains')).toBe(false);
  expect(counts('notify', 'MessagesHandled')).toBe(false);
});
