import type { App } from 'aws-cdk-lib';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { anApp } from './synthesised.ts';

/** The installations that differ in their stacks, from the least to everything that a configuration can ask for. */
const choices = {
  'detection only': { containment: false },
  containment: { containment: true },
  everything: {
    containment: true,
    containInline: 'everywhere',
    containKeys: true,
    restoreBoundaries: ['arn:aws:iam::111122223333:policy/team/*'],
    protectedPrincipals: ['arn:aws:iam::111122223333:role/break-glass'],
    watchedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
    alertEmails: ['alerts@example.com'],
    escalationEmails: ['next@example.com'],
    environment: 'prod',
    listenTo: { inference: true, dataEvents: true },
  },
  'inline beside boundaries': { containment: true, containInline: 'beside-boundaries' },
} satisfies Readonly<Record<string, Partial<Configuration>>>;
export type Installation = keyof typeof choices;

/** Each in an app of its own. @param wanted absent: all of them */
export const installations = (wanted?: readonly Installation[]): readonly { name: string; app: App }[] =>
  Object.entries(choices)
    .filter(([name]) => wanted === undefined || wanted.some((each) => each === name))
    .map(([name, given]) => ({ name, app: anApp(given).app }));
