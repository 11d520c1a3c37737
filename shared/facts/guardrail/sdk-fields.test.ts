import path from 'node:path';
import ts from 'typescript';
import { guardrailRules } from './guardrail-rules.ts';

type SdkField = { path: string; values?: readonly string[] };

/** Every leaf of an interface with the values of its closed list, read from TypeScript declarations. */
const fieldsOf = (files: readonly string[], name: string): readonly SdkField[] => {
  const program = ts.createProgram([...files], { noLib: true, skipLibCheck: true, noResolve: false, strict: true });
  const checker = program.getTypeChecker();
  const declared = program
    .getSourceFiles()
    .flatMap((source) => checker.getSymbolAtLocation(source)?.exports?.get(ts.escapeLeadingUnderscores(name)) ?? []);
  const [symbol] = declared;
  if (symbol === undefined) throw new Error(`${name} is not declared in ${files.join(', ')}`);
  const leaves = (node: ts.TypeNode | undefined, at: string): readonly SdkField[] => {
    if (node === undefined) return [{ path: at }];
    if (ts.isUnionTypeNode(node)) {
      const [only, ...others] = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
      return leaves(others.length === 0 ? only : undefined, at);
    }
    if (ts.isArrayTypeNode(node)) {
      const inner = leaves(node.elementType, `${at}[]`);
      return inner.map((each) => (each.path === `${at}[]` ? { ...each, path: at } : each));
    }
    if (!ts.isTypeReferenceNode(node)) return [{ path: at }];
    const found = checker.getSymbolAtLocation(node.typeName);
    const target = found !== undefined && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    for (const declaration of target?.declarations ?? []) {
      if (ts.isInterfaceDeclaration(declaration)) return members(declaration, at === '' ? '' : `${at}.`);
    }
    for (const declaration of target?.declarations ?? []) {
      if (ts.isVariableDeclaration(declaration) && declaration.type && ts.isTypeLiteralNode(declaration.type)) {
        return [{ path: at, values: declaration.type.members.map((each) => each.name?.getText() ?? '') }];
      }
    }
    return [{ path: at }];
  };
  const members = (declaration: ts.InterfaceDeclaration, prefix: string): readonly SdkField[] =>
    declaration.members
      .filter(ts.isPropertySignature)
      .flatMap((each) => leaves(each.type, `${prefix}${each.name.getText()}`));
  const declaration = symbol.declarations?.find(ts.isInterfaceDeclaration);
  if (declaration === undefined) throw new Error(`${name} is no interface`);
  return members(declaration, '');
};

const models = path.join('node_modules', '@aws-sdk', 'client-bedrock', 'dist-types', 'models');
const sdk = fieldsOf([path.join(models, 'models_0.d.ts'), path.join(models, 'models_1.d.ts')], 'GetGuardrailResponse');
const rules = guardrailRules.fields();
const sortedPaths = (fields: readonly { path: string }[]): readonly string[] =>
  fields.map((field) => field.path).sort();

describe('the rules of the guardrail diff and the types of the Bedrock client', () => {
  it('are read at all: the list of fields is long, nested and knows its values', () => {
    expect(sdk.length).toBeGreaterThan(60);
    expect(sdk).toContainEqual({
      path: 'contentPolicy.filters[].inputStrength',
      values: expect.arrayContaining(['NONE', 'HIGH']) as readonly string[],
    });
    expect(sdk).toContainEqual({ path: 'topicPolicy.topics[].examples' });
  });

  it('have the same fields: a new field of GetGuardrail fails here until it has a rule', () => {
    expect(sortedPaths(rules)).toEqual(sortedPaths(sdk));
  });

  it.each(sdk.filter(({ values }) => values !== undefined).map(({ path: at, values }) => [at, values] as const))(
    'know the same values of %s',
    (at, values) => {
      const rule = rules.find((each) => each.path === at);
      expect([...(rule?.values ?? [])].sort()).toEqual([...(values ?? [])].sort());
    },
  );
});
