import { type Expression, type Member, type Module, type Statement, type Type, typesIn } from '../expression';
import { ABOUT_STACK, cdkJson, json, type Language } from '../language';
import { argumentsOf, bodyOf, bracketed, commentBefore, inQuotes } from '../layout';
import { kebabCase } from '../names';
import { isPlain, plain } from '../plain';
import type { StackCode } from '../stack';
import { CDK_VERSION, CONSTRUCTS_VERSION, LIBRARY_VERSION } from '../versions';

const INDENT = '  ';
const NAMESPACES: { readonly [module in Module]?: readonly [alias: string, from: string] } = {
  cdk: ['cdk', 'aws-cdk-lib'],
  iam: ['iam', 'aws-cdk-lib/aws-iam'],
  s3: ['s3', 'aws-cdk-lib/aws-s3'],
};

export const TYPESCRIPT: Language = {
  name: 'typescript',
  stack: code => ({ path: `${fileOf(code)}.ts`, content: stackFile(code) }),
  creation,
  app: stacks => [
    { path: 'app.ts', content: appFile(stacks) },
    cdkJson('npx ts-node app.ts'),
    {
      path: 'package.json',
      content: json({
        name: 'job-templates',
        private: true,
        version: '1.0.0',
        dependencies: { 'aws-cdk-lib': `^${CDK_VERSION}`, 'cdk-iot-job-template': `^${LIBRARY_VERSION}`, 'constructs': `^${CONSTRUCTS_VERSION}` },
        devDependencies: { '@types/node': '^20', 'aws-cdk': '^2', 'ts-node': '^10', 'typescript': '^5' },
      }),
    },
    {
      path: 'tsconfig.json',
      content: json({ compilerOptions: { target: 'ES2022', module: 'node16', strict: true, skipLibCheck: true, types: ['node'] } }),
    },
  ],
  builtFolders: ['node_modules'],
  commands: ['npm install'],
  cdk: 'npx cdk',
  importOf,
  dependency: 'npm install cdk-iot-job-template',
  traces: { command: /\b(ts-node|tsx|node|npx|bun|deno)\b/, file: /^(package|tsconfig)\.json$/ },
};

function importOf(code: StackCode): string {
  return `import { ${code.className} } from './${fileOf(code)}';`;
}

const fileOf = ({ className }: StackCode): string => kebabCase(className);

function stackFile(code: StackCode): string {
  const types = typesIn(code.statements);
  const modules = new Set<Module>(['cdk', ...types.map(({ module }) => module)]);
  const namespaces = Object.entries(NAMESPACES).filter(([module]) => modules.has(module as Module))
    .map(([, [alias, from]]) => `import * as ${alias} from '${from}';`);
  // The compiler knows the types of options from their places.
  const names = types.filter(({ module, kind }) => module === 'library' && kind !== 'options').map(({ name }) => name).sort();
  const members = bracketed({ open: '{', close: '}', items: names, indent: INDENT, padding: ' ' });
  return `${namespaces.join('\n')}
import ${members} from 'cdk-iot-job-template';
import { Construct } from 'constructs';

/**
${ABOUT_STACK.map(line => ` * ${line}`).join('\n')}
 *
 *     removalPolicy: cdk.RemovalPolicy.RETAIN,
 */
export class ${code.className} extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

${bodyOf(code.statements.map(statement), INDENT.repeat(2))}
  }
}
`;
}

const appFile = (stacks: readonly StackCode[]): string => `import * as cdk from 'aws-cdk-lib';
${stacks.map(importOf).join('\n')}

const app = new cdk.App();
${stacks.map(creation).join('\n')}
`;

function creation({ className, stackName, env }: StackCode): string {
  if (env === undefined) return `new ${className}(app, '${stackName}');`;
  return `new ${className}(app, '${stackName}', {
  env: { ${env.account === undefined ? '' : `account: '${env.account}', `}region: '${env.region}' },
});`;
}

function statement(each: Statement): string {
  if (each.kind === 'assignment') return `const ${each.name} = ${expression(each.value)};`;
  const props = bracketed({ open: '{', close: '}', items: each.props.members.map(member), indent: INDENT, isBroken: true });
  return `\n${commentBefore(each, '//')}new ${nameOf(each.type)}(this, ${literal(each.id)}, ${props});`;
}

const nameOf = ({ module, name }: Type): string => module === 'library' ? name : `${NAMESPACES[module]![0]}.${name}`;

const member = ({ name, value }: Member): string => `${name}: ${expression(value)}`;

const literal = (value: string): string => inQuotes(value, "'");

function expression(value: Expression): string {
  if (isPlain(value)) return plain(value, { text: literal, type: nameOf });
  switch (value.kind) {
    case 'list': return bracketed({ open: '[', close: ']', items: value.items.map(expression), indent: INDENT });
    case 'options': return bracketed({ open: '{', close: '}', items: value.members.map(member), indent: INDENT, padding: ' ' });
    case 'map': {
      const items = value.entries.map(([key, entry]) => `${/^[a-z]\w*$/i.test(key) ? key : literal(key)}: ${literal(entry)}`);
      return bracketed({ open: '{', close: '}', items, indent: INDENT, padding: ' ' });
    }
    case 'call': return `${nameOf(value.type)}.${value.method}${argumentsOf(value.args.map(expression), INDENT)}`;
  }
}
