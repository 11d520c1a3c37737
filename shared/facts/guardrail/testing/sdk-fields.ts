import path from 'node:path';
import ts from 'typescript';

export type SdkField = { path: string; values?: readonly string[] };

const models = path.join('node_modules', '@aws-sdk', 'client-bedrock', 'dist-types', 'models');
const files = [path.join(models, 'models_0.d.ts'), path.join(models, 'models_1.d.ts')];

/** Every leaf of an interface of the Bedrock client with the values of its closed list, read from its TypeScript declarations. */
export const sdkFields = (name: string): readonly SdkField[] => {
  const program = ts.createProgram(files, { noLib: true, skipLibCheck: true, noResolve: false, strict: true });
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
