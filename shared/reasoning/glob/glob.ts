import { isHighSurrogate, letterVariants, sameCharacter, type Folding } from './character.ts';

/**
 * One piece of a pattern. A literal is never a wildcard, whatever it holds: `${*}` and the value of a policy variable
 * are literals. `within: 'segment'` keeps a wildcard from crossing a colon.
 */
export type GlobPart = { literal: string } | { any: true; within?: 'segment' } | { one: true; within?: 'segment' };

/** Tokens: a code point (0 or more) or one of the wildcards below. */
export const ANY = -1;
export const ONE = -2;
export const ANY_IN_SEGMENT = -3;
export const ONE_IN_SEGMENT = -4;
const COLON = 0x3a;

/**
 * A compiled IAM pattern. One character is one Unicode code point, so `?` takes a whole emoji; a surrogate without its
 * partner is a character of its own. Letter case is folded for A to Z alone, unless `folding` says otherwise.
 */
export type Glob = {
  readonly tokens: Int32Array;
  readonly folding: Folding;
  /** Equal keys, equal languages (not the other way round). */
  readonly key: string;
  /** Set when the glob matches this one text and nothing else. */
  readonly exact: string | undefined;
  /** Set for `text*`, compared with letter case. `''` is the glob that matches everything. */
  readonly prefixOnly: string | undefined;
  /** The fewest characters a match has. */
  readonly shortest: number;
  /** A free wildcard stands before a wildcard of one segment: the greedy walk is not exact there. */
  readonly tangled: boolean;
  /**
   * The place of the token that begins the sixth field of every match, as ARNs have fields. -1: fields cannot be told apart, or
   * letter case is folded.
   */
  readonly sixth: number;
  /** By position of a free star: the literal text right after it, where letter case counts. Found by a fast search. */
  readonly runs: ReadonlyMap<number, string>;
};

export type GlobOptions = { ignoreCase?: boolean; folding?: Folding };

/** `*` is any text, `?` exactly one character, everything else itself. */
export function compileGlob(text: string, options: GlobOptions = {}): Glob {
  return globFromParts(partsOf(text), options);
}

/** Takes a pattern apart: `*` and `?` are wildcards, everything else is itself. */
export function partsOf(text: string): GlobPart[] {
  const parts: GlobPart[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c !== '*' && c !== '?') continue;
    if (i > from) parts.push({ literal: text.slice(from, i) });
    parts.push(c === '*' ? { any: true } : { one: true });
    from = i + 1;
  }
  if (from < text.length) parts.push({ literal: text.slice(from) });
  return parts;
}

/** A glob that matches this text alone; `*` and `?` in it are literal. */
export function literalGlob(text: string, options: GlobOptions = {}): Glob {
  return globFromParts([{ literal: text }], options);
}

export function globFromParts(parts: readonly GlobPart[], options: GlobOptions = {}): Glob {
  const folding = options.folding ?? (options.ignoreCase === true ? 'ascii' : 'none');
  return fromTokens(tokensOf(parts), folding);
}

/** Neighbouring literals are joined before they are cut into characters: half of a character may end a part. */
function tokensOf(parts: readonly GlobPart[]): number[] {
  const tokens: number[] = [];
  let literal = '';
  const flush = (): void => {
    for (const character of literal) tokens.push(character.codePointAt(0) ?? 0);
    literal = '';
  };
  for (const part of parts) {
    if ('literal' in part) {
      literal += part.literal;
      continue;
    }
    flush();
    if ('any' in part) pushAny(tokens, part.within === 'segment' ? ANY_IN_SEGMENT : ANY);
    else pushOne(tokens, part.within === 'segment' ? ONE_IN_SEGMENT : ONE);
  }
  flush();
  return tokens;
}

/** Runs of stars become one star, so a pattern of thousands of `*?` stays a straight line. */
function pushAny(tokens: number[], any: number): void {
  const last = tokens.at(-1);
  if (last === any || last === ANY) return;
  if (any === ANY && last === ANY_IN_SEGMENT) tokens.pop();
  if (tokens.at(-1) !== any) tokens.push(any);
}

/** `*?` is `?*`: the star is kept at the end of the run. */
function pushOne(tokens: number[], one: number): void {
  const any = one === ONE ? ANY : ANY_IN_SEGMENT;
  if (tokens.at(-1) === any) tokens.splice(-1, 1, one, any);
  else tokens.push(one);
}

function fromTokens(list: readonly number[], folding: Folding): Glob {
  const tokens = Int32Array.from(list);
  const stars = list.filter((t) => t === ANY || t === ANY_IN_SEGMENT).length;
  const oneOrSegment = list.some((t) => t === ONE || t === ONE_IN_SEGMENT || t === ANY_IN_SEGMENT);
  const folds = folding !== 'none' && list.some((t) => t >= 0 && letterVariants(t, folding).length > 1);
  const plain = !oneOrSegment && !folds;
  const literalText = (to: number): string => textOf(list.slice(0, to));
  const firstFree = list.findIndex((t) => t === ANY || t === ONE);
  return {
    tokens,
    folding: folds ? folding : 'none',
    key: keyOf(list, folds ? folding : 'none'),
    exact: plain && stars === 0 ? literalText(list.length) : undefined,
    prefixOnly: plain && stars === 1 && list.at(-1) === ANY ? literalText(list.length - 1) : undefined,
    shortest: list.length - stars,
    tangled: firstFree >= 0 && list.lastIndexOf(ANY_IN_SEGMENT) > firstFree,
    sixth: folds ? -1 : sixthField(list),
    runs: folds || (plain && stars === 0) ? noRuns : runsOf(list),
  };
}

