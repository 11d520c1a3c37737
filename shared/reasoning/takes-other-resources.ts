import { catalogueAction } from './catalogue/action-catalogue.ts';
import { compileResource } from './compile-policy.ts';
import { globFromParts, type Glob, type GlobPart } from './glob/glob.ts';
import { mayMeet } from './glob/glob-meet.ts';
import type { Action, Arn } from './types.ts';

/**
 * Why no policy could ever allow the action on the resource: it acts on other kinds (AWS: "Actions, resources, and condition
 * keys for AWS services"). One clause. `undefined`: it may act on it, or the catalogue does not list the action.
 * @param action whole: for a pattern nothing is said
 * @param resource one ARN or a pattern of one
 */
export const takesOtherResources = (action: Action, resource: Arn): string | undefined => {
  const catalogued = catalogueAction(action);
  const asked = compileResource(resource, false).globs?.wide;
  if (catalogued === undefined || asked === undefined) return undefined;
  const star = catalogued.wildcardOnly || catalogued.resourceOptional ? ['*'] : [];
  const taken = [...new Set([...catalogued.resourceTypes.map(({ arnTemplate }) => arnTemplate), ...star])];
  // What is written `*` has no ARN: only a question about anything is about it.
  const meets = taken.some((form) => (form === '*' ? resource === '*' : mayMeet(asked, globOf(form))));
  return meets ? undefined : `${catalogued.name} does not act on such a resource; it takes ${taken.join(', ')}`;
};

/** Of any partition, Region and account; an id may hold colons. */
const globOf = (template: string): Glob =>
  globFromParts(
    template.split(/(\$\{[A-Za-z0-9]+\})/u).flatMap((piece): readonly GlobPart[] => {
      if (!piece.startsWith('${')) return piece === '' ? [] : [{ literal: piece }];
      return fields.has(piece) ? [{ any: true, within: 'segment' }] : [{ any: true }];
    }),
  );

const fields: ReadonlySet<string> = new Set(['${Partition}', '${Region}', '${Account}']);
