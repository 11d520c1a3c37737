import manifest from '../../package.json' with { type: 'json' };
import { catalogueVersion } from '../reasoning/catalogue/action-catalogue.ts';

/** What was at work: named in every message and every entry of history. */
export const versions = { product: manifest.version, catalogue: catalogueVersion } as const;
