import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import cdk from '../../cdk.json' with { type: 'json' };
import { type Configuration, parseConfiguration } from '../../shared/runtime/installation/configuration.ts';
import { listeners } from '../../shared/runtime/event-rules/heard-events.ts';
import { makeApp, type RingfenceApp } from '../make-app.ts';
import { writePackage } from '../release/function-package.ts';

/** Functions of both stacks, as folders of bundles. */
const functions = [
  ...listeners,
  'notify',
  'sweep-account',
  'heartbeat',
  'contain',
  'undo',
  'contain-inline',
  'contain-keys',
  'restore-guardrail',
];

/** What a test file synthesises, or a script that looks at templates: taken away at its end. */
let scratch: string | undefined;
const takeAway = (): void => {
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
};
// Workers of Jest outlive their test files, and a script has nothing of Jest.
if ('afterAll' in globalThis) afterAll(takeAway);
else process.once('exit', takeAway);

const newFolder = (): string => {
  scratch ??= mkdtempSync(join(tmpdir(), 'ringfence-synth-'));
  return mkdtempSync(join(scratch, 'app-'));
};

/** A folder with a tiny bundle for each function, so that a test needs no build. */
const tinyBundles = (): string => {
  const folder = newFolder();
  for (const name of functions)
    writePackage(folder, name, Buffer.from(`export const handler = async () => '${name}';\n`));
  return folder;
};

/** The app with the feature flags of cdk.json, in a synthetic account. */
export const anApp = (given: Partial<Configuration> = {}): RingfenceApp =>
  makeApp(
    parseConfiguration({ account: '111122223333', containment: true, bundles: tinyBundles(), ...given }, 'test'),
    // CDK's own template rules take seconds to load; `npm run synth` runs them.
    new App({
      context: cdk.context,
      outdir: newFolder(),
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    }),
  );

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;
const Resources = z.record(z.string(), Resource);
export type Resources = z.infer<typeof Resources>;

export const resourcesOf = (stack: Stack | undefined): Resources => {
  if (stack === undefined) throw new Error('the app was made without this stack');
  return z.object({ Resources }).parse(Template.fromStack(stack).toJSON()).Resources;
};
