import type { Ports } from '../../ports/ports.ts';

/** For words only: what may be done is decided by the gate, which reads the switch itself. */
export const currentMode = async (ports: Pick<Ports, 'modeSwitch'>): Promise<string> => {
  const read = await ports.modeSwitch.read();
  if (read.found !== 'yes') return 'unreadable';
  return read.value.killSwitch ? `${read.value.mode}, stopped` : read.value.mode;
};
