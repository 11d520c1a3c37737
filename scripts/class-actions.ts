/**
 * `node scripts/class-actions.ts`: writes down that somebody has looked at every AI action that AWS lists now. Run it only
 * after you have: RF.COVERAGE.7 and its test say which actions are new.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actionsOfService, catalogueVersion } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { aiServices } from '../shared/reasoning/catalogue/ai-services.ts';

const file = path.join(
  path.dirname(import.meta.dirname),
  'shared/checks/coverage/unclassed-action/classed-actions.json',
);
const services = Object.fromEntries(
  aiServices.map((service) => [service, actionsOfService(service).map(({ name }) => name.slice(service.length + 1))]),
);
await writeFile(file, `${JSON.stringify({ iamData: catalogueVersion, services }, undefined, 2)}\n`);
