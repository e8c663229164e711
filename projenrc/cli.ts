import { javascript, JsonFile } from 'projen';

/**
 * The command line tool: a package of its own, so that the library stays small. Its compiler, bundler, linter and tests are those of the
 * folder above, so it has no development tools of its own.
 *
 * @param sdk the version of the AWS SDK that the library is tested with
 */
export function commandLineTool(parent: javascript.NodeProject, sdk: string): javascript.NodeProject {
  const library = parent.name;
  const name = `${library}-cli`;
  const repository = `https://github.com/${library}/${library}`;
  const project = new javascript.NodeProject({
    parent,
    outdir: 'cli',
    name,
    description: 'Brings existing AWS IoT job templates into an AWS CDK app, and shows who owns them',
    keywords: ['aws', 'cdk', 'iot', 'job-template', 'import', 'adoption'],
    authorName: `The ${library} authors`,
    authorEmail: `${library}@users.noreply.github.com`,
    authorOrganization: true,
    repository: `${repository}.git`,
    repositoryDirectory: 'cli',
    homepage: `${repository}/blob/main/docs/command-line.md`,
    bugsUrl: `${repository}/issues`,
    license: 'Apache-2.0',
    copyrightOwner: `The ${library} authors`,
    defaultReleaseBranch: 'main',
    packageManager: javascript.NodePackageManager.NPM,
    minNodeVersion: '20.0.0',
    entrypoint: '',
    bin: { [name]: 'lib/main.js' },
    deps: [
      '@aws-cdk/cloud-assembly-api@2.5.0',
      '@aws-cdk/cloud-assembly-schema@55.6.0',
      `@aws-sdk/client-cloudformation@${sdk}`,
      `@aws-sdk/client-iot@${sdk}`,
      // The versions that the clients have, too.
      '@aws-sdk/credential-provider-ini@3.973.32',
      '@smithy/core@3.41.1',
      'cli-progress@3.12.0',
      'cli-table3@0.6.5',
      // Later versions need Node.js 22.
      'commander@14.0.3',
      'diff@9.0.0',
      'picocolors@1.1.1',
      'yaml@2.9.1',
    ],
    devDeps: ['@types/cli-progress@3.11.6'],
    jest: false,
    package: false,
    npmignoreEnabled: false,
    gitignore: ['/lib/'],
  });
  project.package.addField('files', ['lib/main.js']);
  project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
  // The parts of the library that the tool shares are bundled. npm installs the other packages.
  project.compileTask.exec('esbuild src/main.ts --bundle --platform=node --target=node20 --packages=external --outfile=lib/main.js');
  // The compiler only checks the types.
  new JsonFile(project, 'tsconfig.json', { marker: false, obj: { extends: '../test/tsconfig.json', include: ['src/**/*.ts', 'test/**/*.ts'] } });
  addPackaging(parent);
  return project;
}

/** The release publishes all packages of dist/js. */
function addPackaging(parent: javascript.NodeProject): void {
  const pack = parent.addTask('package:cli', { description: 'Build the package of the command line tool into dist/js' });
  pack.exec('npm ci --no-audit --no-fund', { cwd: 'cli' });
  pack.exec('projen compile', { cwd: 'cli' });
  pack.exec('node pack.mjs', { cwd: 'cli' });
  parent.tasks.tryFind('package:js')!.spawn(pack);
}
