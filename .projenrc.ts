import { awscdk, javascript } from 'projen';

/** The lowest aws-cdk-lib that has `IJobTemplateRef`: what the library is compiled against. */
const CDK_FLOOR = '2.220.0';
/** The newest aws-cdk-lib whose assemblies the pinned CDK CLI can read: what the library is also tested against. */
const CDK_NEWEST = '2.275.0';
const CDK_CLI = '2.1148.1';

const NAME = 'cdk-iot-job-template';

const project = new awscdk.AwsCdkConstructLibrary({
  name: NAME,
  description: 'AWS IoT job templates for the AWS CDK: typed, editable in place, never lost',
  keywords: ['aws', 'cdk', 'iot', 'job-template', 'device-fleet', 'ota', 'firmware'],
  author: `The ${NAME} authors`,
  authorAddress: `${NAME}@users.noreply.github.com`,
  authorOrganization: true,
  repositoryUrl: `https://github.com/${NAME}/${NAME}.git`,
  license: 'Apache-2.0',
  copyrightOwner: `The ${NAME} authors`,
  defaultReleaseBranch: 'main',
  stability: 'experimental',

  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
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
    '@aws-sdk/client-iot@3.1169.0',
    '@types/aws-lambda@8.10.164',
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${CDK_NEWEST}`,
    'esbuild@0.28.2',
    'fast-check@4.10.2',
  ],

  lambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false,
  autoMerge: false,

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      coverageThreshold: { lines: 95, branches: 95 },
      collectCoverageFrom: ['src/**/*.ts'],
      testTimeout: 60_000,
    },
  },

  npmIgnoreOptions: { ignorePatterns: ['/examples/', '/bench/', '/.ci/', '/coverage/'] },
  gitignore: ['/examples/*/node_modules/', '/examples/*/cdk.out/', '/.cache/', '*.tsbuildinfo'],
});

// The bundled handler is part of the package, and the tests deploy and run it.
const bundler = new javascript.Bundler(project, { esbuildVersion: '0.28.2' });
bundler.addBundle('src/provider/job-template.lambda.ts', {
  platform: 'node',
  target: 'node20',
  outfile: 'index.js',
  tsconfigPath: project.tsconfigDev?.fileName,
  sourcemap: false,
  watchTask: false,
  esbuildArgs: { '--minify': true, '--main-fields': 'module,main', '--legal-comments': 'linked' },
});
project.testTask.prependSpawn(bundler.bundleTask);

// Lock files stay free of registry addresses.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

project.synth();
