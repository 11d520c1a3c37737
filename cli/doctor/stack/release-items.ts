import type { Deployment } from '../../../shared/facts/wide-state.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
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
    fix: `${putBack(name, deployed, released)}, and find out who changed it: ringfence history list --stack ${stack}`,
  }));
};

/** Code is what CloudFormation does not compare: it is uploaded again, from a build of the release. */
const putBack = (name: string, deployed: string, released: string): string =>
  deployed.startsWith('code ') && released.startsWith('code ')
    ? `npm run build in that release, then: aws lambda update-function-code --function-name ${name} --zip-file fileb://dist/functions/${name.replace('ringfence-', '')}.zip`
    : deployAgain;
