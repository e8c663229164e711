import { awscdk, javascript, JsonFile } from 'projen';
import type { Tools } from 'projen/lib/github/workflows-model';
import { commandLineTool } from './projenrc/cli';

/**
 * The lowest aws-cdk-lib that has `IJobTemplateRef` in the same module as all later ones, which jsii needs. The
 * library is compiled against it.
 */
const CDK_FLOOR = '2.224.0';
/** The newest aws-cdk-lib whose assemblies the pinned CDK CLI can read. The library is also tested against it. */
const CDK_NEWEST = '2.275.0';
const CDK_CLI = '2.1148.1';
const SDK = '3.1169.0';

const NAME = 'cdk-iot-job-template';
const NEWEST_CONFIG = 'jest.newest.json';
const SECOND_CONFIG = 'jest.second.json';
const EMULATOR_CONFIG = 'jest.emulator.json';
const LANGUAGES_CONFIG = 'jest.languages.json';
const SCAN_CONFIG = 'jest.scan.json';
const EXPLORATIONS_CONFIG = 'jest.explorations.json';
const MIGRATION_CONFIG = 'jest.migration.json';

/** The other Node.js majors that the CDK and Lambda support, for the tests of the app and the function. */
const OTHER_NODES = ['22.23.3', '24.21.0'];

/** The recipes import the library by its name, as users do. */
const ITSELF = `^${NAME}$`;

/** They are loaded once for each process. */
const CDK_MODULES = '(aws-cdk-lib(-newest)?|constructs)/';

/**
 * Jest compiles each file separately, and `tsc` checks the types. With SWC, the first run of a file takes hardly
 * longer than the next ones. Every configuration has a cache of its own.
 */
const TRANSFORM = {
  [`/node_modules/${CDK_MODULES}.+\\.js$`]: '<rootDir>/test/support/once-for-each-process.cjs',
  '^.+\\.ts$': ['@swc/jest', {
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true } },
  }],
};

const DEV_FOLDERS = ['test', 'bench', 'verify', 'examples', 'cli'];
const LINT_TSCONFIG = 'tsconfig.lint.json';

/** By default, Jest leaves one processor free. */
const ALL_PROCESSORS = '--maxWorkers=100%';

/** Removes the temporary files of a run of tests or a program. */
const PROCESS_SETUP = 'test/support/process-setup.cjs';
const TESTS = { TS_NODE_PROJECT: 'test/tsconfig.json' };
/** Runs a program in TypeScript without a check of its types: `npm test` checks them. */
const program = (main: string) => `node --require ./${PROCESS_SETUP} --require ts-node/register/transpile-only ${main}`;

/** CI counts the tests in these reports. */
const reportTo = (name: string) => ['--json', `--outputFile=test-reports/${name}.json`];
/** Runs Jest with another configuration. Jest does not create the folder of the report. */
const jestWith = (config: string, report: string, ...options: string[]) =>
  ['mkdir -p test-reports && jest --config', config, '--ci', ...options, ...reportTo(report)].join(' ');

