import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Compares a text that others read with its golden file. `UPDATE_GOLDEN=1 npm run jest -- <test>` writes the files anew;
 * a person reads the difference. Automation never sets it, and where `CI` is set it is refused.
 */
export const expectGolden = (name: string, text: string): void => {
  const file = path.join(import.meta.dirname, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    if (process.env['CI'] !== undefined) throw new Error('Golden files are not updated by automation.');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file))
    throw new Error(`There is no golden file ${name}. Run the test with UPDATE_GOLDEN=1 and read it.`);
  expect(text).toBe(readFileSync(file, 'utf8'));
};
