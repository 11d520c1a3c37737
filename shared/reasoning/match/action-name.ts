import { catalogueAction, type CatalogueAction } from '../catalogue/action-catalogue.ts';

/** An action as it is compared: lower case, trimmed. `index`: its place in the catalogue, where it is listed. */
export type ActionName = ListedName | { key: string; index: undefined };
export type ListedName = { key: string; index: number };

/** Names by their spelling: few are asked about, over and over. Bounded, as a name comes from anywhere. */
const known = new Map<string, ActionName>();
const MOST_KNOWN = 20_000;

/** Those of the catalogue, by their places. */
const listed: (ActionName | undefined)[] = [];

export const listedName = ({ name, index }: CatalogueAction): ActionName => (listed[index] ??= actionName(name));

export const actionName = (action: string): ActionName => {
  const before = known.get(action);
  if (before !== undefined) return before;
  const key = action.trim().toLowerCase();
  const index = catalogueAction(key)?.index;
  const name = index === undefined ? { key, index } : { key, index };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(action, name);
  return name;
};
