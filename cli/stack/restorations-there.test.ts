import { aDeletion, caller, draft, proposed } from '../../test/builders/a-deletion.ts';
import { restorationMessage } from '../../functions/restore-guardrail/restoration-message.ts';
import { restoreGuardrail } from '../../functions/restore-guardrail/restore-guardrail.ts';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';
import type { Deployed } from './deployed.ts';

const admin = 'arn:aws:sts::111122223333:assumed-role/Admin/alice';
const stack = 'RingfenceDetection';

/** The command line beside a deployed installation in which a guardrail was deleted. */
const deployed = async () => {
  const world = await aDeletion({ namedInPolicy: true });
  const openStack = (): Promise<Deployed> =>
    Promise.resolve({
      ports: world,
      caller: admin,
      containment: true,
      ask: async (_worker, _group, message) => {
        await restoreGuardrail(world)(restorationMessage.parse(message));
      },
      readParts: () => Promise.reject(new Error('nobody asked for it')),
    });
  const ringfence = async (...argv: string[]) => {
    const terminal = recordingTerminal();
    const directory = '/nowhere/.ringfence';
    const code = await run([...argv, '--stack', stack], {
      terminal,
      directory,
      openStack,
      now: () => world.clock.now(),
    });
    return { code, ...terminal.written() };
  };
  return { world, ringfence };
};

describe('a restoration of a deployed installation', () => {
  it('is approved, read, and its texts are given, with commands that name the stack', async () => {
    const { world, ringfence } = await deployed();
    const { id } = await proposed(world);
    expect((await ringfence('guardrails', 'restorations', id)).out).toContain(
      `approve it: ringfence approve ${id} --stack ${stack}`,
    );
    const { code, out } = await ringfence('approve', id);
    expect(code).toBe(3);
    expect(out).toMatch(/^restored: gr\w+\n/u);
    expect(out).toContain('RESTORE_PARTIAL: 1 thing is left');
    expect(out).toContain(`  - inline:test of ${caller.arn} still names the old one`);
    expect(out).toContain(`take it back: ringfence undo ${id} --reason "..." --stack ${stack}`);
    const [, document = ''] = new RegExp(`guardrails text ${id} ([0-9a-f]{12}) --stack ${stack}`, 'u').exec(out) ?? [];
    expect((await ringfence('guardrails', 'text', id, document)).out).toContain('bedrock:GuardrailIdentifier');
    expect((await ringfence('guardrails', 'restorations')).out).toContain(`${id}  PARTIAL`);
    expect(JSON.parse((await ringfence('guardrails', 'show', draft.id)).out)).toMatchObject({ name: 'support-bot' });
  });

  it('that is not there says so, with the command that lists them', async () => {
    const { ringfence } = await deployed();
    const { code, note } = await ringfence('guardrails', 'restorations', 'r-none');
    expect(code).toBe(2);
    expect(note).toContain(`ringfence guardrails restorations --stack ${stack}`);
  });
});
