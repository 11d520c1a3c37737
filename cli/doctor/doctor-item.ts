/** One thing that the doctor looked at: fine, or what is wrong, where, and how to mend it. */
export type DoctorItem = {
  /** What it belongs to: `settings`, or a part of a deployed stack: `rules`. */
  about: string;
  level: 'ok' | 'warning' | 'error';
  /** Names the kind of fault; `ok` where there is none. */
  code: string;
  /** File, line or JSON Pointer; `''` where there is no place. */
  at: string;
  what: string;
  /** Absent where there is nothing to do. */
  fix?: string;
};
