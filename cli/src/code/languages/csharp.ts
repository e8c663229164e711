import { type Expression, type Member, type Module, type OptionsLiteral, type Statement, typesIn } from '../expression';
import { ABOUT_STACK, CDK_CLI, cdkJson, type Language } from '../language';
import { argumentsOf, bodyOf, bracketed, commentBefore, indented, quoted } from '../layout';
import { upperFirst } from '../names';
import { isPlain, plain } from '../plain';
import type { StackCode } from '../stack';
import { CDK_VERSION, CONSTRUCTS_VERSION, LIBRARY_VERSION } from '../versions';

const INDENT = '    ';
const NAMESPACES: { readonly [module in Module]: string } = {
  cdk: 'Amazon.CDK', iam: 'Amazon.CDK.AWS.IAM', s3: 'Amazon.CDK.AWS.S3', library: 'CdkIotJobTemplate',
};

export const CSHARP: Language = {
  name: 'csharp',
  stack: code => ({ path: `${code.className}.cs`, content: stackFile(code) }),
  creation,
  app: stacks => [
    { path: 'Program.cs', content: appFile(stacks) },
    cdkJson('dotnet run --project JobTemplatesApp.csproj'),
    { path: 'JobTemplatesApp.csproj', content: PROJECT },
  ],
  builtFolders: ['bin', 'obj'],
  commands: [],
  cdk: CDK_CLI,
  importOf: () => 'using JobTemplatesApp;',
  dependency: 'dotnet add package CdkIotJobTemplate',
  traces: { command: /\bdotnet\b/, file: /\.(csproj|sln)$/ },
};

function stackFile(code: StackCode): string {
  const modules = new Set<Module>(['cdk', 'library', ...typesIn(code.statements).map(({ module }) => module)]);
  const namespaces = [...[...modules].map(module => NAMESPACES[module]), 'Constructs', 'System.Collections.Generic'].sort();
  return `${namespaces.map(name => `using ${name};`).join('\n')}

namespace JobTemplatesApp
{
    /// <summary>
${ABOUT_STACK.map(line => `    /// ${line}`).join('\n')}
    /// <code>RemovalPolicy = RemovalPolicy.RETAIN,</code>
    /// </summary>
    public class ${code.className} : Stack
    {
        public ${code.className}(Construct scope, string id, IStackProps props = null) : base(scope, id, props)
        {
${bodyOf(code.statements.map(statement), INDENT.repeat(3))}
        }
    }
}
`;
}

const appFile = (stacks: readonly StackCode[]): string => `using Amazon.CDK;

namespace JobTemplatesApp
{
    public static class Program
    {
        public static void Main()
        {
            var app = new App();
${indented(stacks.map(creation).join('\n'), INDENT.repeat(3))}
            app.Synth();
        }
    }
}
`;

function creation({ className, stackName, env }: StackCode): string {
  if (env === undefined) return `new ${className}(app, "${stackName}");`;
  return `new ${className}(app, "${stackName}", new StackProps
{
    Env = new Environment { ${env.account === undefined ? '' : `Account = "${env.account}", `}Region = "${env.region}" },
});`;
}

function statement(each: Statement): string {
  if (each.kind === 'assignment') return `var ${each.name} = ${expression(each.value)};`;
  return `\n${commentBefore(each, '//')}new ${each.type.name}(this, ${quoted(each.id)}, ${initialized(each.props, { isBroken: true })});`;
}

const member = ({ name, value }: Member): string => `${upperFirst(name)} = ${expression(value)}`;

function initialized({ type, members }: OptionsLiteral, { isBroken } = { isBroken: false }): string {
  const open = `new ${type.name}`;
  return bracketed({ open: `${open} {`, brokenOpen: `${open}\n{`, close: '}', items: members.map(member), indent: INDENT, padding: ' ', isBroken });
}

function expression(value: Expression): string {
  if (isPlain(value)) return plain(value, { text: quoted, type: ({ name }) => name });
  switch (value.kind) {
    case 'options': return initialized(value);
    case 'list': return bracketed({ open: 'new[] {', brokenOpen: 'new[]\n{', close: '}', items: value.items.map(expression), indent: INDENT, padding: ' ' });
    case 'map': {
      const items = value.entries.map(([key, entry]) => `[${quoted(key)}] = ${quoted(entry)}`);
      const open = 'new Dictionary<string, string>';
      return bracketed({ open: `${open} {`, brokenOpen: `${open}\n{`, close: '}', items, indent: INDENT, padding: ' ' });
    }
    case 'call': return `${value.type.name}.${upperFirst(value.method)}${argumentsOf(value.args.map(expression), INDENT, '')}`;
  }
}

const PROJECT = `<Project Sdk="Microsoft.NET.Sdk">

  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <RollForward>Major</RollForward>
    <RootNamespace>JobTemplatesApp</RootNamespace>
  </PropertyGroup>

  <ItemGroup>
    <PackageReference Include="Amazon.CDK.Lib" Version="[${CDK_VERSION},3.0.0)" />
    <PackageReference Include="Constructs" Version="[${CONSTRUCTS_VERSION},11.0.0)" />
    <PackageReference Include="CdkIotJobTemplate" Version="${LIBRARY_VERSION}" />
  </ItemGroup>

</Project>
`;
