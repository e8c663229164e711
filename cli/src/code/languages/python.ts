import { type Expression, type Member, type Module, type OptionsLiteral, type Statement, type Type, typesIn } from '../expression';
import { ABOUT_STACK, CDK_CLI, cdkJson, type Language } from '../language';
import { bodyOf, bracketed, commentBefore, inQuotes, indented } from '../layout';
import { snakeCase } from '../names';
import type { StackCode } from '../stack';
import { CDK_VERSION, CONSTRUCTS_VERSION, LIBRARY_VERSION } from '../versions';

const INDENT = '    ';
const IMPORTS: { readonly [module in Module]?: string } = {
  cdk: 'import aws_cdk as cdk',
  iam: 'from aws_cdk import aws_iam as iam',
  s3: 'from aws_cdk import aws_s3 as s3',
};

export const PYTHON: Language = {
  name: 'python',
  stack: code => ({ path: `${moduleOf(code)}.py`, content: stackFile(code) }),
  creation,
  app: stacks => [
    { path: 'app.py', content: appFile(stacks) },
    cdkJson('python3 app.py'),
    {
      path: 'requirements.txt',
      content: `aws-cdk-lib>=${CDK_VERSION},<3\nconstructs>=${CONSTRUCTS_VERSION},<11\ncdk-iot-job-template>=${LIBRARY_VERSION}\n`,
    },
  ],
  builtFolders: ['.venv', '__pycache__'],
  commands: ['python3 -m venv .venv && . .venv/bin/activate', 'pip install -r requirements.txt'],
  cdk: CDK_CLI,
  importOf,
  dependency: 'pip install cdk-iot-job-template',
  traces: { command: /\b(python3?|uv|poetry)\b|\.py\b/, file: /^(requirements.*\.txt|pyproject\.toml|setup\.py)$/ },
};

function importOf(code: StackCode): string {
  return `from ${moduleOf(code)} import ${code.className}`;
}

const moduleOf = ({ className }: StackCode): string => snakeCase(className);

function stackFile(code: StackCode): string {
  const types = typesIn(code.statements);
  const modules = new Set<Module>(['cdk', ...types.map(({ module }) => module)]);
  const imports = Object.entries(IMPORTS).filter(([module]) => modules.has(module as Module)).map(([, line]) => line);
  // Options of calls are keyword arguments. Only those in lists have names.
  const names = types.filter(type => type.module === 'library' && (type.kind !== 'options' || isListed(code.statements, type)))
    .map(({ name }) => name).sort();
  return `${imports.join('\n')}
${bracketed({ open: 'from cdk_iot_job_template import (', close: ')', items: names, indent: INDENT, isBroken: true })}
from constructs import Construct


class ${code.className}(cdk.Stack):
    """${ABOUT_STACK[0]}

${indented(ABOUT_STACK.slice(1).join('\n'), INDENT)}

        removal_policy=cdk.RemovalPolicy.RETAIN,
    """

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

${bodyOf(code.statements.map(statement), INDENT.repeat(2))}
`;
}

const isListed = (statements: readonly Statement[], type: Type): boolean => statements.some(each => each.kind === 'creation'
  && each.props.members.some(({ value }) => value.kind === 'list' && value.of === type));

const appFile = (stacks: readonly StackCode[]): string => `import aws_cdk as cdk

${stacks.map(importOf).join('\n')}

app = cdk.App()
${stacks.map(creation).join('\n')}
app.synth()
`;

function creation({ className, stackName, env }: StackCode): string {
  if (env === undefined) return `${className}(app, "${stackName}")`;
  return `${className}(
    app,
    "${stackName}",
    env=cdk.Environment(${env.account === undefined ? '' : `account="${env.account}", `}region="${env.region}"),
)`;
}

function statement(each: Statement): string {
  if (each.kind === 'assignment') return `${snakeCase(each.name)} = ${expression(each.value)}`;
  const items = ['self', literal(each.id), ...keywords(each.props)];
  return `\n${commentBefore(each, '#')}${bracketed({ open: `${nameOf(each.type)}(`, close: ')', items, indent: INDENT, isBroken: true })}`;
}

const ALIASES = { cdk: 'cdk.', iam: 'iam.', s3: 's3.', library: '' } as const satisfies { [module in Module]: string };
const nameOf = ({ module, name }: Type): string => ALIASES[module] + name;

const keywords = ({ members }: OptionsLiteral): string[] => members.map(keyword);

const keyword = ({ name, value }: Member): string => `${snakeCase(name)}=${expression(value)}`;

const literal = (value: string): string => inQuotes(value, '"');

function expression(value: Expression): string {
  switch (value.kind) {
    case 'text': return literal(value.value);
    case 'number': return String(value.value);
    case 'boolean': return value.value ? 'True' : 'False';
    case 'enum': return `${nameOf(value.type)}.${value.member}`;
    case 'scope': return 'self';
    case 'variable': return snakeCase(value.name);
    case 'list': return bracketed({ open: '[', close: ']', items: value.items.map(expression), indent: INDENT });
    case 'options': return bracketed({ open: `${nameOf(value.type)}(`, close: ')', items: keywords(value), indent: INDENT });
    case 'map': {
      const items = value.entries.map(([key, entry]) => `${literal(key)}: ${literal(entry)}`);
      return bracketed({ open: '{', close: '}', items, indent: INDENT });
    }
    case 'call': {
      const items = value.args.flatMap(arg => arg.kind === 'options' ? keywords(arg) : [expression(arg)]);
      return bracketed({ open: `${nameOf(value.type)}.${snakeCase(value.method)}(`, close: ')', items, indent: INDENT });
    }
  }
}
