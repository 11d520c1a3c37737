import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where a command writes: data to `out`, everything else (progress, notes) to `note`. */
export type Terminal = {
  out: (text: string) => void;
  note: (text: string) => void;
  paint: (style: Style, text: string) => string;
  /** Characters a line; 100 where nobody watches. */
  width: number;
};

/** `styleText` honours NO_COLOR and FORCE_COLOR and whether the stream is a terminal. */
export const processTerminal = (options: { color: boolean }): Terminal => ({
  out: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  paint: (style, text) => (options.color ? styleText(style, text, { stream: process.stdout }) : text),
  width: Math.max(60, Math.min(process.stdout.columns || 100, 120)),
});

/** For tests: keeps what was written, without colour. */
export const recordingTerminal = (): Terminal & { written: () => { out: string; note: string } } => {
  const out: string[] = [];
  const note: string[] = [];
  return {
    out: (text) => out.push(text),
    note: (text) => note.push(text),
    paint: (_style, text) => text,
    width: 100,
    written: () => ({ out: out.join('\n'), note: note.join('\n') }),
  };
};
