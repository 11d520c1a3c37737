import type { Domain } from '../domains/domain.ts';
import { compileGlob, matches, type Glob } from '../glob/glob.ts';
import type { ActionSearch } from './action-search.ts';
import { regionsOf } from './regions.ts';
import { partitionOf, resourceForms, type ResourceForm } from './templates.ts';
import { always, alwaysPresent, type Tie } from './tie.ts';

/** A form of resource, in one Region where requests tell the Region; `ties`: what the Region key then shows. */
export type Place = { form: ResourceForm; region?: string; ties: Tie | undefined };

export const REGION_KEY = 'aws:requestedregion';

/** Bedrock models answer across Regions; whether the key then shows the ARN's Region is not verified [unconfirmed]. */
const tiesRegion = ({ name }: ResourceForm, service: string): boolean =>
  !(service === 'bedrock' && /model|inference-profile|prompt-router/.test(name));

/** Where to look: every form of the action's resource, in every Region that some pattern tells apart. */
export const placesOf = (search: ActionSearch, names: ReadonlyMap<string, string>): readonly Place[] => {
  const forms = resourceForms(search.catalogued, search.principal, search.foreignAccounts).filter(
    ({ documented }) => documented || search.ties === 'documented',
  );
  const readsRegion = names.has(REGION_KEY) && search.overrides?.has(REGION_KEY) !== true;
  return forms.flatMap((form): readonly Place[] => {
    if (!readsRegion || form.inRegion === undefined) return [{ form, ties: undefined }];
    if (search.ties === 'documented' && !tiesRegion(form, search.catalogued?.service ?? '')) {
      return [{ form, ties: alwaysPresent(REGION_KEY) }];
    }
    return regionsThatDiffer(search).map((region) => ({ form, region, ties: always(region) }));
  });
};

/** Regions that no pattern tells apart are one: the first of each kind is tried. */
const regionsThatDiffer = (search: ActionSearch): readonly string[] => {
  const conditions = [
    ...search.question.conditions,
    ...search.reads,
    ...search.statements.flatMap((statement) => statement.conditions),
  ];
  const patterns = conditions
    .filter(({ key }) => key === REGION_KEY)
    .flatMap(({ values }) => values.map(({ text }) => text));
  const fields = [
    ...search.question.resources,
    ...search.question.except,
    ...search.statements.flatMap(({ resources }) => resources?.entries ?? []),
  ].flatMap(({ text }) => text.split(':')[3] ?? []);
  const globs = [...new Set([...patterns, ...fields])].map((text) => compileGlob(text));
  const exact = [...patterns, ...fields].filter((text) => /^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(text));
  const seen = new Set<string>();
  return [...new Set([...regionsOf(partitionOf(search.principal)), ...exact])].filter((region) => {
    const signature = globs.map((glob) => (matches(glob, region) ? '1' : '0')).join('');
    if (seen.has(signature)) return false;
    seen.add(signature);
    return true;
  });
};

/** Narrower forms to prefer in a witness: in a Region that a person knows. */
export const preferredOf = (form: ResourceForm, { principal }: ActionSearch): readonly Domain[] =>
  form.inRegion === undefined
    ? []
    : regionsOf(partitionOf(principal))
        .slice(0, 3)
        .flatMap((region) => {
          const placed = form.inRegion?.(region);
          return placed === undefined ? [] : [strings([[placed.glob]])];
        });

/** A resource that is one of these, and none of `none`. */
export const strings = (all: readonly (readonly Glob[])[], none: readonly Glob[] = []): Domain => ({
  absent: false,
  emptyList: false,
  values: { kind: 'strings', all, none },
});