const project = new awscdk.AwsCdkConstructLibrary({
  name: NAME,
  description: 'AWS IoT job templates for the AWS CDK: typed, checked at synthesis, editable under the same id and ARN',
  keywords: ['aws', 'cdk', 'iot', 'job-template', 'device-fleet', 'ota', 'firmware'],
  author: `The ${NAME} authors`,
  authorAddress: `${NAME}@users.noreply.github.com`,
  authorOrganization: true,
  repositoryUrl: `https://github.com/${NAME}/${NAME}.git`,
  homepage: `https://github.com/${NAME}/${NAME}#readme`,
  bugsUrl: `https://github.com/${NAME}/${NAME}/issues`,
  license: 'Apache-2.0',
  copyrightOwner: `The ${NAME} authors`,
  defaultReleaseBranch: 'main',
  stability: 'experimental',

  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  // The build tools need a newer Node.js than the library.
  workflowNodeVersion: '22.x',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.0',
  cdkVersion: CDK_FLOOR,
  cdkCliVersion: CDK_CLI,
  constructsVersion: '10.5.0',

  publishToPypi: { distName: NAME, module: 'cdk_iot_job_template' },
  publishToMaven: {
    javaPackage: 'io.github.cdkiotjobtemplate',
    mavenGroupId: 'io.github.cdkiotjobtemplate',
    mavenArtifactId: NAME,
  },
  publishToNuget: { dotNetNamespace: 'CdkIotJobTemplate', packageId: 'CdkIotJobTemplate' },
  publishToGo: { moduleName: `github.com/${NAME}/${NAME}-go` },

  devDeps: [
    `@aws-sdk/client-cloudformation@${SDK}`,
    `@aws-sdk/client-iot@${SDK}`,
    `@aws-sdk/client-s3@${SDK}`,
    `@aws-sdk/client-sts@${SDK}`,
    '@aws-sdk/credential-provider-env@3.972.84',
    '@cdklabs/cdk-validator-cfnguard@0.0.62',
    '@cloud-copilot/iam-simulate@0.1.173',
    '@stryker-mutator/api@9.6.1',
    '@stryker-mutator/core@9.6.1',
    '@stryker-mutator/jest-runner@9.6.1',
    '@swc/core@1.16.22',
    '@swc/jest@0.2.39',
    '@types/aws-lambda@8.10.164',
    `aws-cdk@${CDK_CLI}`,
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${CDK_NEWEST}`,
    'awslint@2.262.2-alpha.0',
    'cdk-nag@3.0.2',
    'cdk-nag-2@npm:cdk-nag@2.37.55',
    'asl-validator@4.0.0',
    // Later versions need Node.js 22.
    'concurrently@9.2.5',
    'esbuild@0.28.2',
    'fast-check@4.10.2',
    'jsonata@2.2.2',
    'jest-environment-node@^30',
    'jest-runner@^30',
    // awslint reads assemblies with this package, so both must be the same version.
    'jsii-reflect@1.138.0',
    'rolldown@1.2.19',
    'rollup-plugin-license@3.7.1',
  ],

  lambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false,
  autoMerge: false,
  // Later versions ask for a newer Node.js than what builds this.
  bumpPackage: 'commit-and-tag-version@^12',

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    extraCliOptions: [ALL_PROCESSORS, ...reportTo('unit')],
    jestConfig: {
      coverageThreshold: { lines: 95, branches: 95 },
      // Counts in `src` only. The provider v8 counts in every module of the CDK too, which takes as long as the tests.
      coverageProvider: 'babel',
      collectCoverageFrom: ['src/**/*.ts'],
      // No test depends on the speed of the machine: this only ends what hangs.
      testTimeout: 300_000,
      moduleNameMapper: { [ITSELF]: '<rootDir>/src' },
      setupFiles: ['<rootDir>/test/support/random-seed.ts'],
      testEnvironment: '<rootDir>/test/support/environment.cjs',
      globalSetup: `<rootDir>/${PROCESS_SETUP}`,
      cacheDirectory: '<rootDir>/.cache/jest',
    },
  },
  tsconfigDev: { compilerOptions: { paths: { [NAME]: ['../src'] } }, include: ['../examples/recipes/*.ts', '../verify/**/*.ts'] },

  eslintOptions: { dirs: ['src'], devdirs: DEV_FOLDERS, projectService: false },

  // The package lists its files, see `files`.
  npmignoreEnabled: false,
  gitignore: ['/examples/**/node_modules/', '/examples/**/cdk.out/', '/examples/languages/java/target/', '__pycache__/', '/.cache/', '*.tsbuildinfo', '.jsii.tabl.json'],
});

// The bundled handler is part of the package, and tests deploy and run it.
const bundle = project.addTask('bundle', {
  description: 'Bundle the handler, and collect the licenses of the bundled packages',
  exec: 'rolldown --config bundle/rolldown.config.mjs',
});
project.preCompileTask.spawn(bundle);
project.compileTask.exec('node bundle/lazy-index.mjs');
project.testTask.prependSpawn(bundle);
project.addGitIgnore('/assets/');

// All published files. npm always adds package.json, the README and the license. The README links to docs/ in the repository.
project.package.addField('files', [
  '.jsii', 'API.md', 'SECURITY.md', 'assets/THIRD-PARTY-LICENSES', 'assets/handler/index.js',
  // The index contains the other modules.
  'lib/index.js', 'lib/**/*.d.ts',
  // The function is in the bundle.
  '!lib/handler',
]);

project.jest!.config.transform = TRANSFORM;
project.jest!.config.transformIgnorePatterns = [`/node_modules/(?!${CDK_MODULES})`];
project.deps.removeDependency('ts-jest');

const COMMON = [
  'cacheDirectory', 'clearMocks', 'globalSetup', 'moduleNameMapper', 'setupFiles', 'testEnvironment', 'testTimeout', 'transform', 'transformIgnorePatterns',
];
/** Another configuration of Jest. Of the configuration of the unit tests, it has the common members that it does not set. */
const jestConfig = (file: string, own: Record<string, unknown>) => {
  const common = Object.fromEntries(COMMON.map(member => [member, project.jest!.config[member]]));
  new JsonFile(project, file, { marker: false, obj: () => ({ ...common, ...own }) });
};
const ON_NEWEST = { '^aws-cdk-lib(/.*)?$': 'aws-cdk-lib-newest$1', [ITSELF]: '<rootDir>/src' };

// The tests that depend on the CDK run a second time, against the newest version.
jestConfig(NEWEST_CONFIG, {
  moduleNameMapper: ON_NEWEST,
  testMatch: ['<rootDir>/test/*.test.ts', '<rootDir>/test/private/*.test.ts'],
});
const testNewest = project.addTask('test:newest', {
  description: `Run the tests of the constructs against aws-cdk-lib ${CDK_NEWEST}`,
  // The newest CDK validates each template and prints its findings, which fail nothing here. They fail the scan.
  env: { CDK_VALIDATION: 'false' },
});
testNewest.exec(jestWith(NEWEST_CONFIG, 'newest', ALL_PROCESSORS, '--passWithNoTests'), { receiveArgs: true });

// They run the same code thousands of times, which takes as long as all tests of the handler.
jestConfig(EXPLORATIONS_CONFIG, { testMatch: ['<rootDir>/test/**/*.exploration.ts'] });
const testExplorations = project.addTask('test:explorations', { description: 'Explore every fault, repeated deliveries, and all recorded calls under the policy of their stack' });
testExplorations.spawn(bundle);
testExplorations.exec(jestWith(EXPLORATIONS_CONFIG, 'explorations', ALL_PROCESSORS), { receiveArgs: true });

// The linter and the compiler use one processor each, and run beside the last tests. Jest does not check types.
project.testTask.removeStep(project.testTask.steps.findIndex(({ spawn }) => spawn === 'eslint'));
project.testTask.exec('concurrently --group "projen test:newest" "projen eslint" "tsc --project test/tsconfig.json"');

// The published files are the code and its types. There are no source maps, which would contain the sources.
for (const option of ['inlineSourceMap', 'inlineSources']) project.tryFindObjectFile('tsconfig.json')!.addDeletionOverride(`compilerOptions.${option}`);

// Every snippet of the README and the docstrings must compile. A test compiles those of docs/.
project.postCompileTask.prependExec('jsii-rosetta extract --strict');

// The CDK's own tools check the public API. They run after API.md is written, so that it shows the members that they report.
const judge = program('test/judges/main.ts');
project.postCompileTask.spawn(project.addTask('judge', {
  description: "Check the compiled public API with the CDK's linter, and compare it with the accepted API",
  exec: judge,
  env: TESTS,
}));
project.addTask('api:accept', { description: 'Accept the compiled public API', exec: `${judge} --accept`, env: TESTS });

const docs = project.addTask('docs', {
  description: 'Write the tables in docs/ that are generated from the code: limits, warnings, suppressions, errors',
  env: TESTS,
});
docs.spawn(bundle);
docs.exec(program('test/docs/main.ts'));

project.addTask('try', {
  description: 'Deploy the example to a local emulator, edit it, destroy it, and check every step',
  // Without TS_NODE_PROJECT, which the app of the example would inherit.
  exec: `ts-node --require ./${PROCESS_SETUP} --project test/tsconfig.json test/emulator/try.ts`,
  receiveArgs: true,
});
project.addTask('simulate', {
  description: 'Simulate failures around the handler, and check the final state of each run',
  steps: [{ spawn: 'bundle' }, { exec: program('test/simulation/main.ts'), receiveArgs: true }],
  // The variable also applies to child processes.
  env: TESTS,
});

// This is not a task of projen, because a signal would end projen before the program has removed its resources.
project.package.setScript('preverify:aws', 'projen bundle');
project.package.setScript('verify:aws', program('verify/main.ts'));
new JsonFile(project, 'verify/tsconfig.json', { marker: false, obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] } });

const BENCH = program('bench/main.ts');
const benchQuick = project.addTask('bench:quick', {
  description: 'Check the bytes, resources and calls of the compiled library',
  exec: `${BENCH} --quick`,
  env: { TS_NODE_PROJECT: 'bench/tsconfig.json' },
});
const bench = project.addTask('bench', {
  description: 'Measure the library beside its alternatives, and check every target',
  env: benchQuick.envVars,
});
bench.spawn(bundle);
bench.spawn(project.compileTask);
bench.exec('tsc --project bench/tsconfig.json');
bench.exec(BENCH, { receiveArgs: true });
new JsonFile(project, 'bench/tsconfig.json', { marker: false, obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] } });

// Stryker runs the tests in a copy of the project, and ends them at the first failure.
jestConfig('test/mutation/jest.config.json', {
  rootDir: '../..',
  runner: '<rootDir>/test/mutation/runner.cjs',
  // Stryker resolves only this form.
  testEnvironment: './test/mutation/first-failure.cjs',
  testMatch: ['<rootDir>/test/mutation/*.suite.ts'],
  testTimeout: 5000,
});
const mutate = project.addTask('mutate', { description: 'Mutate the code of the handler and the request, and check that the tests fail for each mutant' });
mutate.spawn(bundle);
mutate.exec('stryker run test/mutation/stryker.config.mjs');
mutate.exec('ts-node --project test/tsconfig.json test/mutation/report.ts');

// The tests of the life of a template run a second time, against an independent implementation of AWS IoT.
const LIFE = ['adoption', 'contract', 'decisions', 'denied-repetitions', 'every-member', 'late-deliveries', 'lookup', 'reconciler'];
jestConfig(SECOND_CONFIG, {
  testEnvironment: '<rootDir>/test/second-opinion/environment.ts',
  testMatch: LIFE.map(name => `<rootDir>/test/handler/${name}.test.ts`),
});
const testSecond = project.addTask('test:second', { description: "Run the tests of the life of a template against MiniStack's AWS IoT" });
testSecond.spawn(bundle);
testSecond.exec(jestWith(SECOND_CONFIG, 'second', ALL_PROCESSORS), { receiveArgs: true });

jestConfig(EMULATOR_CONFIG, { testMatch: ['<rootDir>/test/@(emulator|verify)/**/*.e2e.ts'], testTimeout: 300_000 });
const testEmulator = project.addTask('test:emulator', { description: 'Deploy every kind of change of a template to a local emulator' });
testEmulator.spawn(bundle);
testEmulator.exec(jestWith(EMULATOR_CONFIG, 'emulator', '--runInBand'), { receiveArgs: true });

// Builds the library for the other languages, and uses it from each. Go modules are published as code. A package for
// .NET would need the .NET SDK.
const packageLanguages = project.addTask('package:languages', { description: 'Build the packages for all languages into dist/, the one for .NET as code' });
packageLanguages.exec('jsii-pacmak --no-npmignore --target js --target python --target java --maven-local-repository .cache/languages/maven');
packageLanguages.exec('jsii-pacmak --no-npmignore --code-only --target go --target dotnet');
jestConfig(LANGUAGES_CONFIG, { testMatch: ['<rootDir>/test/languages/**/*.e2e.ts'], testTimeout: 300_000 });
const testLanguages = project.addTask('test:languages', { description: 'Build the packages for all languages, and synthesize one stack from each' });
testLanguages.spawn(bundle);
testLanguages.spawn(project.compileTask);
testLanguages.spawn(packageLanguages);
testLanguages.exec(jestWith(LANGUAGES_CONFIG, 'languages', '--runInBand'), { receiveArgs: true });

// The command line tool has packages of its own, which only this task installs.
commandLineTool(project, SDK);
jestConfig(MIGRATION_CONFIG, {
  moduleNameMapper: {},
  testMatch: ['<rootDir>/cli/test/**/*.@(test|e2e).ts'],
  testTimeout: 600_000,
});
const testMigration = project.addTask('test:migration', { description: 'Import the job templates of an emulated account, and deploy the generated apps' });
testMigration.spawn(bundle);
testMigration.spawn(project.compileTask);
testMigration.exec('jsii-pacmak --no-npmignore --target js --target python');
testMigration.exec('npm ci --no-audit --no-fund', { cwd: 'cli' });
testMigration.exec('tsc --project tsconfig.json', { cwd: 'cli' });
testMigration.exec('projen compile', { cwd: 'cli' });
testMigration.exec(jestWith(MIGRATION_CONFIG, 'migration', '--runInBand'), { receiveArgs: true });

// The constructs run on the user's Node.js. The bundled handler runs on the newest Node.js that Lambda has in a
// Region.
const testNode = project.addTask('test:node', { description: `Run the tests of the constructs and the handler on Node.js ${OTHER_NODES.join(' and ')}` });
testNode.spawn(bundle);
for (const version of OTHER_NODES) {
  const jest = `npx --yes --package node@${version} -- node node_modules/jest/bin/jest.js`;
  const scope = '--coverage=false --testPathIgnorePatterns test/simulation test/fake-iot/moto test/fake-iot/ministack --';
  testNode.exec(`${jest} --ci ${ALL_PROCESSORS} ${reportTo(`node-${version.split('.')[0]}`).join(' ')} ${scope}`, { receiveArgs: true });
}

// The scanners need the newest CDK. They scan the example in its folder, with the sources of the library.
jestConfig(SCAN_CONFIG, { moduleNameMapper: ON_NEWEST, testMatch: ['<rootDir>/test/scan/*.scan.ts'], testTimeout: 300_000 });
const scan = project.addTask('scan', { description: 'Scan the resources of the example and of every option with security scanners' });
scan.spawn(bundle);
scan.exec(jestWith(SCAN_CONFIG, 'scan', ALL_PROCESSORS), { receiveArgs: true });

// These checks run in parallel after a successful build.
const node = { version: '22.x' };
const python = { version: '3.x' };
const checks: { readonly [id: string]: Tools } = {
  'test:node': { node },
  'test:languages': { node, python, go: { version: '^1.25.0' }, java: { version: '17' }, dotnet: { version: '8.x' } },
  'scan': { node, python },
  'simulate': { node },
  'test:second': { node, python },
  'test:migration': { node, python },
  'test:emulator': { node, python },
  'try': { node, python },
};
for (const [task, tools] of Object.entries(checks)) {
  project.buildWorkflow?.addPostBuildJobCommands(task.replace(/^test:/, ''), [`npx projen ${task}`], { checkoutRepo: true, installDeps: true, tools });
}

// One program for all files. With the nearest configuration of each file, the linter would check the types of src in
// six programs.
project.tryFindObjectFile('.eslintrc.json')!.addOverride('parserOptions.project', `./${LINT_TSCONFIG}`);
new JsonFile(project, LINT_TSCONFIG, {
  marker: false,
  obj: {
    extends: './test/tsconfig.json',
    compilerOptions: { rootDir: '.' },
    include: ['.projenrc.ts', ...['src', 'projenrc', ...DEV_FOLDERS].map(folder => `${folder}/**/*.ts`)],
    exclude: ['**/node_modules'],
  },
});

// Folders show where code runs. Constructs import src/private and src/shared, and the handler imports src/shared. No
// import goes the other way.
const only = (folder: string, ...imported: string[]) => ({ target: `./src/${folder}`, from: './src', except: [folder, ...imported].map(each => `./${each}`) });
project.eslint?.addRules({
  'import/no-restricted-paths': ['error', {
    zones: [
      only('shared'),
      only('private', 'shared'),
      only('handler', 'shared'),
      { target: './src/*.ts', from: './src/handler' },
    ],
  }],
});
// A reader follows one condition and four parameters at a time. A table of tests has as many columns as it needs.
project.eslint?.addRules({ 'no-nested-ternary': 'error', 'max-params': ['error', 4] });
project.eslint?.addOverride({ files: ['*.test.ts'], rules: { 'max-params': 'off' } });
project.eslint?.addOverride({
  files: ['src/shared/**/*.ts', 'src/handler/**/*.ts'],
  rules: { 'no-restricted-imports': ['error', { paths: ['constructs'], patterns: ['aws-cdk-lib', 'aws-cdk-lib/*'] }] },
});

// The handler's dependencies are bundled into the package.
project.eslint?.addOverride({
  files: ['call-deadline', 'iot-client', 'iot-job-template-service'].map(file => `src/handler/${file}.ts`),
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true }] },
});
// The examples are separate apps. Their packages, such as the packed library, are not installed here.
project.eslint?.addOverride({
  files: ['examples/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': 'off', 'import/no-unresolved': 'off' },
});
// The packages of the command line tool are installed only for its own tests, whose compiler finds unknown imports.
project.eslint?.addOverride({ files: ['cli/**/*.ts'], rules: { 'import/no-unresolved': 'off' } });
// Its tests also use the packages of the library.
project.eslint?.addOverride({
  files: ['cli/test/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true, packageDir: ['.', 'cli'] }] },
});
// The benchmarks measure the compiled library, and compile it first. Linting must not need a build.
project.eslint?.addOverride({
  files: ['bench/programs/apps/job-template.ts'],
  rules: { 'import/no-unresolved': ['error', { ignore: ['/lib$'] }] },
});

// Later versions were published without the binaries of some platforms. `npm ci` fails on a lock file that names
// them.
project.package.addPackageResolutions('unrs-resolver@1.12.2', 'rollup@4.67.4');
// cdk-nag needs a newer CDK than the library. It finds the newest one at run time.
project.package.file.addOverride('overrides.cdk-nag', { 'aws-cdk-lib': '$aws-cdk-lib', 'constructs': '$constructs' });

// Lock files and workflows contain no registry addresses, so the defaults of the tools apply.
project.github?.tryFindWorkflow('release')?.file?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

project.synth();