function sixthField(tokens: readonly number[]): number {
  let colons = 0;
  for (const [at, token] of tokens.entries()) {
    // These run over colons, so fields cannot be told apart behind them.
    if (token === ANY || token === ONE) return -1;
    if (token === COLON && ++colons === 5) return at + 1;
  }
  return -1;
}

const noRuns: ReadonlyMap<number, string> = new Map();

function runsOf(tokens: readonly number[]): ReadonlyMap<number, string> {
  const runs = new Map<number, string>();
  for (const [star, token] of tokens.entries()) {
    if (token !== ANY) continue;
    let end = star + 1;
    while ((tokens[end] ?? ANY) >= 0) end++;
    const run = textOf(tokens.slice(star + 1, end));
    // Half a character must not be found inside a whole one.
    if (run !== '' && run.isWellFormed()) runs.set(star, run);
  }
  return runs;
}

function textOf(codePoints: readonly number[]): string {
  let text = '';
  for (const codePoint of codePoints) text += String.fromCodePoint(codePoint);
  return text;
}

function keyOf(tokens: readonly number[], folding: Folding): string {
  let key = '';
  for (const token of tokens) {
    if (token === ANY) key += '*';
    else if (token === ONE) key += '?';
    else if (token === ANY_IN_SEGMENT) key += '\\s';
    else if (token === ONE_IN_SEGMENT) key += '\\o';
    else key += literalKey(token, folding);
  }
  return key;
}

function literalKey(token: number, folding: Folding): string {
  const [first = token, ...others] = letterVariants(token, folding);
  if (others.length > 0) return `\\i${String.fromCodePoint(first)}`;
  const character = String.fromCodePoint(token);
  return character === '*' || character === '?' || character === '\\' ? `\\${character}` : character;
}

/**
 * Whether the whole text matches. The walk keeps one way back (the last star), so time is bounded by text times the
 * longest run between two stars, and is linear for real patterns. No RegExp is ever built.
 */
export function matches(glob: Glob, text: string): boolean {
  if (glob.exact !== undefined) return text === glob.exact;
  if (glob.prefixOnly !== undefined) return startsWithWhole(text, glob.prefixOnly);
  if (text.length < glob.shortest) return false;
  return glob.tangled ? simulate(glob, text) : walk(glob, text);
}

/** `startsWith` by characters: a prefix that ends in half a character does not match the whole character. */
function startsWithWhole(text: string, prefix: string): boolean {
  if (!text.startsWith(prefix)) return false;
  return prefix.length === 0 || !splitsCharacter(text, prefix.length);
}

function splitsCharacter(text: string, at: number): boolean {
  const next = text.charCodeAt(at);
  return isHighSurrogate(text.charCodeAt(at - 1)) && next >= 0xdc00 && next <= 0xdfff;
}

function characterAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return isHighSurrogate(unit) ? (text.codePointAt(at) ?? unit) : unit;
}

function accepts(token: number, character: number, folding: Folding): boolean {
  if (token === ONE) return true;
  if (token === ONE_IN_SEGMENT) return character !== COLON;
  return token === character || (folding !== 'none' && sameCharacter(token, character, folding));
}

/** Two pointers with one way back. Exact when no free wildcard stands before a star that stops at colons. */
function walk(glob: Glob, text: string): boolean {
  const { tokens, folding, runs } = glob;
  let t = 0;
  let i = 0;
  let star = -1;
  let resume = 0;
  while (i < text.length) {
    const token = tokens[t];
    if (token === ANY || token === ANY_IN_SEGMENT) {
      if (token === ANY && t === tokens.length - 1) return true;
      const run = token === ANY ? runs.get(t) : undefined;
      star = t++;
      resume = i;
      if (run === undefined) continue;
      t += countCharacters(run);
      if (t === tokens.length) return text.length - run.length >= i && text.endsWith(run);
      resume = text.indexOf(run, i);
      if (resume < 0) return false;
      i = resume + run.length;
      continue;
    }
    const character = characterAt(text, i);
    if (token !== undefined && accepts(token, character, folding)) {
      t++;
      i += character > 0xffff ? 2 : 1;
      continue;
    }
    if (star < 0) return false;
    const passed = characterAt(text, resume);
    if (tokens[star] === ANY_IN_SEGMENT && passed === COLON) return false;
    i = resume + (passed > 0xffff ? 2 : 1);
    t = star;
  }
  while (tokens[t] === ANY || tokens[t] === ANY_IN_SEGMENT) t++;
  return t === tokens.length;
}

function countCharacters(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if (isHighSurrogate(text.charCodeAt(i))) pairs++;
  return text.length - pairs;
}

/** All positions at once; text times pattern in the worst case. Only for tangled globs, which are rare. */
function simulate(glob: Glob, text: string): boolean {
  const { tokens, folding } = glob;
  let here = new Uint8Array(tokens.length + 1);
  let next = new Uint8Array(tokens.length + 1);
  here[0] = 1;
  for (let i = 0; ; ) {
    for (let t = 0; t < tokens.length; t++) {
      if (here[t] === 1 && (tokens[t] === ANY || tokens[t] === ANY_IN_SEGMENT)) here[t + 1] = 1;
    }
    if (i >= text.length) return here[tokens.length] === 1;
    const character = characterAt(text, i);
    i += character > 0xffff ? 2 : 1;
    next.fill(0);
    for (let t = 0; t < tokens.length; t++) {
      if (here[t] !== 1) continue;
      const token = tokens[t] ?? ANY;
      if (token === ANY || (token === ANY_IN_SEGMENT && character !== COLON)) next[t] = 1;
      else if (token !== ANY_IN_SEGMENT && accepts(token, character, folding)) next[t + 1] = 1;
    }
    [here, next] = [next, here];
  }
}
