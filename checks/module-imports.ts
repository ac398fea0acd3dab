import { field, nameOf, parseModule, type Syntax, stringOf } from './syntax.ts';

/** One way in which a module reaches for another. */
export interface ModuleImport {
  /** Null: computed while the program runs. */
  readonly specifier: string | null;
  readonly line: number;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

export function importsOf(code: string): readonly ModuleImport[] {
  return parseModule(code).all.flatMap((syntax) => importOf(syntax) ?? []);
}

function importOf(syntax: Syntax): ModuleImport | null {
  const { type, line, raw } = syntax;
  switch (type) {
    case 'ImportDeclaration':
      return { specifier: sourceOf(syntax), line, typeOnly: raw['importKind'] === 'type' || onlyTypes(syntax) };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (field(syntax, 'source') === null) return null;
      return { specifier: sourceOf(syntax), line, typeOnly: raw['exportKind'] === 'type' || onlyTypes(syntax) };
    case 'ImportExpression':
      return { specifier: sourceOf(syntax), line, typeOnly: false };
    case 'TSImportType':
      return { specifier: stringOf(literalIn(syntax)), line, typeOnly: true };
    case 'TSExternalModuleReference':
      return { specifier: stringOf(field(syntax, 'expression')), line, typeOnly: false };
    case 'CallExpression':
      if (nameOf(field(syntax, 'callee')) !== 'require') return null;
      return { specifier: stringOf(syntax.children[1] ?? null), line, typeOnly: false };
    default:
      return null;
  }
}

function sourceOf(syntax: Syntax): string | null {
  return stringOf(field(syntax, 'source'));
}

/** `import { type A, type B } from …`. */
function onlyTypes({ children }: Syntax): boolean {
  const specifiers = children.filter(({ type }) => /^(Import|Export).*Specifier$/.test(type));
  return (
    specifiers.length > 0 && specifiers.every(({ raw }) => raw['importKind'] === 'type' || raw['exportKind'] === 'type')
  );
}

function literalIn(syntax: Syntax): Syntax | null {
  const argument = field(syntax, 'argument');
  if (argument?.type === 'StringLiteral') return argument;
  return argument?.children.find(({ type }) => type === 'StringLiteral') ?? null;
}
