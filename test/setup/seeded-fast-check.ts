// Jest gives this file to whoever imports fast-check. A run of the tests is the same each time it is made, so that a red
// one tells of the change; `PROPERTY_SEED=random npm test` (or a number) looks elsewhere.
import fc from '../../node_modules/fast-check/lib/fast-check.js';

const SEED = 20_261_122;
const wanted = process.env['PROPERTY_SEED'];
if (wanted !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: wanted === undefined ? SEED : Number(wanted) });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export default fc;
