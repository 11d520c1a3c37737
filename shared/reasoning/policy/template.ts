/**
 * Pattern text of a policy, taken apart once: literal text, wildcards, and policy variables.
 * (AWS: "IAM policy elements: Variables and tags".)
 */
export type TemplatePart =
  | { kind: 'text'; text: string }
  /** `*` */
  | { kind: 'any' }
  /** `?` */
  | { kind: 'one' }
  /** `${key}` or `${key, 'default'}`; the default counts only when the key is absent from the request. */
  | { kind: 'variable'; key: string; fallback?: string };
export type Template = readonly TemplatePart[];

export type TemplateOptions = {
  /** False for `StringEquals` and its like: `*` and `?` are then characters. */
  wildcards: boolean;
  /** False for documents of version 2008-10-17: `${…}` is then text. */
  variables: boolean;
};

const variableAt = (text: string, at: number): { part: TemplatePart; next: number } | undefined => {
  if (!text.startsWith('${', at)) return undefined;
  const end = text.indexOf('}', at + 2);
  if (end < 0) return undefined;
  const inner = text.slice(at + 2, end);
  const next = end + 1;
  // The three characters that cannot be written otherwise; they are never wildcards.
  if (inner === '*' || inner === '?' || inner === '$') return { part: { kind: 'text', text: inner }, next };
  const comma = inner.indexOf(',');
  if (comma < 0) return { part: { kind: 'variable', key: inner.trim() }, next };
  const quoted = inner.slice(comma + 1).trim();
  const isQuoted = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'");
  const fallback = isQuoted ? quoted.slice(1, -1) : quoted;
  return { part: { kind: 'variable', key: inner.slice(0, comma).trim(), fallback }, next };
};

/** Takes pattern text apart. Total: an unfinished `${` is text. */
export const parseTemplate = (text: string, options: TemplateOptions): Template => {
  const parts: TemplatePart[] = [];
  let plain = '';
  // Without a closing brace further on there is no variable to look for: keeps hostile text linear.
  const lastBrace = options.variables ? text.lastIndexOf('}') : -1;
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    const c = text.charAt(at);
    const variable = c === '$' && at < lastBrace ? variableAt(text, at) : undefined;
    if (variable !== undefined) {
      if (variable.part.kind === 'text') {
        plain += variable.part.text;
      } else {
        flush();
        parts.push(variable.part);
      }
      at = variable.next;
      continue;
    }
    if (options.wildcards && (c === '*' || c === '?')) {
      flush();
      parts.push(c === '*' ? { kind: 'any' } : { kind: 'one' });
    } else {
      plain += c;
    }
    at += 1;
  }
  flush();
  return parts;
};

/** Keys of the variables in a template, as written. */
export const variablesOf = (template: Template): readonly string[] =>
  template.flatMap((part) => (part.kind === 'variable' ? [part.key] : []));
