import { contain } from './contain.ts';
import { resumeUndo, type Undone, type UndoPorts } from './undo.ts';

/** Goes on with a saga that a worker left, whichever way it was going. Harmless for one that stands still. */
export const resume =
  (ports: UndoPorts) =>
  async (sagaId: string): Promise<Undone> => {
    const stored = await ports.sagas.get(sagaId);
    const isUndo = stored.found === 'yes' && stored.value.state.startsWith('UNDO_');
    return isUndo ? resumeUndo(ports)(sagaId) : contain(ports)(sagaId);
  };
