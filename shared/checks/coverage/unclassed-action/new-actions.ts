import { catalogueActions, catalogueVersion } from '../../../reasoning/catalogue/action-catalogue.ts';
import { aiServices } from '../../../reasoning/catalogue/ai-services.ts';
import type { UnclassedActions } from '../../../facts/wide-state.ts';
import classed from './classed-actions.json' with { type: 'json' };

const services: ReadonlySet<string> = new Set(aiServices);

/** `bedrock: [a, b]` of the file is `bedrock:a`, `bedrock:b`. */
const looked: ReadonlySet<string> = new Set(
  Object.entries(classed.services).flatMap(([service, actions]) =>
    actions.map((action) => `${service}:${action}`.toLowerCase()),
  ),
);

/**
 * Actions of AI services that AWS lists and that nobody has looked at for the catalogue: they may be sensitive. `actions`:
 * what AWS lists; default: the table that this version was built with.
 */
export const newActions = (
  actions: readonly { name: string; key: string; service: string }[] = catalogueActions(),
): UnclassedActions => ({
  iamData: catalogueVersion,
  actions: actions.filter(({ service, key }) => services.has(service) && !looked.has(key)).map(({ name }) => name),
});
