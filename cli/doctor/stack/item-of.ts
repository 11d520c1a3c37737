import type { Known } from '../../../shared/facts/known.ts';
import type { DoctorItem } from '../doctor-item.ts';

/** A part that could not be read: nothing is said about it but that. */
export const unread = 'unread';

/** What is said of a part that was read. */
export const ofKnown = <T>(
  about: string,
  part: Known<T>,
  items: (value: T) => readonly DoctorItem[],
): readonly DoctorItem[] => {
  switch (part.state) {
    case 'known':
      return items(part.value);
    case 'unknown':
      return [
        { about, level: 'warning', code: unread, at: '', what: part.why, fix: 'run it again as somebody who may' },
      ];
    case 'absent':
      return [];
  }
};

export const ok = (about: string, what: string): DoctorItem => ({ about, level: 'ok', code: 'ok', at: '', what });
