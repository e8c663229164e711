import { type Expression, type Member, type Module, type OptionsLiteral, type Statement, typesIn } from '../expression';
import { ABOUT_STACK, CDK_CLI, cdkJson, type Language } from '../language';
import { bodyOf, bracketed, commentBefore, fitsOnLine, indented, quoted } from '../layout';
import { isPlain, plain } from '../plain';
import type { StackCode } from '../stack';
import { CDK_VERSION, CONSTRUCTS_VERSION, LIBRARY_VERSION } from '../versions';

const INDENT = '    ';
const PACKAGE = 'com.example.jobtemplates';
const FOLDER = `src/main/java/${PACKAGE.replaceAll('.', '/')}`;
const PACKAGES: { readonly [module in Module]: string } = {
  cdk: 'software.amazon.awscdk',
  iam: 'software.amazon.awscdk.services.iam',
  s3: 'software.amazon.awscdk.services.s3',
  library: 'io.github.cdkiotjobtemplate',
};
/** `Map.of` accepts at most this many entries. */
const MAX_ENTRIES = 10;

export const JAVA: Language = {
  name: 'java',
  stack: code => ({ path: `${FOLDER}/${code.className}.java`, content: stackFile(code) }),
  creation,
  app: stacks => [
    { path: `${FOLDER}/JobTemplatesApp.java`, content: appFile(stacks) },
    cdkJson('mvn --quiet --batch-mode compile exec:java'),
    { path: 'pom.xml', content: POM },
  ],
  builtFolders: ['target'],
  commands: [],
  cdk: CDK_CLI,
  importOf: ({ className }) => `import ${PACKAGE}.${className};`,
  dependency: 'the Maven dependency io.github.cdkiotjobtemplate:cdk-iot-job-template',
  traces: { command: /\b(mvnw?|gradlew?|java)\b/, file: /^(pom\.xml|build\.gradle(\.kts)?)$/ },
};

function stackFile(code: StackCode): string {
  const types = typesIn(code.statements);
  const imports = [
    ...types.map(({ module, name }) => `${PACKAGES[module]}.${name}`),
    ...uses(code, 'list') ? ['java.util.List'] : [],
    ...uses(code, 'map') ? ['java.util.Map'] : [],
    ...[...new Set(code.statements.flatMap(each => each.kind === 'assignment' ? `${PACKAGES[each.value.type.module]}.I${each.value.type.name}` : []))],
    'software.amazon.awscdk.Stack', 'software.amazon.awscdk.StackProps', 'software.constructs.Construct',
  ].filter(name => name !== `${PACKAGES.library}.JobTemplateProps`);
  return `package ${PACKAGE};

${imports.sort().map(name => `import ${name};`).join('\n')}

/**
${ABOUT_STACK.map(line => ` * ${line}`).join('\n')}
 *
 * <pre>.removalPolicy(software.amazon.awscdk.RemovalPolicy.RETAIN)</pre>
 */
public class ${code.className} extends Stack {
    public ${code.className}(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

${bodyOf(code.statements.map(statement), INDENT.repeat(2))}
    }
}
`;
}

const uses = ({ statements }: StackCode, kind: Expression['kind']): boolean => JSON.stringify(statements).includes(`"kind":"${kind}"`);

const appFile = (stacks: readonly StackCode[]): string => `package ${PACKAGE};

import software.amazon.awscdk.App;
${stacks.some(({ env }) => env) ? 'import software.amazon.awscdk.Environment;\n' : ''}import software.amazon.awscdk.StackProps;

public final class JobTemplatesApp {
    public static void main(final String[] args) {
        App app = new App();
${indented(stacks.map(creation).join('\n'), INDENT.repeat(2))}
        app.synth();
    }
}
`;

function creation({ className, stackName, env }: StackCode): string {
  return `new ${className}(app, "${stackName}", StackProps.builder()${env ? `
    .env(Environment.builder()${env.account === undefined ? '' : `.account("${env.account}")`}.region("${env.region}").build())
    ` : ''}.build());`;
}

function statement(each: Statement): string {
  if (each.kind === 'assignment') return `I${each.value.type.name} ${each.name} = ${expression(each.value)};`;
  const calls = [...each.props.members.map(setter), '.build()'];
  return `\n${commentBefore(each, '//')}${each.type.name}.Builder.create(this, ${quoted(each.id)})\n${indented(calls.join('\n'), INDENT)};`;
}

const setter = ({ name, value }: Member): string => `.${name}(${expression(value)})`;

function expression(value: Expression): string {
  if (isPlain(value)) return plain(value, { text: quoted, type: ({ name }) => name });
  switch (value.kind) {
    case 'list': return bracketed({ open: 'List.of(', close: ')', items: value.items.map(expression), indent: INDENT, trailing: '' });
    case 'options': return built(value);
    case 'map': {
      const isShort = value.entries.length <= MAX_ENTRIES;
      const items = value.entries.map(([key, entry]) => isShort ? `${quoted(key)}, ${quoted(entry)}` : `Map.entry(${quoted(key)}, ${quoted(entry)})`);
      return bracketed({ open: isShort ? 'Map.of(' : 'Map.ofEntries(', close: ')', items, indent: INDENT, trailing: '' });
    }
    case 'call': {
      const items = value.args.map(expression);
      const last = items.at(-1);
      if (last?.includes('\n') && items.length === 1) return `${value.type.name}.${value.method}(${last})`;
      return bracketed({ open: `${value.type.name}.${value.method}(`, close: ')', items, indent: INDENT, trailing: '' });
    }
  }
}

function built({ type, members }: OptionsLiteral): string {
  const calls = [...members.map(setter), '.build()'];
  const line = `${type.name}.builder()${calls.join('')}`;
  return fitsOnLine(line, INDENT) ? line : `${type.name}.builder()\n${indented(calls.join('\n'), INDENT)}`;
}

const dependency = (group: string, artifact: string, version: string): string => `    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>
    </dependency>`;

const plugin = (group: string, artifact: string, version: string): string => `      <plugin>
        <groupId>${group}</groupId>
        <artifactId>${artifact}</artifactId>
        <version>${version}</version>
      </plugin>`;

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>job-templates</artifactId>
  <version>1.0.0</version>

  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <exec.mainClass>${PACKAGE}.JobTemplatesApp</exec.mainClass>
  </properties>

  <dependencies>
${[
  dependency(PACKAGES.cdk, 'aws-cdk-lib', CDK_VERSION),
  dependency('software.constructs', 'constructs', CONSTRUCTS_VERSION),
  dependency(PACKAGES.library, 'cdk-iot-job-template', LIBRARY_VERSION),
].join('\n')}
  </dependencies>

  <build>
    <plugins>
${[
  plugin('org.apache.maven.plugins', 'maven-resources-plugin', '3.3.1'),
  plugin('org.apache.maven.plugins', 'maven-compiler-plugin', '3.13.0'),
  plugin('org.codehaus.mojo', 'exec-maven-plugin', '3.5.0'),
].join('\n')}
    </plugins>
  </build>
</project>
`;
