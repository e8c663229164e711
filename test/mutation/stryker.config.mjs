import '../support/process-setup.cjs';

/** Changes the handler and the request in a thousand small ways, and asks the fast tests to find each one: `projen mutate`. */
export default {
  mutate: [
    'src/handler/{reconciler,lookup,attributes,bookkeeping-tags,handler,event,retry-policy,redactor,cloudformation-response,iot-job-template-service}.ts',
    'src/shared/!(contract|digest).ts',
    'src/private/{cron-period,document-text,document-warnings,nesting,package-version,placeholder-rules,s3-url,synthesis-rules,warning,warnings}.ts',
  ],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.json' },
  coverageAnalysis: 'perTest',
  // What is evaluated once, when a module is loaded, would need every test each: the description of the request, and tables of names.
  // It is data: its limits are numbers, which are not mutated, and have their tests on both sides.
  ignoreStatic: true,
  // All mutators, StringLiteral too: most texts are contracts here (tags, errors' names, what a user is told to do), and tests pin them.
  disableTypeChecks: '{src,test}/**/*.ts',
  concurrency: 2,
  // A busy machine is no endless loop.
  timeoutMS: 15_000,
  ignorePatterns: ['/.*', '/coverage', '/dist', '/examples', '/lib', '/test-reports'],
  tempDirName: '.cache/stryker',
  // With --incremental only, since it does not see that a test of the same name has changed: the suites, which it looks at, are the same.
  incrementalFile: '.cache/stryker-incremental.json',
  // The survivors and the scores are told by report.ts.
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'test-reports/mutation.json' },
};
