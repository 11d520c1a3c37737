import type { Deployment } from '../../../shared/facts/wide-state.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { ok } from './item-of.ts';

/** What runs as each function, beside what was recorded when it was deployed. */
export const releaseItems = (stack: string, { release, parts }: Deployment): readonly DoctorItem[] => {
  const different = parts.filter(({ deployed, released }) => deployed !== released);
  if (different.length === 0) return [ok('release', `${parts.length} functions are those of release ${release}`)];
  return different.map(({ name, deployed, released }) => ({
    about: 'release',
    level: 'error',
    code: 'release-drift',
    at: name,
    what: `it has ${deployed}, and was deployed with ${released}`,
    fix: `npx cdk deploy --all, and find out who changed it: ringfence history list --stack ${stack}`,
  }));
};
