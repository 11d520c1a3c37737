import { readAuthorizationDetails } from '../shared/facts/authorization-details.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { aiServices } from '../shared/reasoning/catalogue/ai-services.ts';
import { catalogueActions } from '../shared/reasoning/catalogue/action-catalogue.ts';
import type { AccessRequest } from '../shared/reasoning/types.ts';
import { generateAccount } from './generate-account.ts';

const account = '111122223333';
const region = 'us-east-1';

/** Sixty actions of the AI services, evenly from the catalogue, each on one resource of a form that it accepts. */
export const requests: readonly AccessRequest[] = (() => {
  const services: ReadonlySet<string> = new Set(aiServices);
  const actions = catalogueActions().filter(({ service }) => services.has(service));
  const step = Math.floor(actions.length / 60);
  return Array.from({ length: 60 }, (_, n) => actions[n * step]).flatMap((action) => {
    if (action === undefined) return [];
    const template = action.resourceTypes[0]?.arnTemplate;
    const resource =
      template
        ?.replaceAll('${Partition}', 'aws')
        .replaceAll('${Region}', region)
        .replaceAll('${Account}', account)
        .replaceAll(/\$\{[A-Za-z0-9]+\}/g, 'example') ?? '*';
    return [
      {
        action: action.name,
        resource,
        context: { 'aws:RequestedRegion': region, 'aws:SecureTransport': 'true' },
      },
    ];
  });
})();

export const rolesOf = (count: number): readonly PrincipalFacts[] =>
  readAuthorizationDetails(generateAccount(count)).principals;
