import { hasWildcard, matchesWildcard } from '../policy/wildcard.ts';
import { catalogueAction, catalogueActions, catalogueServices, type CatalogueAction } from './action-catalogue.ts';

/** A service's actions by their names in lower case, sorted: those that begin alike stand together. */
type Service = { name: string; actions: readonly CatalogueAction[]; sorted: readonly Named[] };
type Named = { name: string; action: CatalogueAction };

const services: readonly Service[] = [...catalogueServices()].map(([name, actions]) => ({
  name,
  actions,
  sorted: actions
    .map((action) => ({ name: action.key.slice(name.length + 1), action }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
}));
const byName: ReadonlyMap<string, Service> = new Map(services.map((service) => [service.name, service]));

/** The catalogue's actions that a pattern matches, in index order; letter case carries no meaning. */
export const expandAction = (pattern: string): readonly CatalogueAction[] => {
  const lower = pattern.trim().toLowerCase();
  if (!hasWildcard(lower)) {
    const exact = catalogueAction(lower);
    return exact === undefined ? none : [exact];
  }
  const colon = lower.indexOf(':');
  if (colon < 0) return catalogueActions().filter(({ key }) => matchesWildcard(lower, key));
  // An action has one colon, so that each side of a pattern's colon is matched by itself.
  const service = lower.slice(0, colon);
  const name = lower.slice(colon + 1);
  if (!hasWildcard(service)) return actionsNamed(byName.get(service), name);
  return services.filter((each) => matchesWildcard(service, each.name)).flatMap((each) => actionsNamed(each, name));
};

const none: readonly CatalogueAction[] = [];

/** @param pattern of names in lower case */
const actionsNamed = (service: Service | undefined, pattern: string): readonly CatalogueAction[] => {
  if (service === undefined) return none;
  if (pattern === '*') return service.actions;
  const { sorted } = service;
  const prefix = pattern.slice(0, -1);
  if (!pattern.endsWith('*') || hasWildcard(prefix))
    return inOrder(sorted.filter(({ name }) => matchesWildcard(pattern, name)));
  const from = firstNotBelow(sorted, prefix);
  let to = from;
  while (sorted[to]?.name.startsWith(prefix) === true) to += 1;
  return inOrder(sorted.slice(from, to));
};

const inOrder = (found: readonly Named[]): readonly CatalogueAction[] =>
  found.map(({ action }) => action).toSorted((a, b) => a.index - b.index);

const firstNotBelow = (sorted: readonly Named[], text: string): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.name ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
};
