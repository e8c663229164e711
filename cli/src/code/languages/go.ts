import { type Expression, type Member, type Module, type OptionsLiteral, type Statement, type Type, typesIn } from '../expression';
import { ABOUT_STACK, CDK_CLI, cdkJson, type Language } from '../language';
import { bodyOf, bracketed, commentBefore, fitsOnLine, indented, quoted } from '../layout';
import { snakeCase, upperFirst } from '../names';
import type { StackCode } from '../stack';

const INDENT = '\t';
const PACKAGES: { readonly [module in Module]: readonly [name: string, path: string] } = {
  cdk: ['awscdk', '"github.com/aws/aws-cdk-go/awscdk/v2"'],
  iam: ['awsiam', '"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"'],
  s3: ['awss3', '"github.com/aws/aws-cdk-go/awscdk/v2/awss3"'],
  library: ['iotjobs', 'iotjobs "github.com/cdk-iot-job-template/cdk-iot-job-template-go/cdkiotjobtemplate"'],
};
/** The number of parameters of methods with optional ones. Go has no optional parameters. */
const PARAMETERS: { readonly [method: string]: number } = {
  'JobDocument.fromBucket': 3, 'JobDocument.fromJobArn': 2, 'PackageVersion.fromNames': 3, 'PackageVersion.fromPackageVersionArn': 2, 'Role.fromRoleArn': 4,
};

export const GO: Language = {
  name: 'go',
  stack: code => ({ path: `${snakeCase(code.className)}.go`, content: stackFile(code) }),
  creation,
  app: stacks => [
    { path: 'app.go', content: appFile(stacks) },
    cdkJson('go run .'),
    { path: 'go.mod', content: 'module example.com/jobtemplates\n\ngo 1.23\n' },
  ],
  builtFolders: [],
  commands: ['go mod tidy'],
  cdk: CDK_CLI,
  dependency: 'go get github.com/cdk-iot-job-template/cdk-iot-job-template-go/cdkiotjobtemplate',
  traces: { command: /\bgo (run|mod|build)\b/, file: /^go\.mod$/ },
};

function stackFile(code: StackCode): string {
  const modules = new Set<Module>(['cdk', ...typesIn(code.statements).map(({ module }) => module)]);
  const order: readonly Module[] = ['cdk', 'iam', 's3'];
  const imports = [
    ...order.filter(module => modules.has(module)).map(module => PACKAGES[module][1]),
    '"github.com/aws/constructs-go/constructs/v10"', '"github.com/aws/jsii-runtime-go"', PACKAGES.library[1],
  ];
  return `package main

import (
${imports.map(path => `\t${path}`).join('\n')}
)

${ABOUT_STACK.map((line, index) => `// ${index === 0 ? `New${code.className} has job` : ''}${index === 0 ? line.replace(/^Job/, '') : line}`).join('\n')}
//
//	RemovalPolicy: awscdk.RemovalPolicy_RETAIN,
func New${code.className}(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
\tstack := awscdk.NewStack(scope, &id, props)

${bodyOf(code.statements.map(statement), INDENT)}

\treturn stack
}
`;
}

const appFile = (stacks: readonly StackCode[]): string => `package main

import (
\t"github.com/aws/aws-cdk-go/awscdk/v2"
\t"github.com/aws/jsii-runtime-go"
)

func main() {
\tdefer jsii.Close()

\tapp := awscdk.NewApp(nil)
${indented(stacks.map(creation).join('\n'), INDENT)}
\tapp.Synth(nil)
}
`;

function creation({ className, stackName, env }: StackCode): string {
  if (env === undefined) return `New${className}(app, "${stackName}", nil)`;
  return `New${className}(app, "${stackName}", &awscdk.StackProps{
\tEnv: &awscdk.Environment{${env.account === undefined ? '' : `Account: jsii.String("${env.account}"), `}Region: jsii.String("${env.region}")},
})`;
}

function statement(each: Statement): string {
  if (each.kind === 'assignment') return `${each.name} := ${expression(each.value)}`;
  const props = structure(`&${nameOf(each.props.type)}`, each.props, { isBroken: true });
  return `\n${commentBefore(each, '//')}${PACKAGES[each.type.module][0]}.New${each.type.name}(stack, ${text(each.id)}, ${props})`;
}

const nameOf = ({ module, name }: Type): string => `${PACKAGES[module][0]}.${name}`;

const text = (value: string): string => `jsii.String(${quoted(value)})`;

/** @param type the beginning of the literal, which is empty for an item of a list */
function structure(type: string, { members }: OptionsLiteral, { isBroken } = { isBroken: false }): string {
  const line = `${type}{${members.map(member => `${upperFirst(member.name)}: ${expression(member.value)}`).join(', ')}}`;
  if (!isBroken && fitsOnLine(line, '    ')) return line;
  return `${type}{\n${indented(aligned(members.map(entryOf)), INDENT)}\n}`;
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

const entryOf = ({ name, value }: Member): Entry => ({ key: upperFirst(name), value: expression(value) });

/** The lines of a literal, as gofmt aligns them: the values of neighboring lines, unless a value has several lines. */
function aligned(entries: readonly Entry[]): string {
  const isAligned = ({ value }: Entry) => !value.includes('\n');
  return entries.map((entry, index) => {
    const { key, value } = entry;
    if (!isAligned(entry)) return `${key}: ${value},`;
    let [first, last] = [index, index];
    while (first > 0 && isAligned(entries[first - 1])) first--;
    while (last < entries.length - 1 && isAligned(entries[last + 1])) last++;
    const width = Math.max(...entries.slice(first, last + 1).map(each => each.key.length));
    return `${`${key}:`.padEnd(width + 1)} ${value},`;
  }).join('\n');
}

function expression(value: Expression): string {
  switch (value.kind) {
    case 'text': return text(value.value);
    case 'number': return `jsii.Number(${value.value})`;
    case 'boolean': return `jsii.Bool(${value.value})`;
    case 'enum': return `${nameOf(value.type)}_${value.member}`;
    case 'scope': return 'stack';
    case 'variable': return value.name;
    case 'options': return structure(`&${nameOf(value.type)}`, value);
    case 'list': {
      const pointer = value.of.kind === 'options' ? '*' : '';
      const items = value.items.map(item => item.kind === 'options' ? structure('', item) : expression(item));
      return bracketed({ open: `&[]${pointer}${nameOf(value.of)}{`, close: '}', items, indent: INDENT });
    }
    case 'map': {
      const entries = value.entries.map(([key, entry]) => ({ key: quoted(key), value: text(entry) }));
      return `&map[string]*string{\n${indented(aligned(entries), INDENT)}\n}`;
    }
    case 'call': {
      const given = value.args.map(expression);
      const missing = Math.max(0, (PARAMETERS[`${value.type.name}.${value.method}`] ?? 0) - given.length);
      const items = [...given, ...Array.from({ length: missing }, () => 'nil')];
      return `${nameOf(value.type)}_${upperFirst(value.method)}(${items.join(', ')})`;
    }
  }
}
