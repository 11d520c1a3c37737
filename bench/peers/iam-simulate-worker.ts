/** Runs the peer over the benchmark's roles and requests and prints one line of JSON. The argument is its folder. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { documentText } from '../../shared/facts/policy-document.ts';
import type { PolicyDocument, PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { AccessRequest } from '../../shared/reasoning/types.ts';
import { requests, rolesOf } from '../decide-requests.ts';
import type { PeerDecisions } from './ask-iam-simulate.ts';

const roles = 200;
const folder = process.argv[2] ?? '';
const require = createRequire(path.join(folder, 'package.json'));
const { version } = z.object({ version: z.string() }).parse(require(path.join(folder, 'package.json')));
const library: unknown = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')).href);
const run = z
  .object({ runSimulation: z.custom<(simulation: object, options: object) => Promise<unknown>>() })
  .parse(library).runSimulation;
const answer = z.object({
  overallResult: z.string().optional(),
  analysis: z.object({ result: z.string() }).optional(),
});

const parsed = (document: PolicyDocument): object => {
  const policy: unknown = JSON.parse(documentText(document));
  return { name: document.name, policy };
};

const simulationsOf = (facts: PrincipalFacts): readonly object[] => {
  const { inlinePolicies, attachedPolicies, permissionsBoundary } = facts;
  const identityPolicies = [
    ...(inlinePolicies.state === 'known' ? inlinePolicies.value : []),
    ...(attachedPolicies.state === 'known' ? attachedPolicies.value : []),
  ].map(parsed);
  const boundary = permissionsBoundary.state === 'known' ? [parsed(permissionsBoundary.value)] : undefined;
  return requests.map(({ action, resource, context }: AccessRequest) => ({
    request: {
      principal: facts.arn,
      action,
      resource: { resource, accountId: facts.accountId },
      contextVariables: context,
    },
    identityPolicies,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(boundary === undefined ? {} : { permissionBoundaryPolicies: boundary }),
  }));
};

const simulations = rolesOf(roles).map(simulationsOf);
for (const each of simulations.slice(0, 20)) for (const simulation of each) await run(simulation, {});

const answers: unknown[] = [];
const before = process.cpuUsage();
for (const each of simulations) for (const simulation of each) answers.push(await run(simulation, {}));
const { user, system } = process.cpuUsage(before);

const figures: PeerDecisions = {
  version,
  roles,
  perMillisecond: answers.length / ((user + system) / 1000),
  decisions: answers.flatMap((each, at) => {
    const read = answer.safeParse(each);
    const word = read.data?.overallResult ?? read.data?.analysis?.result;
    const place = { role: Math.floor(at / requests.length), request: at % requests.length };
    return word === undefined ? [] : [{ ...place, allowed: word === 'Allowed' }];
  }),
};
console.log(JSON.stringify(figures));
